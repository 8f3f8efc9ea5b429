"""Plain text: paragraphs separated by blank lines."""

from extractor.extraction import Extraction


def render(extraction: Extraction) -> str:
    """Return the text of an extraction."""
    return extraction.text
