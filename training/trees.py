"""Gradient-boosted trees: fitted by LightGBM, written as ONNX."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import onnx
from onnx import TensorProto, helper

from extractor.types import Array, Floats

ROUNDS = 250
PARAMETERS = {
    "objective": "cross_entropy",  # labels are shares, not only 0 and 1
    "learning_rate": 0.06,
    "num_leaves": 24,
    "min_data_in_leaf": 300,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 2,  # a fixed number, so that two runs give the same trees
    "verbose": -1,
}


def fit(
    tables: Sequence[Array],
    labels: Sequence[Floats],
    weights: Sequence[Floats],
    *,
    rounds: int = ROUNDS,
    **parameters: float,
) -> lightgbm.Booster:
    """Trees that give the log-odds of `labels` (0 to 1) from the rows of `tables`, a table a page.

    `rounds` is how many trees; `parameters` override `PARAMETERS`.
    """
    data = lightgbm.Dataset(
        np.concatenate(tables).astype(np.float32), np.concatenate(labels), weight=np.concatenate(weights)
    )
    return lightgbm.train({**PARAMETERS, **parameters}, data, rounds)


def probabilities(booster: lightgbm.Booster, table: Floats) -> Floats:
    """The chance for each row of `table`."""
    found: Floats = np.asarray(booster.predict(table.astype(np.float32), num_threads=2))
    return found


def unseen(
    tables: Sequence[Floats], labels: Sequence[Floats], weights: Sequence[Floats], inner: Sequence[int], **how: Any
) -> list[Floats]:
    """The chances of the rows of each table, by trees that have not seen its fold.

    `inner` has a fold for each table; `how` is what `fit` takes by name.
    """
    found: list[Floats] = [np.zeros(0)] * len(tables)
    for fold in sorted(set(inner)):
        others = [number for number, other in enumerate(inner) if other != fold]
        fitted = fit(*([each[number] for number in others] for each in (tables, labels, weights)), **how)
        for number in (number for number, other in enumerate(inner) if other == fold):
            found[number] = probabilities(fitted, tables[number])
    return found


def write(booster: lightgbm.Booster, columns: int, path: Path) -> None:
    """Write the trees as one ONNX `TreeEnsembleRegressor`, which adds up their leaves."""
    nodes: dict[str, list[Any]] = {
        f"nodes_{name}": []
        for name in ("treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids")
    }
    leaves: dict[str, list[Any]] = {f"target_{name}": [] for name in ("treeids", "nodeids", "ids", "weights")}
    for number, tree in enumerate(booster.dump_model()["tree_info"]):
        _add(tree["tree_structure"], number, nodes, leaves)
    attributes: dict[str, Any] = {"n_targets": 1, **nodes, **leaves}
    ensemble = helper.make_node("TreeEnsembleRegressor", ["rows"], ["scores"], domain="ai.onnx.ml", **attributes)
    graph = helper.make_graph(
        [ensemble],
        path.stem,
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, columns])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))


def _add(root: dict[str, Any], tree: int, nodes: dict[str, list[Any]], leaves: dict[str, list[Any]]) -> None:
    """Number the nodes of one tree in the order they are met, and add them."""
    waiting, met = [root], 1
    for number, node in enumerate(waiting):  # grows as it goes
        if "leaf_value" in node:
            row = (tree, number, 0, "LEAF", 0.0, 0, 0)
            for name, part in zip(leaves, (tree, number, 0, float(node["leaf_value"])), strict=True):
                leaves[name].append(part)
        else:
            row = (tree, number, int(node["split_feature"]), "BRANCH_LEQ", _below(node["threshold"]), met, met + 1)
            waiting += [node["left_child"], node["right_child"]]
            met += 2
        for name, value in zip(nodes, row, strict=True):
            nodes[name].append(value)


def _below(threshold: float) -> float:
    """The largest 32-bit number that is not above `threshold`, so that comparing in 32 bits decides alike."""
    rounded = np.float32(threshold)
    return float(rounded) if rounded <= threshold else float(np.nextafter(rounded, np.float32(-np.inf)))
