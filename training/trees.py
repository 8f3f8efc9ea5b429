"""Gradient-boosted trees: fitted by LightGBM, written as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.forest import Forest
from extractor.classify.trees import FINGERPRINT, NAMES
from extractor.features.registry import FeatureSet
from extractor.features.shared.inputs import TextInputs


@dataclass(frozen=True, slots=True)
class FittedTrees:
    """Trees as LightGBM has them; they predict as `extractor.classify.trees.Trees` does."""

    booster: lightgbm.Booster
    features: FeatureSet
    threads: int

    def predict(self, inputs: TextInputs, rows: Array | None = None) -> Floats:
        """Return the probabilities, 0 to 1, of all rows or of `rows`."""
        return self.probabilities(self.features.matrix(inputs, inputs.size, rows))

    def probabilities(self, matrix: Array) -> Floats:
        """Return the probability for each row of a matrix of shape (rows, features)."""
        found: Floats = np.asarray(self.booster.predict(np.ascontiguousarray(matrix), num_threads=self.threads))
        return found

    def write(self, path: Path) -> None:
        """Write `path`.npz, with the names of the features and their fingerprint."""
        save(to_forest(self.booster), self.features.names, self.features.fingerprint, path.with_suffix(".npz"))


def fit(
    features: FeatureSet,
    matrices: Sequence[Array],
    labels: Sequence[Floats],
    weights: Sequence[Floats],
    parameters: Mapping[str, Any],
) -> FittedTrees:
    """Fit trees that give the log-odds of labels.

    Args:
        features: the columns of the matrices.
        matrices: one for each page, of shape (rows, features).
        labels: for each page the share of each row, 0 to 1, that is content.
        weights: for each page how much each row counts.
        parameters: those of LightGBM, and `rounds`, the number of trees.

    """
    settings = dict(parameters)
    rounds = settings.pop("rounds")
    data = lightgbm.Dataset(
        np.concatenate(matrices).astype(np.float32), np.concatenate(labels), weight=np.concatenate(weights)
    )
    return FittedTrees(lightgbm.train(settings, data, rounds), features, settings["num_threads"])


def to_forest(booster: lightgbm.Booster) -> Forest:
    """Return the trees as arrays, numbered from each root down.

    Raises:
        ValueError: a tree has categories, or a rule for missing values.

    """
    rows: list[tuple[int, float, int, float]] = []
    roots = []
    for tree in booster.dump_model()["tree_info"]:
        first = len(rows)
        roots.append(first)
        waiting = [tree["tree_structure"]]
        for node in waiting:  # the list grows in the loop
            if "leaf_value" in node:
                rows.append((0, 0.0, -1, float(node["leaf_value"])))
            else:
                rules = node["decision_type"], node["missing_type"]
                if rules != ("<=", "None"):
                    message = f"a tree has a rule that is not supported: {' '.join(rules)}"
                    raise ValueError(message)
                children = first + len(waiting)
                rows.append((int(node["split_feature"]), _round_down(node["threshold"]), children, 0.0))
                waiting += [node["left_child"], node["right_child"]]
    feature, threshold, left, value = zip(*rows, strict=True)
    return Forest(
        np.array(feature, np.int16),
        np.array(threshold, np.float32),
        np.array(left, np.int32),
        np.array(value, np.float32),
        np.array(roots, np.int32),
    )


def save(forest: Forest, names: Sequence[str], fingerprint: str, file: Path) -> None:
    """Write trees as `extractor.classify.trees.Trees` reads them; the same trees give the same bytes."""
    arrays = {NAMES: np.array(names), FINGERPRINT: np.array(fingerprint), **forest._asdict()}
    np.savez_compressed(file, **arrays)


def _round_down(threshold: float) -> float:
    """Return the largest 32-bit float that is not above `threshold`, so that comparing in 32 bits decides alike."""
    rounded = np.float32(threshold)
    return float(rounded) if rounded <= threshold else float(np.nextafter(rounded, np.float32(-np.inf)))
