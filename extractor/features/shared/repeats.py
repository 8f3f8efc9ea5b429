"""What blocks and lines say again: the title, and each other."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.document.words import words
from extractor.types import Floats

OVERLAP_WORDS = 80  # of a block or line are compared with the title


def of_title(split: Sequence[Sequence[str]], title: str) -> Floats:
    """How much of each text is in the title, and of the title in it: shape (texts, 2)."""
    named = set(words(title))
    shares = (0 if named.isdisjoint(tokens) else len(named.intersection(tokens[:OVERLAP_WORDS])) for tokens in split)
    shared = np.fromiter(shares, float, len(split))
    lengths = np.minimum(np.fromiter(map(len, split), float, len(split)), OVERLAP_WORDS)
    return np.column_stack([shared / lengths, shared / max(len(named), 1)])


def times(texts: Sequence[str]) -> Floats:
    """How often each text stands there."""
    counted = Counter(texts)
    return np.fromiter((counted[text] for text in texts), float, len(texts))
