"""Contributions of tree paths sum to the scores."""

import numpy as np
import pytest

from extractor.classify.forest import Forest, Plan, scores
from extractor.explain.contributions import contributions, node_values

# x0 <= 1 ? (x1 <= 5 ? -1 : 3) : 2
TREE = Forest(
    feature=np.array([0, 1, 0, 0, 0], np.int16),
    threshold=np.array([1, 5, 0, 0, 0], np.float32),
    left=np.array([1, 3, -1, -1, -1], np.int32),
    value=np.array([0, 0, 2, -1, 3], np.float32),
    roots=np.array([0], np.int32),
)


def test_an_inner_node_has_the_mean_of_its_children() -> None:
    assert node_values(TREE).tolist() == [1.5, 1.0, 2.0, -1.0, 3.0]


@pytest.mark.parametrize(
    ("row", "parts"),
    [([0, 0], [-0.5, -2.0]), ([0, 9], [-0.5, 2.0]), ([2, 0], [0.5, 0.0]), ([float("nan"), 0], [0.5, 0.0])],
)
def test_each_split_moves_the_value_of_its_feature(row: list[float], parts: list[float]) -> None:
    found = contributions(TREE, np.array([row], np.float32))

    assert found.base == 1.5
    assert found.values.tolist() == [parts]


def test_the_parts_sum_to_the_scores_of_random_trees() -> None:
    random = np.random.default_rng(5)
    twice = Forest(*(np.concatenate([each, each]) for each in TREE))
    forest = twice._replace(
        left=np.array([1, 3, -1, -1, -1, 6, 8, -1, -1, -1], np.int32),
        value=(twice.value * random.normal(size=10)).astype(np.float32),
        roots=np.array([0, 5], np.int32),
    )
    matrix = random.normal(2, 3, (500, 2)).astype(np.float32)

    assert contributions(forest, matrix).scores == pytest.approx(scores(Plan(forest), matrix.T.copy()), abs=1e-6)
