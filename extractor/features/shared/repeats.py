"""Overlap with the title, and counts of repeated text."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.arrays import Floats
from extractor.compiled import compiled
from extractor.document.words import word_tokens

OVERLAP_WORDS = 80  # the first words of a block or line, which are compared with the title


def of_title(split: Sequence[Sequence[str]], title: str) -> Floats:
    """Return the share of each text that the title has, and the share of the title that it has: shape (2, texts)."""
    named = set(word_tokens(title))
    shared = count_shared(split, named, OVERLAP_WORDS)
    lengths = np.minimum(np.fromiter(map(len, split), float, len(split)), OVERLAP_WORDS)
    return np.array([shared / lengths, shared / max(len(named), 1)])


@compiled("features")
def count_shared(split: Sequence[Sequence[str]], known: set[str], most: int) -> Floats:
    """Return how many of the known words are among the first `most` of each text."""
    if not known:
        return np.zeros(len(split))
    shares = (0 if known.isdisjoint(words) else len(known & set(words[:most])) for words in split)
    return np.fromiter(shares, float, len(split))


def times(texts: Sequence[str]) -> Floats:
    """Return the number of times that each text occurs."""
    counted = Counter(texts)
    return np.fromiter((counted[text] for text in texts), float, len(texts))
