"""What the words of a line say: a linear model over the words, where they stand, and the heading above.

The weights come from `training.wording`, fitted together: the score of a line is the log-odds that it is content, as
far as its words go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractor.features.shared.vocabulary import Lexicon, Vocabulary
from extractor.types import Array, Floats

MOST = 20  # words of a line that are looked at, besides its last
SHORT = 14  # words; those of a shorter line count once more
LABEL = 6  # words; a line of no more is also looked at as a whole
PLACES = ("anywhere", "short", "first", "last", "heading")


@dataclass(frozen=True, slots=True)
class Wording:
    """The learned weights; a word without any is not in them."""

    lexicon: Lexicon
    weights: Floats
    """Shape (words + 1, `PLACES`); the last row, all zeros, is for any other word."""
    labels: Mapping[str, float]
    """Weights of whole lines."""
    bias: float

    @classmethod
    def of(cls, words: Mapping[str, Sequence[float]], labels: Mapping[str, float], bias: float) -> "Wording":
        """The model from plain numbers, those of `PLACES` for each word."""
        weights = np.array([*words.values(), [0.0] * len(PLACES)], float)
        return cls(Lexicon(words), weights, labels, bias)


def scores(said: Vocabulary, above: Array, wording: Wording) -> Floats:
    """The score of each line.

    Args:
        said: the words of each line in lower case.
        above: index of the last heading before each line; -1 where there is none.
        wording: the weights.

    """
    lengths = said.lengths
    rows = wording.lexicon.rows(said.words)[said.numbers]
    looked = np.arange(len(rows)) - np.repeat(said.starts, lengths) < MOST
    starts = np.cumsum(np.minimum(lengths, MOST)) - np.minimum(lengths, MOST)
    anywhere, short, _, _, heading = np.add.reduceat(wording.weights[rows[looked]], starts).T
    first, last = rows[said.starts], rows[said.starts + lengths - 1]
    ends = wording.weights[first, PLACES.index("first")] + wording.weights[last, PLACES.index("last")]
    labels = wording.labels.get
    whole = [labels(" ".join(words), 0.0) if len(words) <= LABEL else 0.0 for words in said.split]
    under = np.where(above >= 0, heading[above], 0.0)
    total = anywhere + short * (lengths <= SHORT) + ends + whole + under
    found: Floats = wording.bias + total / np.sqrt(sizes(lengths, above))
    return found


def sizes(lengths: Array, above: Array) -> Array:
    """How many things each line is looked at for, given how many words each has."""
    looked = np.minimum(lengths, MOST)
    heading = np.where(above >= 0, looked[above], 0)
    found: Array = looked * (1 + (lengths <= SHORT)) + 2 + (lengths <= LABEL) + heading
    return found
