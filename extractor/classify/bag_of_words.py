"""A linear bag-of-words model: the log-odds, by its words alone, that a line is content.

It has a weight for each word and each of `PLACES`, and a weight for whole short lines.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.registry import FeatureSet
from extractor.features.shared.vocabulary import Lexicon, Vocabulary

MAX_WORDS = 20  # the first words of a line count, and its last one
SHORT_WORDS = 14  # the words of a shorter line count once more, as `short`
MAX_LABEL_WORDS = 6  # a line of at most this many words also counts as a whole
PLACES = ("anywhere", "short", "first", "last", "heading")


@dataclass(frozen=True, slots=True)
class BagOfWords:
    """The weights; other words have none."""

    lexicon: Lexicon
    weights: Floats
    """Shape (words + 1, `PLACES`); the last row, all zeros, is for any other word."""
    labels: Mapping[str, float]
    """Weights of whole lines."""
    bias: float

    @classmethod
    def of(cls, words: Mapping[str, Sequence[float]], labels: Mapping[str, float], bias: float) -> Self:
        """Build the model from the weights of `PLACES` for each word."""
        weights = np.array([*words.values(), [0.0] * len(PLACES)], float)
        return cls(Lexicon(words), weights, labels, bias)

    @classmethod
    def load(cls, path: Path, _features: FeatureSet) -> Self:
        """Read `path`.json, which `stored` wrote."""
        return cls.of(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))

    def stored(self) -> dict[str, Any]:
        """Return the weights as plain JSON values."""
        words = dict(zip(self.lexicon.words, self.weights.tolist(), strict=False))  # the last row is for other words
        return {"bias": self.bias, "words": words, "labels": dict(self.labels)}

    def predict(self, inputs: LineInputs, _rows: Array | None = None) -> Floats:
        """Return the log-odds of each line."""
        return self.log_odds(inputs.vocabulary, inputs.heading_above)

    def log_odds(self, vocabulary: Vocabulary, heading_above: Array) -> Floats:
        """Return the same, given the words of each line and the index of the heading above it (-1 for none)."""
        lengths = vocabulary.lengths
        rows = self.lexicon.rows(vocabulary.words)[vocabulary.numbers]
        counted = np.arange(len(rows)) - np.repeat(vocabulary.starts, lengths) < MAX_WORDS
        starts = np.cumsum(np.minimum(lengths, MAX_WORDS)) - np.minimum(lengths, MAX_WORDS)
        anywhere, short, _, _, heading = np.add.reduceat(self.weights[rows[counted]], starts).T
        first, last = rows[vocabulary.starts], rows[vocabulary.starts + lengths - 1]
        ends = self.weights[first, PLACES.index("first")] + self.weights[last, PLACES.index("last")]
        labels = self.labels.get
        whole = [labels(" ".join(words), 0.0) if len(words) <= MAX_LABEL_WORDS else 0.0 for words in vocabulary.split]
        below = np.where(heading_above >= 0, heading[heading_above], 0.0)
        total = anywhere + short * (lengths <= SHORT_WORDS) + ends + whole + below
        found: Floats = self.bias + total / np.sqrt(token_counts(lengths, heading_above))
        return found


def token_counts(lengths: Array, heading_above: Array) -> Array:
    """Return how many tokens count for each line, given the number of its words."""
    counted = np.minimum(lengths, MAX_WORDS)
    heading = np.where(heading_above >= 0, counted[heading_above], 0)
    found: Array = counted * (1 + (lengths <= SHORT_WORDS)) + 2 + (lengths <= MAX_LABEL_WORDS) + heading
    return found
