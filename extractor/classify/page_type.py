"""The page type: logistic regression over the tokens and the summary features of a page."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.compatibility import check_features
from extractor.features.registry import FeatureSet, fingerprint
from extractor.features.shared.inputs import TextInputs
from extractor.features.shared.vocabulary import Lexicon


@dataclass(frozen=True, slots=True)
class PageTypeModel:
    """The weights."""

    lexicon: Lexicon
    """The known tokens."""
    weights: Floats
    """Shape (tokens, page types)."""
    feature_names: tuple[str, ...]
    feature_weights: Floats
    """Shape (features, page types)."""
    bias: Floats

    @classmethod
    def load(cls, path: Path, features: FeatureSet) -> Self:
        """Read `path`.json, which `stored` wrote.

        Raises:
            IncompatibleModel: it was trained on other features.

        """
        file = path.with_suffix(".json")
        content = json.loads(file.read_text(encoding="utf-8"))
        check_features(file, list(content["features"]), content["fingerprint"], features)
        return cls(
            lexicon=Lexicon(content["tokens"]),
            weights=np.array(list(content["tokens"].values()), float),
            feature_names=tuple(content["features"]),
            feature_weights=np.array(list(content["features"].values()), float),
            bias=np.array(content["bias"], float),
        )

    def stored(self) -> dict[str, Any]:
        """Return the weights as plain JSON values."""
        return {
            "fingerprint": fingerprint(self.feature_names),
            "bias": self.bias.tolist(),
            "features": dict(zip(self.feature_names, self.feature_weights.tolist(), strict=True)),
            "tokens": dict(zip(self.lexicon.words, self.weights.tolist(), strict=True)),
        }

    def predict(self, inputs: TextInputs, _rows: Array | None = None) -> Floats:
        """Return the probability of each page type, in the order of `PAGE_TYPES`."""
        return self.probabilities(inputs.page_tokens, np.array([inputs.values[name] for name in self.feature_names]))

    def probabilities(self, tokens: Collection[str], values: Floats) -> Floats:
        """Return the same, given the tokens and the values of the features."""
        rows = np.sort(self.lexicon.rows(tokens))  # a sum of floats depends on the order
        known = self.weights[rows[: np.searchsorted(rows, len(self.weights))]]
        scores = self.bias + values @ self.feature_weights + known.sum(axis=0)
        raised = np.exp(scores - scores.max())
        probabilities: Floats = raised / raised.sum()
        return probabilities
