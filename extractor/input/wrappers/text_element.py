"""The `<text>` element that the CleanEval data set puts around a page."""

import re

from extractor.input.wrappers.unwrapped import Unwrapped

_START = re.compile(r"\s*<text\b[^<>]*>", re.IGNORECASE)
_END = "</text>"


def unwrap(text: str) -> Unwrapped[str] | None:
    """Return the content of a `<text>` element around the whole page; None without one."""
    start = _START.match(text)
    if start is None or not text.rstrip().lower().endswith(_END):
        return None
    return Unwrapped(
        text[start.end() : text.rstrip().rindex("<")], notes=("a <text> element around the page was removed",)
    )
