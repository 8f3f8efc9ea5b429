"""Furniture of the page by what it says; the same tests for HTML and dumps."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from extractor.features import phrases
from extractor.types import Array

POINTER_WORDS = 25  # a longer line is no label, whatever it starts with
BOILERPLATE_WORDS = 45  # a longer line may speak of cookies and still be the article
LABEL_CHARACTERS = 100  # of lines whose kind is kept for the next page; labels of a site are short
BOILERPLATE_LENGTH = 600  # characters; no label is as long, and a line without blanks may have any length


TEXT, BOILERPLATE, END = range(3)
"""What a line is: no furniture; furniture wherever it stands; or one after which the site goes on about itself."""


def kinds(folded: Sequence[str], words: Sequence[int]) -> Array:
    """For each line `TEXT`, `BOILERPLATE` or `END`.

    Args:
        folded: the lines, in lower case.
        words: how many words each has.

    """
    short = [
        index
        for index, (text, count) in enumerate(zip(folded, words, strict=True))
        if count <= BOILERPLATE_WORDS and len(text) <= BOILERPLATE_LENGTH
    ]
    found = np.full(len(folded), TEXT)
    found[short] = [_label(folded[index], words[index] <= POINTER_WORDS) for index in short]
    # To look for a trigger in all lines at once is the cheapest; few lines hold one.
    joined = "\n".join(folded[index] for index in short)
    ends = list(accumulate(len(folded[index]) + 1 for index in short))
    for triggers, said in phrases.HAS_BOILERPLATE:
        for position in _holding(joined, ends, triggers):
            index = short[position]
            if found[index] == TEXT and said.search(folded[index]):
                found[index] = BOILERPLATE
    return found


def _label(folded: str, pointer: bool) -> int:  # noqa: FBT001 - by place, since the cache is quicker so
    return _kind_of_label(folded, pointer) if len(folded) <= LABEL_CHARACTERS else _kind(folded, pointer)


def _kind(folded: str, pointer: bool) -> int:  # noqa: FBT001
    if pointer:
        if phrases.IS_END.match(folded):
            return END
        if phrases.IS_POINTER.match(folded):
            return BOILERPLATE
    return BOILERPLATE if phrases.IS_BOILERPLATE.match(folded) else TEXT


_kind_of_label = lru_cache(maxsize=50_000)(_kind)  # the labels of a site stand on every page of it


def _holding(joined: str, ends: Sequence[int], triggers: Iterable[str]) -> set[int]:
    """Indexes of the lines that hold any of `triggers`; `ends` is where in `joined` each of them ends."""
    found = set()
    for trigger in triggers:
        at = joined.find(trigger)
        while at >= 0:
            index = bisect_right(ends, at)
            found.add(index)
            at = joined.find(trigger, ends[index])
    return found
