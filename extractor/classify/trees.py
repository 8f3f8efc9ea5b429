"""Gradient-boosted trees over features."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.compatibility import IncompatibleModel, check_features
from extractor.classify.forest import Forest, check, scores
from extractor.features.registry import FeatureSet
from extractor.features.shared.inputs import TextInputs

NAMES, FINGERPRINT = "feature_names", "fingerprint"
"""Arrays of a file besides those of `Forest`: the names of its features in order, and their fingerprint."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees that give the probability of each block or line."""

    forest: Forest
    features: FeatureSet

    @classmethod
    def load(cls, path: Path, features: FeatureSet) -> Self:
        """Read `path`.npz.

        Raises:
            IncompatibleModel: it was trained on other features, or it is damaged.

        """
        file = path.with_suffix(".npz")
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in (NAMES, FINGERPRINT, *Forest._fields)}
            check_features(file, arrays.pop(NAMES).tolist(), str(arrays.pop(FINGERPRINT)), features)
            forest = Forest(**arrays)
            check(forest, len(features.names))
        except IncompatibleModel:
            raise
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            message = f"{file} is damaged: {error}"
            raise IncompatibleModel(message) from error
        return cls(forest, features)

    def predict(self, inputs: TextInputs, rows: Array | None = None) -> Floats:
        """Return the probabilities, 0 to 1, of all rows or of `rows`."""
        return self.probabilities(self.features.matrix(inputs, inputs.size, rows))

    def probabilities(self, matrix: Array) -> Floats:
        """Return the probability for each row of a matrix of shape (rows, features)."""
        log_odds = scores(self.forest, np.ascontiguousarray(matrix, np.float32))
        probabilities: Floats = 1 / (1 + np.exp(-log_odds.astype(float)))
        return probabilities
