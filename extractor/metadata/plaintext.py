"""Read the metadata of a plain-text page: title, byline and dates around the article, and the site's name.

Running text, teasers and copyright lines are not sources.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import TITLE_PARTS, count
from extractor.extraction import Metadata
from extractor.features.boilerplate import BOILERPLATE
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata import dates
from extractor.metadata.authors import parse_names, starts_with_by
from extractor.metadata.bylines import find_authors, find_dates, is_byline
from extractor.metadata.context import MIN_CONTENT_PROBABILITY
from extractor.types import PlainText

# Where bylines and datelines are searched:
LINES_ABOVE_ARTICLE: Final = 25
LINES_IN_ARTICLE: Final = 20
LINES_BELOW_ARTICLE: Final = 3
MAX_SITE_NAME_WORDS = 6

# The bounds keep the search linear, because it starts again at each capital letter of a long word.
_NAME = r"(?P<site>[A-Z][\w.&'’-]{0,40}(?: [A-Z][\w.&'’-]{0,40}){0,4})"
# A substring that is fast to search, and the pattern for the few lines that hold it.
_SITE_PATTERNS = (
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


class _Surroundings(NamedTuple):
    """The place of the article, and the texts that can hold a byline or dateline."""

    start: int
    """Index of the first paragraph."""
    end: int
    """Index after the last content line; equal to `start` if there is no article."""
    above: tuple[str, ...]
    within: tuple[str, ...]
    """Lines after the first paragraph that are not content: some pages have the byline below a summary."""
    below: tuple[str, ...]


def read(dump: PlainText, lines: LineInputs | None, prediction: Prediction) -> Metadata:
    """Return the metadata of a plain-text page; a field without a source stays empty."""
    found = {
        name: next((each for each in values if each[0]), values[0])
        for name, values in stated(dump, lines, prediction).items()
    }
    return Metadata(
        **{name: value for name, (value, _) in found.items()},
        provenance={name: provenance for name, (value, provenance) in found.items() if value},
    )


def stated(
    dump: PlainText, lines: LineInputs | None, prediction: Prediction
) -> Mapping[str, tuple[tuple[Any, str], ...]]:
    """Return what the sources of each field state, and their provenance; the best source first, empty values too."""
    around = _surroundings(dump, lines, prediction)
    dated = {**find_dates(around.within, ()), **find_dates(around.above, around.below)}
    prefix = dump.prefix_metadata
    titles = ((prefix.get("title"), "text:prefix"), _title(dump, prediction))
    title = next((each[0] for each in titles if each[0]), None)
    return {
        "title": titles,
        "authors": (
            (parse_names(prefix.get("author", "")), "text:prefix"),
            (find_authors(around.above, around.below) or find_authors(around.within, ()), "text:byline"),
        ),
        "date_published": (
            (dates.parse(prefix.get("date") or prefix.get("published") or ""), "text:prefix"),
            (dated.get("published"), "text:dateline"),
        ),
        "page_type": ((prediction.page_type, "model:page type"),),
        "date_modified": ((dated.get("modified"), "text:dateline"),),
        "site_name": ((_site_name(dump, around, title), "text:about the site"),),
        "canonical_url": ((web_url(prefix.get("url", ""), None), "text:prefix"),),
        "section": ((dated.get("category"), "text:dateline"),),
    }


def _surroundings(dump: PlainText, lines: LineInputs | None, prediction: Prediction) -> _Surroundings:
    content = np.flatnonzero(prediction.probabilities > MIN_CONTENT_PROBABILITY)
    if lines is None or not len(content):
        return _Surroundings(0, 0, tuple(line.text for line in dump.lines[:LINES_ABOVE_ARTICLE]), (), ())
    prose = content[lines.is_prose[content]]
    paragraphs = (prose if len(prose) else content).tolist()
    start = next((index for index in paragraphs if not is_byline(dump.lines[index].text)), paragraphs[0])
    end = next((index for index in content[::-1].tolist() if not is_byline(dump.lines[index].text)), start) + 1
    title = start if prediction.title is None else prediction.title
    top = max(min(title, start - LINES_ABOVE_ARTICLE), 0)

    def texts(indexes: Iterable[int]) -> tuple[str, ...]:
        """Return the texts of the lines, without boilerplate such as photo credits unless it has a date or "By"."""
        pairs = [(dump.lines[index].text, lines.boilerplate_kinds[index]) for index in indexes]
        return tuple(text for text, kind in pairs if kind != BOILERPLATE or dates.find(text) or starts_with_by(text))

    return _Surroundings(
        start=start,
        end=end,
        above=texts(range(top, start)),
        within=texts(index for index in range(start, min(start + LINES_IN_ARTICLE, end)) if index not in content),
        below=tuple(line.text for line in dump.lines[end : end + LINES_BELOW_ARTICLE]),
    )


def _title(dump: PlainText, prediction: Prediction) -> tuple[str | None, str]:
    """Return the predicted title line and its provenance; a window title on the first line loses the site's name."""
    index = prediction.title
    if index is None or is_byline(dump.lines[index].text):
        return None, ""
    text = dump.lines[index].text
    parts = [part for part in TITLE_PARTS.split(text) if part.strip()]
    if index > 0 or len(parts) < 2:  # noqa: PLR2004 - one part has nothing to remove
        return text, "text:title line"
    last_separator = list(TITLE_PARTS.finditer(text))[-1]
    title = parts[0] if count(parts[0]) >= count(parts[-1]) else text[: last_separator.start()]
    return title, "text:window title"


def _site_name(dump: PlainText, around: _Surroundings, title: str | None) -> str | None:
    """Return the site's name from a window title, or from a sentence such as "Coastline is a news site"."""
    if title:
        for line in dump.lines[: around.start]:
            if line.text.startswith(title) and (match := TITLE_PARTS.match(line.text, len(title))):
                tail = TITLE_PARTS.split(line.text[match.end() :])[-1].strip()
                if tail and len(tail.split()) <= MAX_SITE_NAME_WORDS:
                    return tail
    outside = [line.text for line in (*dump.lines[: around.start], *dump.lines[around.end :])]
    for substring, pattern in _SITE_PATTERNS:
        for text in outside:
            if substring in text and (found := pattern.search(text)):
                return found["site"].rstrip(".'’")
    return None
