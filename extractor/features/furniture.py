"""Furniture of the page by what it says, and where it ends an article; the same tests for HTML and dumps."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from extractor.features import phrases

POINTER_WORDS = 25  # a longer line is no label, whatever it starts with
FURNITURE_WORDS = 45  # a longer line may speak of cookies and still be the article
ENOUGH_WORDS = 60  # of running text, before a line like "Related articles" can end an article
FURNITURE_LENGTH = 600  # characters; no label is as long, and a line without blanks may have any length


Kind = Literal["end", "furniture"]


def kind(text: str, words: int) -> Kind | None:
    """`end` for a line after which the site goes on about itself, `furniture` for one to drop where it stands."""
    return kinds([text.lower()], [words])[0]


def kinds(folded: Sequence[str], words: Sequence[int]) -> list[Kind | None]:
    """The kinds of many lines in lower case."""
    found = [
        None
        if count > FURNITURE_WORDS or len(text) > FURNITURE_LENGTH
        else _label(text, pointer=count <= POINTER_WORDS)
        for text, count in zip(folded, words, strict=True)
    ]
    for index in _triggered(folded):
        short = words[index] <= FURNITURE_WORDS and len(folded[index]) <= FURNITURE_LENGTH
        if short and found[index] is None and phrases.HAS_FURNITURE.search(folded[index]):
            found[index] = "furniture"
    return found


@lru_cache(maxsize=50_000)  # the labels of a site stand on every page of it
def _label(folded: str, *, pointer: bool) -> Kind | None:
    if pointer:
        if phrases.IS_END.match(folded):
            return "end"
        if phrases.IS_POINTER.match(folded):
            return "furniture"
    return "furniture" if phrases.IS_FURNITURE.match(folded) else None


def _triggered(folded: Sequence[str]) -> list[int]:
    """Indexes of the lines that hold any of the triggers; to search all lines at once is the cheapest."""
    joined = "\n".join(folded)
    ends = list(accumulate(len(text) + 1 for text in folded))
    found = set()
    for trigger in phrases.TRIGGERS:
        at = joined.find(trigger)
        while at >= 0:
            index = bisect_right(ends, at)
            found.add(index)
            at = joined.find(trigger, ends[index])
    return sorted(found)


def end_of_article(kinds: Sequence[str | None], prose: Sequence[int], share: float) -> int:
    """Index of the line that ends an article, or how many lines there are.

    Args:
        kinds: what `kind` says of each line.
        prose: words of running text in each.
        share: how much of all running text must stand before an `end` line, so that "Share" above the first paragraph
            ends nothing.

    """
    enough, before = max(ENOUGH_WORDS, share * sum(prose)), 0
    for index, (what, words) in enumerate(zip(kinds, prose, strict=True)):
        if what == "end" and before >= enough:
            return index
        before += words
    return len(kinds)
