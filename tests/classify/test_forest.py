"""Trees are evaluated alike by the function in Python, by its compiled twin, and by a walk from the root."""

import random as random_numbers
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extractor.arrays import Array
from extractor.classify.compatibility import IncompatibleModel
from extractor.classify.forest import MAX_LEAVES, ROWS_AT_ONCE, Forest, Plan, check
from extractor.classify.trees import Trees
from extractor.compiled import TWINS
from extractor.features.registry import FeatureSet, formulas
from training.trees import save

COLUMNS = 12
ODD = np.array([np.nan, np.inf, -np.inf, -0.0, 0.0, 1e-45, -3.4e38, 3.4e38], np.float32)
SIZES = (1, 2, 3, 7, 8, 9, 63, 64, 65, 200, ROWS_AT_ONCE, ROWS_AT_ONCE + 1)
python, compiled, _ = TWINS["forest.scores"]
FUNCTIONS = [
    pytest.param(python, id="python"),
    pytest.param(
        compiled,
        id="compiled",
        marks=pytest.mark.skipif(compiled is None, reason="the compiled functions were not built"),
    ),
]
functions = pytest.mark.parametrize("scores", FUNCTIONS)


def random_forest(random: np.random.Generator, trees: int, most_leaves: int) -> Forest:
    """Return trees of any shape, of 1 to `most_leaves` leaves."""
    roots: list[int] = []
    nodes: list[list[Any]] = []
    for _ in range(trees):
        leaves = [len(nodes)]
        roots.append(leaves[0])
        nodes.append([0, 0.0, -1, random.normal()])
        for _ in range(random.integers(most_leaves)):
            split = leaves.pop(random.integers(len(leaves)))
            threshold = random.choice([random.choice(ODD[3:]), np.round(random.normal(), 1)])
            nodes[split] = [random.integers(COLUMNS), threshold, len(nodes), 0.0]
            leaves += [len(nodes), len(nodes) + 1]
            nodes += [[0, 0.0, -1, random.normal()] for _ in range(2)]
    feature, threshold, left, value = zip(*nodes, strict=True)
    return made(feature=feature, threshold=threshold, left=left, value=value, roots=roots)


def made(**lists: Any) -> Forest:
    """Return a forest that `check` accepts."""
    types = {"feature": np.int16, "threshold": np.float32, "left": np.int32, "value": np.float32, "roots": np.int32}
    found = Forest(**{name: np.array(each, types[name]) for name, each in lists.items()})
    check(found, COLUMNS)
    return found


def random_columns(random: np.random.Generator, forest: Forest, rows: int) -> Array:
    """Return numbers near the thresholds, the thresholds themselves, and odd numbers; some columns are constant."""
    columns = np.round(random.normal(size=(COLUMNS, rows)), 1).astype(np.float32)
    pick = random.random(columns.shape)
    columns[pick < 0.2] = random.choice(forest.threshold, np.count_nonzero(pick < 0.2))
    columns[pick > 0.9] = random.choice(ODD, np.count_nonzero(pick > 0.9))
    columns[::4] = columns[::4, :1]
    return columns


def walked(forest: Forest, columns: Array) -> Array:
    """Return the scores, found by walking from the roots."""
    found = np.zeros(columns.shape[1], np.float32)
    for row in range(columns.shape[1]):
        for root in forest.roots:
            node = root
            while forest.left[node] >= 0:
                goes_left = columns[forest.feature[node], row] <= forest.threshold[node]
                node = forest.left[node] + (not goes_left)
            found[row] += forest.value[node]
    return found


@functions
@pytest.mark.parametrize("seed", range(30))
def test_scores_are_those_of_a_walk_from_the_roots(seed: int, scores: Any) -> None:
    random = np.random.default_rng(seed)
    forest = random_forest(random, trees=1 + seed % 7, most_leaves=1 + 3 * (seed % 12))
    columns = random_columns(random, forest, SIZES[seed % 8])

    assert scores(Plan(forest), columns).tobytes() == walked(forest, columns).tobytes()


@pytest.mark.skipif(compiled is None, reason="the compiled functions were not built")
@pytest.mark.parametrize("seed", range(60))
def test_both_functions_give_the_same_scores(seed: int) -> None:
    random = np.random.default_rng(1000 + seed)
    forest = random_forest(random, trees=1 + 5 * (seed % 20), most_leaves=2 + seed)
    plan, columns = Plan(forest), random_columns(random, forest, SIZES[seed % len(SIZES)])

    assert compiled is not None
    assert compiled(plan, columns).tobytes() == python(plan, columns).tobytes()


@functions
def test_trees_that_are_leaves_need_no_columns(scores: Any) -> None:
    forest = random_forest(np.random.default_rng(1), trees=3, most_leaves=1)

    assert scores(Plan(forest), np.zeros((0, 5), np.float32)).tolist() == [np.cumsum(forest.value)[-1]] * 5


@functions
def test_no_rows_have_no_scores(scores: Any) -> None:
    plan = Plan(random_forest(np.random.default_rng(1), trees=3, most_leaves=5))

    assert scores(plan, np.zeros((COLUMNS, 0), np.float32)).shape == (0,)


