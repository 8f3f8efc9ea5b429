"""Parse any HTML page within the limits, and repair what saving or unclosed elements did to it."""

from typing import NamedTuple

from extractor.document import html
from extractor.errors import TooDeep
from extractor.input import limit_values, limits, saved_pages
from extractor.types import HtmlDocument

MIN_TEXT_SHARE = 0.005  # of the characters of a page; a page with less text may have lost it in unclosed elements
MAX_LOST_SHARE = 0.5  # of the text that the page has once its elements are closed


class Parsed(NamedTuple):
    """A parsed page."""

    document: HtmlDocument
    warnings: tuple[str, ...]
    """One sentence for each repair."""


def parse(source: str, url: str | None) -> Parsed:
    """Parse a page.

    Raises:
        TooDeep: as `limits.limit`.

    """
    warnings: list[str] = []
    limited = limits.limit(source)
    page = html.parse(limited.html, url)
    if (viewed := saved_pages.source_of(page.tree)) is not None:
        limited = limits.limit(viewed)
        page = html.parse(limited.html, url)
        warnings.append("the input is a browser's view of a page's source; the page in it was read")
    elif limited.may_swallow or html.length(page) < MIN_TEXT_SHARE * len(limited.html):
        closed = _parse_closed(limited.html, url)
        if closed is not None and html.length(page) < MAX_LOST_SHARE * html.length(closed):
            page = closed
            warnings.append("elements without end tags hid most of the text; they were closed where they start")
    if limited.cut:
        warnings.append(f"the page has more than {limit_values.MAX_TAGS:,} tags; the rest was left out")
    return Parsed(page, tuple(warnings))


def _parse_closed(source: str, url: str | None) -> HtmlDocument | None:
    """Parse the page with empty elements closed; None if it has none, or if the result is too large for a parser."""
    closed = saved_pages.close_empty_elements(source)
    if closed == source:
        return None
    try:
        limited = limits.limit(closed)
    except TooDeep:
        return None
    return None if limited.cut else html.parse(limited.html, url)
