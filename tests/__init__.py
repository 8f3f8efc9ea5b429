"""Tests mirror extractor/; `test_pages.py` walks fixtures/; architecture and documents have tests of their own."""
