"""Confidence: the word F1 to expect of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line from the F1 that a selection expects to the F1 that such selections had on unseen pages."""

    slope: float
    offset: float

    @classmethod
    def of(cls, stored: Mapping[str, float]) -> Self:
        """Build it from its plain JSON values."""
        return cls(**stored)

    def confidence(self, expected: float) -> float:
        """Return the confidence, 0 to 1; 0 if nothing was selected."""
        return min(max(self.offset + self.slope * expected, 0.0), 1.0) if expected else 0.0
