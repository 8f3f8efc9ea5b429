"""What a plain-text capture says about the article: title, byline and dates around its first line, the site's name.

Nothing is taken from the running text, from teasers or from a copyright line: "© 2008-2021" dates no article, and
"Written By" over a sentence names nobody.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from extractor.classify.plaintext import LIKELY, Prediction
from extractor.document.urls import web_url
from extractor.document.words import TITLE_PARTS, count
from extractor.features.boilerplate import FURNITURE
from extractor.metadata import authors as people
from extractor.metadata import dates
from extractor.metadata.bylines import find_authors, find_dates, is_label
from extractor.types import Metadata, PlainText

HEAD_LINES: Final = 25  # how far above the article its title may stand
WITHIN_LINES: Final = 20  # of an article, among which a byline may stand that is none of it
TAIL_LINES: Final = 3  # how far below it a byline or a dated label may stand
SITE_WORDS = 6

# The bound keeps the search linear: it begins anew at each capital letter of a long word.
_NAME = r"(?P<site>[A-Z][\w.&'’-]{0,40}(?: [A-Z][\w.&'’-]{0,40}){0,4})"
# What such a line holds, and what it says: only few lines hold the first, and to look for it is cheap.
_SITE = (
    (
        " is ",
        re.compile(
            _NAME + r" is (?:the|a|an|your|one of) [^.]{0,60}?"
            r"\b(?:source|website|site|magazine|newspaper|publication|platform|portal|publisher|home|blog|community)\b",
        ),
    ),
    ("ore about ", re.compile(r"\b[Mm]ore about " + _NAME + r"\b")),
    ("elcome to ", re.compile(r"\b[Ww]elcome to " + _NAME + r"\b")),
    ("ublished ", re.compile(r"\b[Pp]ublished (?:by|on) " + _NAME + r"\b")),
    ("appeared ", re.compile(r"\b(?:first|originally) appeared (?:on|in) " + _NAME + r"\b")),
)


class _Around(NamedTuple):
    """Where the article stands, and texts around it that may speak of it."""

    start: int
    """Index of its first running text."""
    end: int
    """Index after its last line; equal to `start` where there is no article."""
    above: tuple[str, ...]
    within: tuple[str, ...]
    """Of lines that are no content, below its first paragraph: some pages print the byline under a summary."""
    below: tuple[str, ...]


def read(dump: PlainText, prediction: Prediction) -> Metadata:
    """The metadata of a dump, given which lines are thought to be content; what the text does not state stays empty."""
    around = _around(dump, prediction)
    provenance: dict[str, str] = {}

    def noted(name: str, value: str | None, where: str) -> str | None:
        if value:
            provenance[name] = where
        return value

    prefix_title = dump.prefix_metadata.get("title")
    title = noted("title", prefix_title, "text:prefix") or noted("title", *_title(dump, prediction))
    authors = people.names(dump.prefix_metadata.get("author", ""))
    if authors:
        provenance["authors"] = "text:prefix"
    elif authors := find_authors(around.above, around.below) or find_authors(around.within, ()):
        provenance["authors"] = "text:byline"
    published = dates.parse(dump.prefix_metadata.get("date") or dump.prefix_metadata.get("published") or "")
    dated = {**find_dates(around.within, ()), **find_dates(around.above, around.below)}
    if published:
        provenance["date_published"] = "text:prefix"
    else:
        published = noted("date_published", dated.get("published"), "text:dateline")
    category = dated.get("category")
    if prediction.page_type:
        provenance["page_type"] = "model:page type"
    return Metadata(
        title=title,
        authors=authors,
        date_published=published,
        date_modified=noted("date_modified", dated.get("modified"), "text:dateline"),
        site_name=noted("site_name", _site(dump, around, title), "text:about the site"),
        canonical_url=noted("canonical_url", web_url(dump.prefix_metadata.get("url", ""), None), "text:prefix"),
        page_type=prediction.page_type,
        section=noted("section", category, "text:dateline"),
        provenance=provenance,
    )


def _around(dump: PlainText, prediction: Prediction) -> _Around:
    measures = prediction.measures
    likely = np.flatnonzero(prediction.probabilities > LIKELY)
    if measures is None or not len(likely):
        return _Around(0, 0, tuple(line.text for line in dump.lines[:HEAD_LINES]), (), ())
    prose = likely[measures.prose[likely]]
    start, end = int((prose if len(prose) else likely)[0]), int(likely[-1]) + 1
    title = start if prediction.title is None else prediction.title
    top = max(min(title, start - HEAD_LINES), 0)

    def texts(indexes: Iterable[int]) -> tuple[str, ...]:
        """Less credits of pictures, which name others."""
        lines = [(dump.lines[index].text, measures.kinds[index]) for index in indexes]
        return tuple(text for text, kind in lines if kind != FURNITURE or dates.find(text) or people.has_by(text))

    return _Around(
        start=start,
        end=end,
        above=texts(range(top, start)),
        within=texts(index for index in range(start, min(start + WITHIN_LINES, end)) if index not in likely),
        below=tuple(line.text for line in dump.lines[end : end + TAIL_LINES]),
    )


def _title(dump: PlainText, prediction: Prediction) -> tuple[str | None, str]:
    """The line that is likeliest the title; of a window's title the article's part."""
    index = prediction.title
    if index is None or is_label(dump.lines[index].text):
        return None, ""
    text = dump.lines[index].text
    parts = [part for part in TITLE_PARTS.split(text) if part.strip()]
    if index > 0 or len(parts) < 2:  # noqa: PLR2004 - nothing to take off
        return text, "text:title line"
    site = list(TITLE_PARTS.finditer(text))[-1]
    return parts[0] if count(parts[0]) >= count(parts[-1]) else text[: site.start()], "text:window title"


def _site(dump: PlainText, around: _Around, title: str | None) -> str | None:
    """The site's name: behind the article's title in the window's title, or where the page speaks of itself."""
    if title:
        for line in dump.lines[: around.start]:
            if line.text.startswith(title) and (match := TITLE_PARTS.match(line.text, len(title))):
                tail = TITLE_PARTS.split(line.text[match.end() :])[-1].strip()
                if tail and len(tail.split()) <= SITE_WORDS:
                    return tail
    outside = [line.text for line in (*dump.lines[: around.start], *dump.lines[around.end :])]
    for held, pattern in _SITE:
        for text in outside:
            if held in text and (found := pattern.search(text)):
                return found["site"].rstrip(".'’")
    return None
