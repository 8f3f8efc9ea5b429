"""Bytes to text: charset, decompression, wrappers around saved pages, and limits on markup."""
