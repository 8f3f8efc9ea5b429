"""Tests mirror extractor/; `test_pages.py` walks fixtures/, `test_architecture.py` and `test_docs.py` keep the promises."""
