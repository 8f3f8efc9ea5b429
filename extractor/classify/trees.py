"""Gradient-boosted trees over features."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.compatibility import IncompatibleModel, check_features
from extractor.classify.forest import Forest, Plan, check, scores
from extractor.features.registry import FeatureSet
from extractor.features.shared.inputs import TextInputs

NAMES, FINGERPRINT = "feature_names", "fingerprint"
"""Arrays of a file besides those of `Forest`: the names of its features in order, and their fingerprint."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees that give the probability of each block or line."""

    forest: Forest
    features: FeatureSet
    plan: Plan = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", Plan(self.forest))

    @classmethod
    def load(cls, path: Path, features: FeatureSet) -> Self:
        """Read `path`.npz.

        Raises:
            IncompatibleModel: it was trained on other features, or it is damaged.

        """
        file = path.with_suffix(".npz")
        content = BytesIO(file.read_bytes())
        try:
            with np.load(content, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in (NAMES, FINGERPRINT, *Forest._fields)}
            check_features(file, arrays.pop(NAMES).tolist(), str(arrays.pop(FINGERPRINT)), features)
            forest = Forest(**arrays)
            check(forest, len(features.names))
        except IncompatibleModel:
            raise
        except Exception as error:  # a damaged archive raises errors of many types
            message = f"{file} is damaged: {error}"
            raise IncompatibleModel(message) from error
        return cls(forest, features)

    def predict(self, inputs: TextInputs, rows: Array | None = None) -> Floats:
        """Return the probabilities, 0 to 1, of all rows or of `rows`."""
        return self.probabilities(self.features.matrix(inputs, inputs.size, rows))

    def probabilities(self, matrix: Array) -> Floats:
        """Return the probability for each row of a matrix of shape (rows, features).

        Raises:
            ValueError: it has another number of features.

        """
        if matrix.shape[1] != len(self.features.names):
            message = f"the trees read {len(self.features.names)} features, and not {matrix.shape[1]}"
            raise ValueError(message)
        log_odds = scores(self.plan, np.ascontiguousarray(matrix.T, np.float32))
        probabilities: Floats = 1 / (1 + np.exp(-log_odds.astype(float)))
        return probabilities
