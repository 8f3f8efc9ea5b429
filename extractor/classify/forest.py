"""The sums of gradient-boosted trees, as plain arrays."""

from typing import NamedTuple

import numpy as np

from extractor.arrays import Array
from extractor.compiled import compiled

MAX_LEAVES = 32  # of a tree: the compiled twin has a bit for each


class Forest(NamedTuple):
    """Binary trees. The nodes of all trees stand in one row, those of a tree together, from its root down."""

    feature: Array
    """Shape (nodes,): column of the matrix that an inner node compares; 0 for a leaf."""
    threshold: Array
    """Shape (nodes,): a row goes left if its value is at most this, else right, as it does with NaN; 0 for a leaf."""
    left: Array
    """Shape (nodes,): index of the left child; the right one follows it. -1 for a leaf."""
    value: Array
    """Shape (nodes,): what a leaf adds to the score; 0 for an inner node."""
    roots: Array
    """Shape (trees,): index of the root of each tree."""


def check(forest: Forest, columns: int) -> None:
    """Check that every row of a matrix reaches a leaf of each tree.

    Args:
        forest: the trees.
        columns: of the matrices.

    Raises:
        ValueError: an array has another type or size, an index points nowhere, a threshold is no number, or a tree has
            more than `MAX_LEAVES` leaves.

    """
    kinds = (np.int16, np.float32, np.int32, np.float32, np.int32)
    nodes = len(forest.feature)
    shapes = (*[(nodes,)] * 4, (len(forest.roots),))
    if any(each.dtype != kind or each.shape != shape for each, kind, shape in zip(forest, kinds, shapes, strict=True)):
        message = "the arrays of the trees have other types or sizes"
        raise ValueError(message)
    tree = np.searchsorted(forest.roots, np.arange(nodes), side="right") - 1
    inner = np.flatnonzero(forest.left >= 0)
    children = np.minimum(forest.left[inner], nodes)
    tree_after = np.append(tree, [-1, -1])  # no child stands behind the last node
    is_wrong = (
        forest.roots[:1].any()
        or (np.diff(forest.roots) <= 0).any()
        or (forest.roots >= nodes).any()
        or (children <= inner).any()
        or (tree_after[children] != tree[inner]).any()
        or (tree_after[children + 1] != tree[inner]).any()
        or ((forest.feature < 0) | (forest.feature >= max(columns, 1))).any()
        or not np.isfinite(forest.threshold).all()
        or (np.bincount(tree[forest.left < 0]) > MAX_LEAVES).any()
    )
    if is_wrong:
        message = f"the nodes are no trees of at most {MAX_LEAVES} leaves"
        raise ValueError(message)


@compiled("forest")
def scores(forest: Forest, matrix: Array) -> Array:
    """Return for each row the sum of its leaves, in 32 bits and in the order of the trees.

    Args:
        forest: the trees; see `check`.
        matrix: shape (rows, features), 32-bit floats.

    """
    rows = len(matrix)
    at = np.repeat(forest.roots, rows)
    row = np.tile(np.arange(rows), len(forest.roots))
    going = np.arange(len(at))
    values = np.ascontiguousarray(matrix).ravel()
    columns = matrix.shape[1]
    while len(going := going[forest.left[at[going]] >= 0]):
        node = at[going]
        goes_right = ~(values[row[going] * columns + forest.feature[node]] <= forest.threshold[node])
        at[going] = forest.left[node] + goes_right
    total = np.zeros(rows, np.float32)
    for leaves in forest.value[at].reshape(len(forest.roots), rows):
        total += leaves
    return total
