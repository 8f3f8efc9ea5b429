"""Count classes of characters in many texts at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array

# Punctuation and signs of all scripts; each class has one bit.
CLASSES = {
    "comma": ",;:、،؛，；：",
    "stop": ".!?…。؟۔।！？",
    "symbol": "|•·»›→←/+*#@>©®_=~↓↑▼▲★☆✓・｜／＞＜≫※◆■●▶►",
    "bracket": "()[]{}<>（）［］【】「」『』〈〉《》〔〕“”„«",
    "money": "$€£¥₹₽%",
}
_BLANK = ord(" ")
_SIZE = 0x10000  # characters beyond the first plane are in no class


def _table() -> Array:
    table = np.zeros(_SIZE, np.uint8)
    for code in range(_SIZE):
        character = chr(code)
        table[code] = character.isdigit() | character.isupper() << 1
    for bit, characters in enumerate(CLASSES.values(), start=2):
        for character in characters:
            table[ord(character)] |= 1 << bit
    return table


_TABLE = _table()
CLASS_NAMES = ("digit", "upper", *CLASSES)
_KINDS = 1 << len(CLASS_NAMES)
_CLASSES_OF = np.array([[kind >> bit & 1 for bit in range(len(CLASS_NAMES))] for kind in range(_KINDS)], float)
"""For each value of the table, 1 for each class that it has."""
_UPPER = 1 << CLASS_NAMES.index("upper")


class Characters(NamedTuple):
    """Counts, with one entry for each text."""

    lengths: Array
    counts: Array
    """Shape (texts, classes), in the order of `CLASS_NAMES`: number of characters of each class."""
    first: Array
    """The same shape: 1 for each class of the first character."""
    last: Array
    """The same shape: 1 for each class of the last character."""
    capitals: Array
    """Number of words that start with an upper-case letter."""

    def count_of(self, name: str) -> Array:
        """Return how many characters of the class each text has."""
        counted: Array = self.counts[:, CLASS_NAMES.index(name)]
        return counted

    def starts_with(self, name: str) -> Array:
        """Return 1 for each text whose first character is of the class."""
        found: Array = self.first[:, CLASS_NAMES.index(name)]
        return found

    def ends_with(self, name: str) -> Array:
        """Return 1 for each text whose last character is of the class."""
        found: Array = self.last[:, CLASS_NAMES.index(name)]
        return found


def count(texts: Sequence[str]) -> Characters:
    """Count the classes of characters in `texts`, none of which is empty."""
    size = len(texts)
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, size)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    table = _TABLE[np.minimum(codes, _SIZE - 1)]
    held = np.flatnonzero(table)  # few characters are in any class
    kinds = table[held]
    within = np.repeat(np.arange(size), np.diff(np.searchsorted(held, np.append(starts, len(codes) + 1))))
    counts = np.bincount(within * _KINDS + kinds, minlength=size * _KINDS).reshape(size, _KINDS) @ _CLASSES_OF
    is_upper = (kinds & _UPPER) > 0
    upper = held[is_upper]
    initial = (upper == 0) | (codes[upper - 1] <= _BLANK)
    capitals = np.bincount(within[is_upper][initial], minlength=size)
    return Characters(lengths, counts, _CLASSES_OF[table[starts]], _CLASSES_OF[table[ends - 2]], capitals)
