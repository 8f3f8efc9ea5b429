"""Count classes of characters in many texts at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.compiled import compiled

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
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return Characters(lengths, *count_classes(texts, _TABLE, _CLASSES_OF, _UPPER))


@compiled("features")
def count_classes(
    texts: Sequence[str], table: Array, classes_of: Floats, upper: int
) -> tuple[Floats, Floats, Floats, Array]:
    """Count the classes of characters in each text.

    Args:
        texts: none is empty.
        table: for each character one bit for each class; those behind its end are as the last.
        classes_of: for each value of `table`, 1 for each class that it has.
        upper: the bit of upper-case letters.

    Returns:
        The attributes of `Characters` from `counts` on.

    """
    size, values = len(texts), len(classes_of)
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, size) + 1)
    starts = np.concatenate(([0], ends[:-1]))
    kind_of = table[np.minimum(codes, len(table) - 1)]
    held = np.flatnonzero(kind_of)  # few characters are in any class
    kinds = kind_of[held]
    within = np.repeat(np.arange(size), np.diff(np.searchsorted(held, np.append(starts, len(codes) + 1))))
    counts = np.bincount(within * values + kinds, minlength=size * values).reshape(size, values) @ classes_of
    is_upper = (kinds & upper) > 0
    at = held[is_upper]
    initial = (at == 0) | (codes[at - 1] <= _BLANK)
    capitals = np.bincount(within[is_upper][initial], minlength=size)
    return counts, classes_of[kind_of[starts]], classes_of[kind_of[ends - 2]], capitals
