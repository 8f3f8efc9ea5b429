"""What blocks and lines say again: the title, and each other."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.model import Floats
from extractor.words import words

OVERLAP_WORDS = 80  # of a block or line are compared with the title


def of_title(split: Sequence[Sequence[str]], title: str) -> Floats:
    """How much of each text is in the title, and of the title in it: shape (texts, 2)."""
    named = set(words(title))
    shared = np.array([len(named.intersection(tokens[:OVERLAP_WORDS])) for tokens in split], float)
    lengths = np.array([min(len(tokens), OVERLAP_WORDS) for tokens in split], float)
    return np.column_stack([shared / lengths, shared / max(len(named), 1)])


def times(texts: Sequence[str]) -> Floats:
    """How often each text stands there."""
    counted = Counter(texts)
    return np.fromiter((counted[text] for text in texts), float, len(texts))
