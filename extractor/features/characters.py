"""Classes of characters counted for many texts at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.model import Array

# Punctuation and signs of all scripts; one class a bit.
CLASSES = {
    "comma": ",;:、،؛，；：",
    "stop": ".!?…。؟۔।！？",
    "symbol": "|•·»›→←/+*#@>©®_=~↓↑▼▲★☆✓",
    "money": "$€£¥₹₽%",
}
_BLANK = ord(" ")
_SIZE = 0x10000  # the first plane; what lies beyond is in no class


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
COLUMNS = ("digit", "upper", *CLASSES)


class Characters(NamedTuple):
    """What `count` found; one entry a text."""

    lengths: Array
    counts: Array
    """How many characters of each class, in the order of `COLUMNS`: shape (texts, classes)."""
    first: Array
    """Classes of the first character, a row of 0 and 1 a text."""
    last: Array
    """Classes of the last character likewise."""
    capitals: Array
    """How many words begin with an upper-case letter."""


def count(texts: Sequence[str]) -> Characters:
    """Count the classes of characters in `texts`, none of which is empty."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.cumsum(lengths + 1) - lengths - 1
    classes = np.unpackbits(
        _TABLE[np.minimum(codes, _SIZE - 1)][:, None], axis=1, count=len(COLUMNS), bitorder="little"
    )
    totals = np.add.reduceat(classes, starts, axis=0, dtype=np.int32)
    initial = np.concatenate(([True], codes[:-1] <= _BLANK))
    capitals = np.add.reduceat(classes[:, COLUMNS.index("upper")] * initial, starts, dtype=np.int32)
    return Characters(lengths, totals, classes[starts], classes[starts + lengths - 1], capitals)
