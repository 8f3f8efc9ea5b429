"""The batch job behind `extractor batch`: it reads pages from archives and writes each result exactly once."""
