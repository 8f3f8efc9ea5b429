"""Select the title of an article from metadata, `<title>` and headings, without the site's name."""

from html import unescape

from extractor.document.words import TITLE_PARTS, count, squeeze, words
from extractor.metadata import fields
from extractor.metadata.context import Context
from extractor.metadata.rules import statements

MAX_HEADING_WORDS = 40
MAX_TITLE_CHARACTERS = 1_500  # the rest is cut, because an element without end tag can hold the whole page
SHORT_TITLE_WORDS = 4
MIN_SHARED_WORDS = 0.6  # of the words of a heading, for a heading that repeats a title
ANCHOR_CHARACTERS = " ¶#§"  # text of the permalinks after headings


def select_title(context: Context) -> tuple[str | None, str]:
    """Return the title and its provenance; None and an empty string if there is none.

    A heading that repeats a title of the metadata or `<title>` wins, because readers see it. Then come the title of the
    metadata, a single heading, `<title>`, and the first of several headings.
    """
    declared = [
        (_clean(value), provenance) for values, provenance in statements(fields.HEADLINE, context) for value in values
    ]
    tag = next(((_clean(values[0]), provenance) for values, provenance in fields.TITLE_TAG(context)), ("", ""))
    titles = [title for title, _ in (*declared, tag) if title]
    sites = {_folded(name) for values, _ in statements(fields.SITE_NAME, context) for name in values}
    headings = _headings(context, titles, sites)
    for heading, provenance in headings:
        if any(_repeats(heading, title) for title in titles):
            return _without_site(heading, sites), provenance
    if declared:
        return _without_site(declared[0][0], sites), declared[0][1]
    if len(headings) == 1:
        return headings[0]
    if tag[0]:
        return _without_site(tag[0], sites), tag[1]
    return headings[0] if headings else (None, "")


def _headings(context: Context, titles: list[str], sites: set[str]) -> list[tuple[str, str]]:
    """Return the short headings that are not the site's name or the last part of a title."""
    parts_of_titles = [TITLE_PARTS.split(title) for title in titles]
    excluded = sites | {_folded(parts[-1]) for parts in parts_of_titles if len(parts) > 1}
    headings = [(_clean(values[0]), provenance) for values, provenance in fields.HEADINGS(context)]
    return [
        (heading, provenance)
        for heading, provenance in headings
        if 0 < count(heading) <= MAX_HEADING_WORDS and _folded(heading) not in excluded
    ]


def _clean(title: str) -> str:
    soft_hyphen = "\u00ad"
    return squeeze(unescape(title[:MAX_TITLE_CHARACTERS]).replace(soft_hyphen, "")).rstrip(ANCHOR_CHARACTERS)


def _folded(name: str) -> str:
    return "".join(words(name))


def _repeats(heading: str, title: str) -> bool:
    heading_words, title_words = set(words(heading)), set(words(title))
    # One word is in many titles, so a heading of one word counts only with a short title.
    is_specific = len(heading_words) > 1 or len(title_words) <= SHORT_TITLE_WORDS
    is_shared = len(heading_words & title_words) >= MIN_SHARED_WORDS * len(heading_words)
    return is_specific and bool(heading_words) and is_shared


def _without_site(title: str, sites: set[str]) -> str:
    """Remove the site's name from the start or end of a title, or else the text after a bar."""
    parts = [part for part in TITLE_PARTS.split(title) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - one part has nothing to remove
        return title
    if _folded(parts[0]) in sites:
        return title[title.index(parts[1], len(parts[0])) :]
    if _folded(parts[-1]) in sites or "|" in title:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»›:-")
    return title
