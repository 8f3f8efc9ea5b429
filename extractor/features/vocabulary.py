"""The words of many lines as numbers: what is asked of a word is asked once, however often it stands there."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from extractor.model import Array, Floats


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
