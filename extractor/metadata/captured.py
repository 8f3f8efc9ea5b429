"""What a plain-text capture says about the article: title, byline and dates around its first line, the site's name.

Nothing is taken from the running text, from teasers or from a copyright line: "© 2008-2021" dates no article, and
"Written By" over a sentence names nobody.
"""

import re
from dataclasses import dataclass
from typing import Final

from extractor.features.layout import Layout
from extractor.metadata import dates, people
from extractor.metadata.bylines import find_authors, find_dates, is_label
from extractor.metadata.title import SEPARATORS
from extractor.model import Dump, Line, Metadata
from extractor.urls import web_url
from extractor.words import words

HEAD_LINES: Final = 25  # how far above the article its title may stand
TAIL_LINES: Final = 3  # how far below it a byline or a dated label may stand
FIRST_LINES = 3  # of an article, among which its title may stand where nothing sets it apart
TITLE_WORDS = range(3, 41)
TITLE_SHARED = 0.35  # of a title's words are said again by the article
SITE_WORDS = 6

_NAME = r"(?P<site>[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4})"
_SITE = (
    re.compile(
        _NAME + r" is (?:the|a|an|your|one of) [^.]{0,60}?"
        r"\b(?:source|website|site|magazine|newspaper|publication|platform|portal|publisher|home|blog|community)\b",
    ),
    re.compile(r"\b[Mm]ore about " + _NAME + r"\b"),
    re.compile(
        r"\b(?:[Ww]elcome to|[Pp]ublished (?:by|on)|(?:first|originally) appeared (?:on|in)) " + _NAME + r"\b",
    ),
)


@dataclass(frozen=True, slots=True)
class _Around:
    """The lines around the article that may speak of it."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    tail: tuple[Line, ...]


def read(dump: Dump, found: Layout) -> Metadata:
    """The metadata of a dump whose article stands where `found` says; what the text does not state stays empty."""
    around = _around(dump, found)
    above, below = [line.text for line in around.head], [line.text for line in around.tail]
    provenance: dict[str, str] = {}

    def noted(name: str, value: str | None, where: str) -> str | None:
        if value:
            provenance[name] = where
        return value

    title = (
        noted("title", dump.stated.get("title"), "text:prefix")
        or noted("title", _printed(dump, found), "text:window title")
        or noted("title", _title(around), "text:line above the article")
    )
    authors = people.names(dump.stated.get("author", ""))
    if authors:
        provenance["authors"] = "text:prefix"
    elif authors := find_authors(above, below):
        provenance["authors"] = "text:byline"
    published = dates.parse(dump.stated.get("date") or dump.stated.get("published") or "")
    dated = find_dates(above, below)
    if published:
        provenance["date_published"] = "text:prefix"
    else:
        published = noted("date_published", dated.get("published"), "text:dateline")
    category = dated.get("category")
    return Metadata(
        title=title,
        authors=authors,
        date_published=published,
        date_modified=noted("date_modified", dated.get("modified"), "text:dateline"),
        site_name=noted("site_name", _site(dump, found, title), "text:about the site"),
        canonical_url=noted("canonical_url", web_url(dump.stated.get("url", ""), None), "text:prefix"),
        categories=(category,) if noted("categories", category, "text:dateline") and category else (),
        provenance=provenance,
    )


def _around(dump: Dump, found: Layout) -> _Around:
    if found.start == found.end:
        return _Around(dump.lines[:HEAD_LINES], (), ())
    head = range(max(0, found.start - HEAD_LINES), found.start)
    return _Around(
        head=tuple(dump.lines[index] for index in head if not _is_credit(found, dump, index)),
        body=dump.lines[found.start : found.end],
        tail=dump.lines[found.end : found.end + TAIL_LINES],
    )


def _is_credit(found: Layout, dump: Dump, index: int) -> bool:
    return found.roles[index] == "furniture" and not dates.find(dump.lines[index].text)


def _printed(dump: Dump, found: Layout) -> str | None:
    """The line above the article that the window's title repeats, usually with the site's name behind it.

    Most captures start with the window's title: the line that it names is the article's own title.
    """
    if found.start == 0:
        return None
    window = dump.lines[0].text.lower()
    parts = {window, *(part.strip() for part in SEPARATORS.split(window))}
    near = dump.lines[1 : found.start + FIRST_LINES]
    named = [line.text for line in near if line.text.lower() in parts]
    return max(reversed(named), key=lambda text: len(words(text)), default=None)


def _title(around: _Around) -> str | None:
    """The line above the article that says most of what the article says; of equals, the one nearest to it."""
    said = set(words(" ".join(line.text for line in around.body)))
    best, best_score = None, 0.0
    for line in around.head:
        own = words(line.text)
        if len(own) not in TITLE_WORDS or is_label(line.text):
            continue
        shared = [word for word in own if word in said and len(word) > 1]
        telling = sum(len(word) > 3 for word in set(shared))  # noqa: PLR2004 - shorter words are mostly grammar
        score = len(shared) / len(own) * (telling + 0.5)
        if line.mark.startswith("#"):
            score *= 2
        if len(shared) >= TITLE_SHARED * len(own) and telling and score >= best_score:
            best, best_score = line.text, score
    return best


def _site(dump: Dump, found: Layout, title: str | None) -> str | None:
    """The site's name: behind the article's title in the window's title, or where the page speaks of itself."""
    if title:
        for line in dump.lines[: found.start]:
            if line.text.startswith(title) and (match := SEPARATORS.match(line.text, len(title))):
                tail = SEPARATORS.split(line.text[match.end() :])[-1].strip()
                if tail and len(tail.split()) <= SITE_WORDS:
                    return tail
    outside = (*dump.lines[: found.start], *dump.lines[found.end :])
    for pattern in _SITE:
        for line in outside:
            if match := pattern.search(line.text):
                return match["site"].rstrip(".'’")
    return None
