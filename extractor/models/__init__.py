"""The trained artefacts, described in CARD.md, and the one place that loads them.

`python -m training.train` writes them all; nothing else does.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from extractor.features.tokens import Encoding
from extractor.model import Floats

HERE = Path(__file__).parent
TOKENS, PAGE_TYPE, CONFIDENCE = "tokens.json", "pagetype.json", "confidence.json"
ALONE, WITH_TRAFILATURA = "alone.onnx", "with_trafilatura.onnx"


class Trees:
    """Gradient-boosted trees, as ONNX: rows of features to the chance that each block is content."""

    def __init__(self, path: Path) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # one page is small, and workers are processes
        self._session = InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def chances(self, table: Floats) -> Floats:
        """The chance, 0 to 1, for each row of `table` (blocks, features)."""
        (scores,) = self._session.run(None, {self._input: table.astype(np.float32)})
        chances: Floats = 1 / (1 + np.exp(-scores[:, 0].astype(float)))
        return chances


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression over the tokens and the measures of a page."""

    rows: dict[str, int]
    """Row of `weights` for each known token."""
    weights: Floats
    """Shape (tokens, page types)."""
    measured: Floats
    """Shape (measures, page types)."""
    bias: Floats

    def shares(self, tokens: Iterable[str], measures: Floats) -> Floats:
        """The chance of each page type, in the order of `PAGE_TYPES`; they sum to 1."""
        known = sorted(self.rows[token] for token in tokens if token in self.rows)  # sums depend on the order
        scores = self.bias + measures @ self.measured + self.weights[known].sum(axis=0)
        raised = np.exp(scores - scores.max())
        shares: Floats = raised / raised.sum()
        return shares


@dataclass(frozen=True, slots=True)
class Models:
    """All artefacts of one training run."""

    encoding: Encoding
    page_type: Linear
    alone: Trees
    """Judges blocks by what was measured about them."""
    with_trafilatura: Trees
    """Judges them knowing also what trafilatura keeps."""
    slope: float
    offset: float
    """The line from the F1 that a cut expects to the F1 that such cuts had on unseen pages."""

    def confidence(self, expected: float) -> float:
        """The word F1 to expect of a cut; 0 where nothing was kept."""
        return min(max(self.offset + self.slope * expected, 0.0), 1.0) if expected else 0.0


def read(folder: Path) -> Models:
    """The artefacts in `folder`."""
    tokens = json.loads((folder / TOKENS).read_text(encoding="utf-8"))
    confidence = json.loads((folder / CONFIDENCE).read_text(encoding="utf-8"))
    linear = json.loads((folder / PAGE_TYPE).read_text(encoding="utf-8"))
    return Models(
        encoding=Encoding(**tokens),
        page_type=Linear(
            rows={token: row for row, token in enumerate(linear["tokens"])},
            weights=np.array(list(linear["tokens"].values()), float),
            measured=np.array(linear["measured"], float),
            bias=np.array(linear["bias"], float),
        ),
        alone=Trees(folder / ALONE),
        with_trafilatura=Trees(folder / WITH_TRAFILATURA),
        **confidence,
    )


@lru_cache(maxsize=1)
def shipped() -> Models:
    """The artefacts that come with the package."""
    return read(HERE)
