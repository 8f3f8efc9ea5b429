"""Choose one of the values that a page states for a field.

The weights are those of a conditional logistic regression (McFadden 1974): one of the candidates is right, or none is.
`python -m training.choices` fits them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Generic, Literal, NamedTuple, TypeVar, get_args

import numpy as np

from extractor.arrays import Floats

WEIGHTS: Final = Path(__file__).parent / "weights"

CARD: Final = "CHOICES.md"

Value = TypeVar("Value")
Field = Literal["title", "authors", "date"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
LEAST_PROBABILITY: Final[Mapping[Field, float]] = {"title": 0.0, "authors": 0.2, "date": 0.2}
"""Of the value that is told."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """A value that some sources state."""

    value: Value
    """As its best source gives it."""
    provenance: str
    """That source."""
    features: Mapping[str, float]
    """Those that are not 0."""


class Weights(NamedTuple):
    """The weights of the features of a candidate."""

    bias: float
    of_feature: Mapping[str, float]


class Choice(NamedTuple, Generic[Value]):
    """The chosen candidate, and the others."""

    best: Candidate[Value] | None
    """None if no candidate is likely enough."""
    others: tuple[Candidate[Value], ...]


@cache
def shipped(field: Field) -> Weights:
    """Return the weights that come with the package."""
    stored = json.loads((WEIGHTS / f"{field}.json").read_text(encoding="utf-8"))
    return Weights(stored["bias"], stored["weights"])


def choose(candidates: Sequence[Candidate[Value]], weights: Weights, least: float) -> Choice[Value]:
    """Return the likeliest candidate if its probability is at least `least`."""
    if not candidates:
        return Choice(None, ())
    found = probabilities(candidates, weights)
    best = int(np.argmax(found))
    if found[best] < least:
        return Choice(None, tuple(candidates))
    return Choice(candidates[best], tuple(each for index, each in enumerate(candidates) if index != best))


def probabilities(candidates: Sequence[Candidate[Value]], weights: Weights) -> Floats:
    """Return the probability of each candidate; what is left to 1 is the probability that none is right."""
    known = weights.of_feature
    scores = [
        weights.bias + sum(known.get(name, 0.0) * value for name, value in each.features.items()) for each in candidates
    ]
    raised = np.exp(np.array([*scores, 0.0]) - max(*scores, 0.0))
    shares: Floats = raised[:-1] / raised.sum()
    return shares