@functions
def test_too_few_columns_are_an_error(scores: Any) -> None:
    plan = Plan(random_forest(np.random.default_rng(1), trees=9, most_leaves=9))

    with pytest.raises(IndexError):
        scores(plan, np.zeros((plan.columns - 1, 5), np.float32))


def chain(leaves: int) -> dict[str, Any]:
    """Return the arrays of a tree in which each left child is a leaf."""
    inner = np.arange(leaves - 1)
    nodes = 2 * leaves - 1
    arrays = {name: np.zeros(nodes) for name in ("feature", "threshold", "left")}
    arrays["left"][:] = -1
    arrays["left"][2 * inner] = 2 * inner + 1
    arrays["threshold"][2 * inner] = inner
    return {"roots": [0], "value": np.arange(nodes), **arrays}


@functions
def test_the_deepest_tree_is_evaluated(scores: Any) -> None:
    forest = made(**chain(MAX_LEAVES))
    columns = np.arange(-1, MAX_LEAVES + 1, dtype=np.float32)[np.newaxis]

    assert np.array_equal(scores(Plan(forest), columns), walked(forest, columns))


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match=f"at most {MAX_LEAVES} leaves"):
        made(**chain(MAX_LEAVES + 1))


GOOD: dict[str, Any] = {
    "roots": [0, 5],
    "feature": [1, 0, 0, 0, 0, 0],
    "threshold": [0.5, 0, -2, 0, 0, 0],
    "left": [1, -1, 3, -1, -1, -1],
    "value": [0, 1.5, 0, -1, 2, 0.25],
}
"""A tree of three leaves, and one that is a leaf."""


@functions
@pytest.mark.parametrize(
    ("row", "score"),
    [
        ((-3, 0.5), 1.75),  # a value that is the threshold goes to the left
        ((-2, 0.6), -0.75),
        ((-1, 0.6), 2.25),
        ((np.nan, np.nan), 2.25),  # NaN goes to the right
    ],
)
def test_the_leaves_of_a_row_are_added(row: tuple[float, float], score: float, scores: Any) -> None:
    assert scores(Plan(made(**GOOD)), np.array([row], np.float32).T.copy()).tolist() == [score]


@pytest.mark.parametrize(
    "arrays",
    [
        {"left": [1, -1, 2, -1, -1, -1]},  # a circle
        {"left": [1, -1, 0, -1, -1, -1]},
        {"left": [1, -1, 5, -1, -1, -1]},  # a child in another tree, or in none
        {"left": [1, -1, 4, -1, -1, -1]},
        {"left": [1, -1, 2_147_483_647, -1, -1, -1]},
        {"left": [3, -1, 3, -1, -1, -1]},  # two parents
        {"left": [1, -1, -1, -1, -1, -1]},  # no parent
        {"roots": [0, 6]},
        {"roots": [0, 0]},
        {"roots": [1, 5]},
        {"roots": [0, -1]},
        {"roots": []},
        {"feature": [12, 0, 0, 0, 0, 0]},
        {"feature": [-1, 0, 0, 0, 0, 0]},
        {"threshold": [np.nan, 0, -2, 0, 0, 0]},
        {"value": [0, np.inf, 0, -1, 2, 0.25]},
        {"value": [1]},
        {"value": [[1, 2, 3, 4, 5, 6]]},
        {"value": 1},
        {"feature": 1},
        {"roots": 0},
        {name: [] for name in GOOD},
    ],
)
def test_what_is_no_forest_is_refused(arrays: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"trees"):
        made(**{**GOOD, **arrays})


FEATURES: FeatureSet = FeatureSet((formulas("numbers", {"length": ("A.", lambda _: 0), "width": ("B.", lambda _: 0)}),))


def changed(content: bytes, seed: int) -> bytes:
    """Return the bytes cut, or with some of them changed."""
    pick = random_numbers.Random(seed)  # noqa: S311 - damage for a test
    if seed % 3 == 0:
        return content[: pick.randrange(len(content))]
    found = bytearray(content)
    for _ in range(1 + seed % 5):
        found[pick.randrange(len(found))] = pick.randrange(256)
    return bytes(found)


@pytest.mark.parametrize("seed", range(300))
def test_damaged_files_are_refused_or_hold_a_forest(seed: int, tmp_path: Path) -> None:
    save(made(**GOOD), FEATURES.names, FEATURES.fingerprint, tmp_path / "trees.npz")
    (tmp_path / "trees.npz").write_bytes(changed((tmp_path / "trees.npz").read_bytes(), seed))

    with suppress(IncompatibleModel):
        Trees.load(tmp_path / "trees", FEATURES)


@pytest.mark.parametrize("content", [b"", b"PK", b"\x93NUMPY\x01\x00", b"\x80\x04}\x94."])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "trees.npz").write_bytes(content)

    with pytest.raises(IncompatibleModel, match=r"trees\.npz is damaged"):
        Trees.load(tmp_path / "trees", FEATURES)


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Trees.load(tmp_path / "trees", FEATURES)


def test_no_rows_have_no_probabilities() -> None:
    assert Trees(made(**GOOD), FEATURES).probabilities(np.zeros((0, 2), np.float32)).shape == (0,)


def test_a_matrix_of_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="2 features"):
        Trees(made(**GOOD), FEATURES).probabilities(np.zeros((3, 1), np.float32))
