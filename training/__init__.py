"""Rebuilds `extractor/models` from labelled pages; not shipped in the wheel."""
