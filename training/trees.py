"""Gradient-boosted trees: fitted by LightGBM, written as ONNX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import onnx
from onnx import TensorProto, helper

from extractor.arrays import Array, Floats
from extractor.classify.trees import FINGERPRINT_KEY, NAMES_KEY
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
        """Write `path`.onnx, with the names of the features and their fingerprint in its metadata."""
        onnx.save(to_onnx(self.booster, self.features, path.name), str(path.with_suffix(".onnx")))


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


def to_onnx(booster: lightgbm.Booster, features: FeatureSet, name: str) -> onnx.ModelProto:
    """Return the trees as one ONNX `TreeEnsembleRegressor`, which adds up their leaves."""
    nodes: dict[str, list[Any]] = {
        f"nodes_{part}": []
        for part in ("treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids")
    }
    leaves: dict[str, list[Any]] = {f"target_{part}": [] for part in ("treeids", "nodeids", "ids", "weights")}
    for number, tree in enumerate(booster.dump_model()["tree_info"]):
        _add(tree["tree_structure"], number, nodes, leaves)
    attributes: dict[str, Any] = {"n_targets": 1, **nodes, **leaves}
    ensemble = helper.make_node("TreeEnsembleRegressor", ["rows"], ["scores"], domain="ai.onnx.ml", **attributes)
    graph = helper.make_graph(
        [ensemble],
        name,
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, len(features.names)])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    helper.set_model_props(model, {NAMES_KEY: "\n".join(features.names), FINGERPRINT_KEY: features.fingerprint})
    return model


def _add(root: dict[str, Any], tree: int, nodes: dict[str, list[Any]], leaves: dict[str, list[Any]]) -> None:
    """Add the nodes of one tree, numbered from the root down."""
    waiting, numbered = [root], 1
    for number, node in enumerate(waiting):  # the list grows in the loop
        if "leaf_value" in node:
            row = (tree, number, 0, "LEAF", 0.0, 0, 0)
            for name, part in zip(leaves, (tree, number, 0, float(node["leaf_value"])), strict=True):
                leaves[name].append(part)
        else:
            feature, threshold = int(node["split_feature"]), _round_down(node["threshold"])
            row = (tree, number, feature, "BRANCH_LEQ", threshold, numbered, numbered + 1)
            waiting += [node["left_child"], node["right_child"]]
            numbered += 2
        for name, value in zip(nodes, row, strict=True):
            nodes[name].append(value)


def _round_down(threshold: float) -> float:
    """Return the largest 32-bit float that is not above `threshold`, so that comparing in 32 bits decides alike."""
    rounded = np.float32(threshold)
    return float(rounded) if rounded <= threshold else float(np.nextafter(rounded, np.float32(-np.inf)))
