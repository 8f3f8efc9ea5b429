"""Where the article stands in a dump: each line is weighed, and the best-weighing stretch of lines is the article.

The stretch is the maximum subsequence of the weights (Pasternack and Roth, "Extracting article text from the web with
maximum subsequence segmentation", WWW 2009): running text pulls it longer, menus and furniture hold it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.features.furniture import end_of_article, kind
from extractor.model import Dump, Line
from extractor.words import ends_sentence

Role = Literal["prose", "short", "teaser", "furniture", "end"]

LONG = 14  # words; a line this long is running text however it ends
SENTENCE = 7  # words; a line this long that ends a sentence is running text
TRUNCATED = ("...", "…", "[…]", "[...]", "read more", "continue reading →")  # how teasers end
HEAD_LINES = 8  # how far into the stretch its first paragraph may stand
SURELY_PROSE = 25  # words; no title or caption is as long
MAX_WEIGHT = 60  # words; no single paragraph outweighs the rest of the page
SHORT_COST = 1.5
THIN_SHORT_COST = 0.3  # on pages that are lists rather than text
THIN_PROSE = 0.3  # such a page has less than this share of its words in running text
TEASER_COST = 8.0
FURNITURE_COST = 3.0
END_COST = 20.0
ENOUGH_BEFORE_END = 0.5  # an end line ends the article when this share of the stretch's running text stands before it


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a dump, told apart."""

    roles: tuple[Role, ...]
    start: int
    """Index of the article's first line."""
    end: int
    """Index after the article's last line; equal to `start` where there is no article."""


def read(dump: Dump) -> Layout:
    """Find the article among the lines of `dump`."""
    roles = tuple(_role(line) for line in dump.lines)
    start, end = _stretch(_weights(dump.lines, roles))
    start = _first_sentence(dump.lines, roles, start, end)
    prose = [line.words if role == "prose" else 0 for line, role in zip(dump.lines, roles, strict=True)]
    return Layout(roles, start, start + end_of_article(roles[start:end], prose[start:end], ENOUGH_BEFORE_END))


def _role(line: Line) -> Role:
    furniture = kind(line.text, line.words)
    if furniture:
        return furniture
    if line.text.lower().endswith(TRUNCATED):
        return "teaser"
    return "prose" if line.words >= LONG or (line.words >= SENTENCE and ends_sentence(line.text)) else "short"


def _weights(lines: Sequence[Line], roles: Sequence[Role]) -> list[float]:
    prose = sum(line.words for line, role in zip(lines, roles, strict=True) if role == "prose")
    thin = prose < THIN_PROSE * sum(line.words for line in lines)
    cost = {
        "short": THIN_SHORT_COST if thin else SHORT_COST,
        "teaser": TEASER_COST,
        "furniture": FURNITURE_COST,
        "end": END_COST,
    }
    return [
        float(min(line.words, MAX_WEIGHT)) if role == "prose" else -cost[role]
        for line, role in zip(lines, roles, strict=True)
    ]


def _stretch(weights: Sequence[float]) -> tuple[int, int]:
    """Start and end of the contiguous stretch with the greatest sum; empty where no weight is positive."""
    best, best_start, best_end = 0.0, 0, 0
    running, running_start = 0.0, 0
    for index, weight in enumerate(weights):
        if running <= 0:
            running, running_start = 0.0, index
        running += weight
        if running > best:
            best, best_start, best_end = running, running_start, index + 1
    return best_start, best_end


def _first_sentence(lines: Sequence[Line], roles: Sequence[Role], start: int, end: int) -> int:
    """Past the title, byline and captions that stand before the first paragraph, where there is one soon."""
    for index in range(start, min(start + HEAD_LINES, end)):
        line = lines[index]
        # A question or an exclamation above the first paragraph is a search box or a headline.
        states = ends_sentence(line.text) and not line.text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！"))
        if roles[index] == "prose" and (states or line.words >= SURELY_PROSE):
            return index
    return start
