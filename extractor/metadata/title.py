"""The article's own title, without the site's name behind it."""

from html import unescape

from extractor.document.words import TITLE_PARTS, count, squeeze, words
from extractor.metadata import fields
from extractor.metadata.context import Evidence
from extractor.metadata.rules import statements

MAX_WORDS = 40
MAX_CHARACTERS = 1_500  # of a title; the rest of a longer one is cut off, since somebody left the element open
SHORT_TITLE = 4  # words
SAME = 0.6  # a heading that shares this much of its words with a stated title is that title as printed
ANCHORS = " ¶#§"  # behind headings, where a click gives their address


def read(evidence: Evidence) -> tuple[str | None, str]:
    """The title and where it was found.

    The first heading that says the same as a stated title wins, since it is what readers see; a page that states a
    title but prints none keeps the stated one, less the site's name.
    """
    stated = [(_clean(value), where) for values, where in statements(fields.HEADLINE, evidence) for value in values]
    tag = next(((_clean(values[0]), where) for values, where in fields.TITLE_TAG(evidence)), ("", ""))
    headings = [(_clean(values[0]), where) for values, where in fields.FIRST_HEADING(evidence)]
    headings = [(heading, where) for heading, where in headings if 0 < count(heading) <= MAX_WORDS]
    titles = [title for title, _ in (*stated, tag) if title]
    sites = {_folded(name) for values, _ in statements(fields.SITE_NAME, evidence) for name in values}
    tails = sites | {_folded(TITLE_PARTS.split(title)[-1]) for title in titles if len(TITLE_PARTS.split(title)) > 1}
    headings = [(heading, where) for heading, where in headings if _folded(heading) not in tails]
    for heading, where in headings:
        if any(_same(heading, title) for title in titles):
            return _without_site(heading, sites), where
    if stated:
        return _without_site(stated[0][0], sites), stated[0][1]
    if len(headings) == 1:
        return headings[0]
    if tag[0]:
        return _without_site(tag[0], sites), tag[1]
    return headings[0] if headings else (None, "")


def _clean(title: str) -> str:
    return squeeze(unescape(title[:MAX_CHARACTERS]).replace("\u00ad", "")).rstrip(ANCHORS)


def _folded(name: str) -> str:
    return "".join(words(name))


def _same(heading: str, title: str) -> bool:
    one, other = set(words(heading)), set(words(title))
    # A single word is in many titles; it is the title only where that says little more.
    telling = len(one) > 1 or len(other) <= SHORT_TITLE
    return telling and bool(one) and len(one & other) >= SAME * len(one)


def _without_site(title: str, sites: set[str]) -> str:
    """`title` less a head or tail that names the site, or else less what stands behind a bar."""
    parts = [part for part in TITLE_PARTS.split(title) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - nothing to take off
        return title
    if _folded(parts[0]) in sites:
        return title[title.index(parts[1], len(parts[0])) :]
    if _folded(parts[-1]) in sites or "|" in title:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»›:-")
    return title
