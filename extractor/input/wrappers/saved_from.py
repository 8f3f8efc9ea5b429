"""Comments in which browsers and SingleFile note the URL of a page that they save."""

import re

from extractor.input.wrappers.unwrapped import HEAD_SIZE, Unwrapped

_COMMENT = re.compile(r"<!--\s*+(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*+)(https?://[^\s<>]+)")


def unwrap(text: str) -> Unwrapped[str] | None:
    """Return the page with the URL of its comment; None without one."""
    found = _COMMENT.search(text[:HEAD_SIZE])
    return Unwrapped(text, url=found[1]) if found else None
