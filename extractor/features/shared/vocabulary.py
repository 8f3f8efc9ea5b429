"""The words of many lines as numbers: what is asked of a word is asked once, however often it stands there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from extractor.types import Array, Floats


class Vocabulary(NamedTuple):
    """The words of lines that have one at least, told apart by numbers."""

    split: Sequence[Sequence[str]]
    """The words of each line."""
    words: tuple[str, ...]
    """Each word once."""
    numbers: Array
    """Index in `words` of all words of all lines, a line after the other."""
    starts: Array
    """Where each line starts in `numbers`."""
    lengths: Array
    """How many words each line has."""

    def of_words(self, answer: Callable[[str], Any], kind: type = bool) -> Array:
        """What `answer` gives for each of `words`."""
        return np.fromiter(map(answer, self.words), kind, len(self.words))

    def per_line(self, marked: Array) -> Floats:
        """How many words of each line are marked, given a mark for each of `words`."""
        counted: Floats = np.add.reduceat(marked[self.numbers].astype(float), self.starts)
        return counted


class Lexicon:
    """Known words and their rows in a table of weights, for many words at once.

    Words are told apart by the 64 bits of their hashes: in a dictionary of so many every single answer waits for
    memory several times.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        hashes = _hashes(self.words)
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]

    def rows(self, words: Collection[str]) -> Array:
        """Index in `self.words` of each of `words`; their number for a word that is not among them."""
        asked, size = _hashes(words), len(self.words)
        if not size:
            return np.zeros(len(asked), int)
        at = np.minimum(np.searchsorted(self._hashes, asked), size - 1)
        return np.where(self._hashes[at] == asked, self._order[at], size)


def _hashes(words: Collection[str]) -> Array:
    return np.fromiter(map(hash, words), np.int64, len(words))


class Mentions(NamedTuple):
    """Which line holds which word, each pair once."""

    lines: Array
    numbers: Array


def build(split: Sequence[Sequence[str]]) -> Vocabulary:
    """The vocabulary of lines, given as blanks part them."""
    lengths = np.fromiter(map(len, split), int, len(split))
    known: defaultdict[str, int] = defaultdict()
    known.default_factory = known.__len__
    numbers = np.fromiter(map(known.__getitem__, chain.from_iterable(split)), int, int(lengths.sum()))
    return Vocabulary(split, tuple(known), numbers, np.cumsum(lengths) - lengths, lengths)


def mentions(vocabulary: Vocabulary, of: Array) -> Mentions:
    """Where the words stand that are marked, given a mark for each of `vocabulary.words`."""
    size = len(vocabulary.words)
    pairs = np.repeat(np.arange(len(vocabulary.lengths)), vocabulary.lengths) * size + vocabulary.numbers
    held = np.sort(pairs[of[vocabulary.numbers]])
    lines, numbers = np.divmod(held[np.diff(held, prepend=-1) > 0], size)
    return Mentions(lines, numbers)
