"""The kinds of trained artefacts: trees, linear models, and the line that puts an expected F1 right."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from extractor.features.shared.vocabulary import Lexicon
from extractor.types import Array, Floats


class Trees:
    """Gradient-boosted trees, as ONNX: rows of features to the chance that each block or line is content."""

    def __init__(self, path: Path) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one page is small, and workers are processes
        self._session = InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def probabilities(self, table: Array) -> Floats:
        """The chance, 0 to 1, for each row of `table` (rows, features)."""
        (scores,) = self._session.run(None, {self._input: np.ascontiguousarray(table, np.float32)})
        probabilities: Floats = 1 / (1 + np.exp(-scores[:, 0].astype(float)))
        return probabilities


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression over the tokens and the measures of a page."""

    lexicon: Lexicon
    """The known tokens."""
    weights: Floats
    """Shape (tokens, page types)."""
    measured: Floats
    """Shape (measures, page types)."""
    bias: Floats

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Linear":
        """The model that `training.pagetype.plain` wrote."""
        return cls(
            lexicon=Lexicon(stored["tokens"]),
            weights=np.array(list(stored["tokens"].values()), float),
            measured=np.array(stored["measured"], float),
            bias=np.array(stored["bias"], float),
        )

    def shares(self, tokens: Collection[str], measures: Floats) -> Floats:
        """The chance of each page type, in the order of `PAGE_TYPES`; they sum to 1."""
        rows = np.sort(self.lexicon.rows(tokens))  # sums depend on the order
        known = self.weights[rows[: np.searchsorted(rows, len(self.weights))]]
        scores = self.bias + measures @ self.measured + known.sum(axis=0)
        raised = np.exp(scores - scores.max())
        shares: Floats = raised / raised.sum()
        return shares


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line from the F1 that a cut expects to the F1 that such cuts had on unseen pages."""

    slope: float
    offset: float

    def confidence(self, expected: float) -> float:
        """The word F1 to expect of a cut; 0 where nothing was kept."""
        return min(max(self.offset + self.slope * expected, 0.0), 1.0) if expected else 0.0
