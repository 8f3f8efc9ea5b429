"""HTML: the clean fragment."""

from extractor.extraction import Extraction


def render(extraction: Extraction) -> str:
    """Return the clean HTML fragment of an extraction."""
    return extraction.html
