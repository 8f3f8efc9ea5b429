"""Tell boilerplate by its phrases; the same for HTML blocks and plain-text lines."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from extractor.arrays import Array
from extractor.features import phrases

MAX_POINTER_WORDS = 25  # a longer line is no label
MAX_BOILERPLATE_WORDS = 45  # a longer line that mentions cookies may be content
MAX_BOILERPLATE_CHARACTERS = 600  # a line of a script without blanks may have few words and any length
MAX_CACHED_CHARACTERS = 100  # labels are short, and stand on every page of a site

TEXT, BOILERPLATE, END = range(3)
"""Kinds of lines: text; boilerplate; and a label that ends the article, such as "Related articles"."""


def kinds(folded: Sequence[str], words: Sequence[int]) -> Array:
    """Return for each line `TEXT`, `BOILERPLATE` or `END`.

    Args:
        folded: the lines, in lower case.
        words: the number of words of each.

    """
    short = [
        index
        for index, (text, count) in enumerate(zip(folded, words, strict=True))
        if count <= MAX_BOILERPLATE_WORDS and len(text) <= MAX_BOILERPLATE_CHARACTERS
    ]
    found = np.full(len(folded), TEXT)
    found[short] = [_label(folded[index], words[index] <= MAX_POINTER_WORDS) for index in short]
    # Few lines have a trigger, and searching all lines at once is fastest.
    joined = "\n".join(folded[index] for index in short)
    ends = list(accumulate(len(folded[index]) + 1 for index in short))
    for triggers, pattern in phrases.HAS_BOILERPLATE:
        for position in _lines_with(joined, ends, triggers):
            index = short[position]
            if found[index] == TEXT and pattern.search(folded[index]):
                found[index] = BOILERPLATE
    return found


def _label(folded: str, pointer: bool) -> int:  # noqa: FBT001 - the cache is faster with positional arguments
    return _kind_of_label(folded, pointer) if len(folded) <= MAX_CACHED_CHARACTERS else _kind(folded, pointer)


def _kind(folded: str, pointer: bool) -> int:  # noqa: FBT001
    if pointer:
        if phrases.IS_END.match(folded):
            return END
        if phrases.IS_POINTER.match(folded):
            return BOILERPLATE
    return BOILERPLATE if phrases.IS_BOILERPLATE.match(folded) else TEXT


_kind_of_label = lru_cache(maxsize=50_000)(_kind)


def _lines_with(joined: str, ends: Sequence[int], triggers: Iterable[str]) -> set[int]:
    """Return the indices of the lines with any of `triggers`; `ends` has where each line ends in `joined`."""
    found = set()
    for trigger in triggers:
        at = joined.find(trigger)
        while at >= 0:
            index = bisect_right(ends, at)
            found.add(index)
            at = joined.find(trigger, ends[index])
    return found
