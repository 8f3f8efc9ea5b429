"""The words in the names of a container: its tag, classes, id, role and itemprop."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array
from extractor.compiled import compiled

MAX_NAMES = 25  # words of one container; utility frameworks write hundreds

_NAME = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


class Names(NamedTuple):
    """The words in the names of different containers."""

    words: Sequence[str]
    """Each different word once."""
    numbers: Array
    """Indices in `words`: those of the first container, then those of the second, and so on."""
    starts: Array
    """Shape (containers + 1,): where each container starts in `numbers`, and where the last one ends."""


@lru_cache(maxsize=20_000)
def names_of(tag: str, names: str) -> frozenset[str]:
    """Return the tag in angle brackets, and the words of `names` in lower case."""
    return frozenset(_words(tag, names, MAX_NAMES))


def _words(tag: str, names: str, most: int) -> Iterable[str]:
    found = _NAME.findall(names)[:most] if names else ()
    return dict.fromkeys((f"<{tag}>", *map(str.lower, found)))


@compiled("features")
def names_in(containers: Iterable[tuple[str, str]], most: int) -> tuple[list[str], Array, Array]:
    """Return the values of `Names`: the words are those of `names_of`.

    Args:
        containers: the tag and the names of each.
        most: the number of words that are read of each.

    """
    known: dict[str, int] = {}
    numbers: list[int] = []
    starts = [0]
    for tag, names in containers:
        numbers += [known.setdefault(word, len(known)) for word in _words(tag, names, most)]
        starts.append(len(numbers))
    return list(known), np.array(numbers, int), np.array(starts)
