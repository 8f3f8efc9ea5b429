"""Furniture of the page by what it says; the same tests for HTML and dumps."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from extractor.features import phrases
from extractor.model import Array

POINTER_WORDS = 25  # a longer line is no label, whatever it starts with
FURNITURE_WORDS = 45  # a longer line may speak of cookies and still be the article
FURNITURE_LENGTH = 600  # characters; no label is as long, and a line without blanks may have any length


TEXT, FURNITURE, END = range(3)
"""What a line is: no furniture; furniture wherever it stands; or one after which the site goes on about itself."""


def kinds(folded: Sequence[str], words: Sequence[int]) -> Array:
    """For each line `TEXT`, `FURNITURE` or `END`.

    Args:
        folded: the lines, in lower case.
        words: how many words each has.

    """
    found = [
        TEXT
        if count > FURNITURE_WORDS or len(text) > FURNITURE_LENGTH
        else _label(text, pointer=count <= POINTER_WORDS)
        for text, count in zip(folded, words, strict=True)
    ]
    for index in _triggered(folded):
        short = words[index] <= FURNITURE_WORDS and len(folded[index]) <= FURNITURE_LENGTH
        if short and found[index] == TEXT and phrases.HAS_FURNITURE.search(folded[index]):
            found[index] = FURNITURE
    return np.array(found)


@lru_cache(maxsize=50_000)  # the labels of a site stand on every page of it
def _label(folded: str, *, pointer: bool) -> int:
    if pointer:
        if phrases.IS_END.match(folded):
            return END
        if phrases.IS_POINTER.match(folded):
            return FURNITURE
    return FURNITURE if phrases.IS_FURNITURE.match(folded) else TEXT


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
