"""Metadata fields, each from an ordered table of rules."""
