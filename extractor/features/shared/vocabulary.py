"""Words as numbers: a property of a word is computed once, however often the word occurs."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from extractor.arrays import Array, Floats


class Vocabulary(NamedTuple):
    """The words of lines, each of which has at least one."""

    split: Sequence[Sequence[str]]
    """The words of each line."""
    words: tuple[str, ...]
    """Each different word once."""
    numbers: Array
    """For every word of every line, in order, its index in `words`."""
    starts: Array
    """For each line, where it starts in `numbers`."""
    lengths: Array
    """For each line, the number of its words."""

    def of_words(self, answer: Callable[[str], Any], kind: type = bool) -> Array:
        """Return `answer` of each word of `words`."""
        return np.fromiter(map(answer, self.words), kind, len(self.words))

    def per_line(self, marked: Array) -> Floats:
        """Return for each line how many of its words are marked; `marked` has one entry for each of `words`."""
        counted: Floats = np.add.reduceat(marked[self.numbers].astype(float), self.starts)
        return counted


class Lexicon:
    """Known words and their rows in a table of weights.

    It compares 64-bit hashes in a sorted array, which is faster for many words at once than a large dictionary.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        hashes = _hashes(self.words)
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]

    def rows(self, words: Collection[str]) -> Array:
        """Return the index in `self.words` of each of `words`; the number of known words for an unknown one."""
        asked, size = _hashes(words), len(self.words)
        if not size:
            return np.zeros(len(asked), int)
        at = np.minimum(np.searchsorted(self._hashes, asked), size - 1)
        return np.where(self._hashes[at] == asked, self._order[at], size)


def _hashes(words: Collection[str]) -> Array:
    return np.fromiter(map(hash, words), np.int64, len(words))


class Mentions(NamedTuple):
    """Pairs of a line and a word of it, each once."""

    lines: Array
    numbers: Array


def build(split: Sequence[Sequence[str]]) -> Vocabulary:
    """Build the vocabulary of lines, given the words of each."""
    lengths = np.fromiter(map(len, split), int, len(split))
    known: defaultdict[str, int] = defaultdict()
    known.default_factory = known.__len__
    numbers = np.fromiter(map(known.__getitem__, chain.from_iterable(split)), int, int(lengths.sum()))
    return Vocabulary(split, tuple(known), numbers, np.cumsum(lengths) - lengths, lengths)


def mentions(vocabulary: Vocabulary, of: Array) -> Mentions:
    """Return the pairs of marked words; `of` has one entry for each of `vocabulary.words`."""
    size = len(vocabulary.words)
    pairs = np.repeat(np.arange(len(vocabulary.lengths)), vocabulary.lengths) * size + vocabulary.numbers
    held = np.sort(pairs[of[vocabulary.numbers]])
    lines, numbers = np.divmod(held[np.diff(held, prepend=-1) > 0], size)
    return Mentions(lines, numbers)
