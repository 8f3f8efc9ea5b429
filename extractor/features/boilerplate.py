"""Tell boilerplate by its phrases; the same for HTML blocks and plain-text lines."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from extractor.arrays import Array
from extractor.compiled import compiled
from extractor.features import phrases
from extractor.features.label_starts import may_be_label

MAX_POINTER_WORDS = 25  # a longer line is no label
MAX_BOILERPLATE_WORDS = 45  # a longer line that mentions cookies may be content
MAX_BOILERPLATE_CHARACTERS = 600  # a line of a script without blanks may have few words and any length

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
    found = [TEXT] * len(folded)
    labels, holders = candidates([folded[index] for index in short])
    for index in (short[place] for place in labels):
        found[index] = _kind_of_label(folded[index], words[index] <= MAX_POINTER_WORDS)
    for place, group in holders:
        index = short[place]
        if found[index] == TEXT and phrases.HAS_BOILERPLATE[group][1].search(folded[index]):
            found[index] = BOILERPLATE
    return np.array(found, int)


@compiled("features")
def candidates(folded: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return which lines may match a pattern; few do, and patterns take much longer.

    Returns:
        Indices of the lines that may be labels, and pairs: a line, and a group of `phrases.HAS_BOILERPLATE` of which it
        holds a trigger. Both are in order.

    """
    labels = [index for index, text in enumerate(folded) if may_be_label(text)]
    joined = "\n".join(folded)  # to search all lines at once is fastest
    ends = list(accumulate(len(text) + 1 for text in folded))
    holders = [
        (index, group)
        for group, (triggers, _) in enumerate(phrases.HAS_BOILERPLATE)
        for index in _lines_with(joined, ends, triggers)
    ]
    return labels, sorted(holders)


def _kind_of_label(folded: str, is_short: bool) -> int:  # noqa: FBT001
    if is_short:
        if phrases.IS_END.match(folded):
            return END
        if phrases.IS_POINTER.match(folded):
            return BOILERPLATE
    return BOILERPLATE if phrases.IS_BOILERPLATE.match(folded) else TEXT


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
