"""The article's own title, without the site's name behind it."""

from extractor.metadata import fields
from extractor.sources import Sources
from extractor.words import TITLE_PARTS, count, squeeze, words

MAX_WORDS = 40
SHORT_TITLE = 4  # words
SAME = 0.6  # a heading that shares this much of its words with a stated title is that title as printed


def read(sources: Sources) -> tuple[str | None, str]:
    """The title and where it was found.

    The first heading that says the same as a stated title wins, since it is what readers see; a page that states a
    title but prints none keeps the stated one, less the site's name.
    """
    stated = [(squeeze(value), where) for rule in fields.HEADLINE for value, where in rule(sources) if value]
    tag = next(iter(fields.TITLE_TAG(sources)), ("", ""))
    headings = [(value, where) for value, where in fields.FIRST_HEADING(sources) if 0 < count(value) <= MAX_WORDS]
    titles = [title for title, _ in (*stated, tag) if title]
    for heading, where in headings:
        if any(_same(heading, title) for title in titles):
            return heading, where
    if stated:
        return without_site(stated[0][0], sources), stated[0][1]
    if headings and len(headings) == 1:
        return headings[0]
    if tag[0]:
        return without_site(tag[0], sources), tag[1]
    return headings[0] if headings else (None, "")


def _same(heading: str, title: str) -> bool:
    one, other = set(words(heading)), set(words(title))
    # A single word is in many titles; it is the title only where that says little more.
    telling = len(one) > 1 or len(other) <= SHORT_TITLE
    return telling and bool(one) and len(one & other) >= SAME * len(one)


def without_site(title: str, sources: Sources) -> str:
    """`title` less a head or tail that names the site, or else less what stands behind the last separator."""
    parts = [part for part in TITLE_PARTS.split(title) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - nothing to take off
        return title
    names = {"".join(words(name)) for rule in fields.SITE_NAME for name, _ in rule(sources)}
    if "".join(words(parts[-1])) in names:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»›:-")
    if "".join(words(parts[0])) in names:
        return title[title.index(parts[1], len(parts[0])) :]
    if count(parts[0]) > count(parts[-1]) and "|" in title:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»›:-")
    return title
