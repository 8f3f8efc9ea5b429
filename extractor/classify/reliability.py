"""How far an answer can be trusted: the word F1 to expect of it, and the chance that it is a failure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp
from typing import Any, NamedTuple, Self

FAILED_BELOW = 0.5  # an answer with a lower word F1 is a failure


class Estimate(NamedTuple):
    """The estimate for one answer."""

    f1: float
    """The word F1 to expect, 0 to 1."""
    failure: float
    """The probability, 0 to 1, that the word F1 is below `FAILED_BELOW`."""


UNKNOWN = Estimate(0.0, 0.0)
"""For an engine without an estimate."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the probability, given a value for each weight."""
        score = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-min(max(score, -50.0), 50.0)))


@dataclass(frozen=True, slots=True)
class Reliability:
    """The models that estimate the reliability of an answer, by the values of `content.reliability`."""

    f1: Logistic
    failure: Logistic

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Build it from what `stored` returned."""
        return cls(Logistic(**stored["f1"]), Logistic(**stored["failure"]))

    def stored(self) -> dict[str, Any]:
        """Return the weights as plain JSON values."""
        return asdict(self)

    def estimate(self, values: Mapping[str, float]) -> Estimate:
        """Return the estimate for an answer with these values."""
        return Estimate(self.f1.probability(values), self.failure.probability(values))
