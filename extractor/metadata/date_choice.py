"""Choose the date of publication among the candidates of a page.

The weights are those of a conditional logistic regression (McFadden 1974): one of the candidates is right, or none is.
`python -m training.dates` fits them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from extractor.metadata.date_candidates import Candidate
from extractor.types import Floats

WEIGHTS: Final = Path(__file__).parent / "date_weights.json"
LEAST_PROBABILITY: Final = 0.2  # of the date that is told


class Weights(NamedTuple):
    """The weights of the features of a candidate."""

    bias: float
    of_feature: Mapping[str, float]


class Choice(NamedTuple):
    """The chosen date, and the other candidates."""

    best: Candidate | None
    """None if no candidate is likely enough."""
    others: tuple[Candidate, ...]


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(stored["bias"], stored["weights"])


def choose(candidates: Sequence[Candidate], weights: Weights | None = None) -> Choice:
    """Return the likeliest candidate, if it is likely enough."""
    if not candidates:
        return Choice(None, ())
    found = probabilities(candidates, weights or shipped())
    best = int(np.argmax(found))
    if found[best] < LEAST_PROBABILITY:
        return Choice(None, tuple(candidates))
    return Choice(candidates[best], tuple(each for index, each in enumerate(candidates) if index != best))


def probabilities(candidates: Sequence[Candidate], weights: Weights) -> Floats:
    """Return the probability of each candidate; what is left to 1 is the probability that none is right."""
    known = weights.of_feature
    scores = [
        weights.bias + sum(known.get(name, 0.0) * value for name, value in each.features.items()) for each in candidates
    ]
    raised = np.exp(np.array([*scores, 0.0]) - max(*scores, 0.0))
    shares: Floats = raised[:-1] / raised.sum()
    return shares
