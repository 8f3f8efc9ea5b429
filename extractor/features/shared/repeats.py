"""Overlap with the title, and counts of repeated text."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.arrays import Floats
from extractor.document.words import word_tokens

OVERLAP_WORDS = 80  # the first words of a block or line, which are compared with the title


def of_title(split: Sequence[Sequence[str]], title: str) -> Floats:
    """Return the share of each text that the title has, and the share of the title that it has: shape (2, texts)."""
    named = set(word_tokens(title))
    shares = (0 if named.isdisjoint(tokens) else len(named.intersection(tokens[:OVERLAP_WORDS])) for tokens in split)
    shared = np.fromiter(shares, float, len(split))
    lengths = np.minimum(np.fromiter(map(len, split), float, len(split)), OVERLAP_WORDS)
    return np.array([shared / lengths, shared / max(len(named), 1)])


def times(texts: Sequence[str]) -> Floats:
    """Return the number of times that each text occurs."""
    counted = Counter(texts)
    return np.fromiter((counted[text] for text in texts), float, len(texts))
