"""Gradient-boosted trees, run by ONNX Runtime."""

from pathlib import Path
from typing import Any, Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.compatibility import check_features
from extractor.classify.runtime import open_session
from extractor.features.registry import FeatureSet
from extractor.features.shared.inputs import TextInputs

NAMES_KEY, FINGERPRINT_KEY = "feature_names", "feature_fingerprint"
"""Where the metadata of an ONNX file has the names of its features, a line each, and their fingerprint."""


class Trees:
    """Trees that give the probability of each block or line."""

    def __init__(self, session: Any, features: FeatureSet) -> None:
        self._session, self._features = session, features
        self._input = session.get_inputs()[0].name

    @classmethod
    def load(cls, path: Path, features: FeatureSet) -> Self:
        """Read `path`.onnx.

        Raises:
            IncompatibleModel: it was trained on other features.

        """
        file = path.with_suffix(".onnx")
        session = open_session(file)
        metadata = session.get_modelmeta().custom_metadata_map
        check_features(file, metadata.get(NAMES_KEY, "").split("\n"), metadata.get(FINGERPRINT_KEY, ""), features)
        return cls(session, features)

    def predict(self, inputs: TextInputs, rows: Array | None = None) -> Floats:
        """Return the probabilities, 0 to 1, of all rows or of `rows`."""
        return self.probabilities(self._features.matrix(inputs, inputs.size, rows))

    def probabilities(self, matrix: Array) -> Floats:
        """Return the probability for each row of a matrix of shape (rows, features)."""
        (scores,) = self._session.run(None, {self._input: np.ascontiguousarray(matrix, np.float32)})
        probabilities: Floats = 1 / (1 + np.exp(-scores[:, 0].astype(float)))
        return probabilities
