"""Gradient-boosted trees as plain arrays, and their sums."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from extractor.arrays import Array
from extractor.compiled import compiled

MAX_LEAVES = 256  # of a tree: the number of a leaf is a byte
ROWS_AT_ONCE = 512  # bounds the memory for pages of many blocks
_ALL = 0xFF  # the bits of 8 rows


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
        ValueError: an array has another type or size, an index points nowhere, a node has not one parent, a number
            is not finite, or a tree has more than `MAX_LEAVES` leaves.

    """
    nodes, trees = np.size(forest.feature), np.size(forest.roots)
    kinds = (np.int16, np.float32, np.int32, np.float32, np.int32)
    shapes = (*[(nodes,)] * 4, (trees,))
    if any(each.dtype != kind or each.shape != shape for each, kind, shape in zip(forest, kinds, shapes, strict=True)):
        message = "the arrays of the trees have other types or sizes"
        raise ValueError(message)
    tree = np.searchsorted(forest.roots, np.arange(nodes), side="right") - 1
    inner = np.flatnonzero(forest.left >= 0)
    children = np.minimum(forest.left[inner], nodes)
    tree_after = np.append(tree, [-1, -1])  # no child stands behind the last node
    is_wrong = (
        not nodes
        or forest.roots[:1].tolist() != [0]
        or (np.diff(forest.roots) <= 0).any()
        or (forest.roots >= nodes).any()
        or (children <= inner).any()
        or (tree_after[children] != tree[inner]).any()
        or (tree_after[children + 1] != tree[inner]).any()
        or ((forest.feature < 0) | (forest.feature >= max(columns, 1))).any()
        or not np.isfinite([forest.threshold, forest.value]).all()
        or (np.bincount(np.append(children, children + 1), minlength=nodes) != (np.diff(tree, prepend=-1) == 0)).any()
        or (np.bincount(tree[forest.left < 0]) > MAX_LEAVES).any()
    )
    if is_wrong:
        message = f"the nodes are no trees of at most {MAX_LEAVES} leaves"
        raise ValueError(message)


class Level(NamedTuple):
    """The nodes of all trees that are equally far from their roots, as indices within the level."""

    inner: Array
    """The nodes with children. In the next level, the children of the first come first, left before right."""
    leaves: Array
    conditions: Array
    """For each node with children, the index of its condition."""


class Plan:
    """A forest that `check` accepted, arranged for `scores`.

    A condition is a feature and a threshold; most stand in several nodes.
    """

    def __init__(self, forest: Forest) -> None:
        is_inner = forest.left >= 0
        inner, leaves = np.flatnonzero(is_inner), np.flatnonzero(~is_inner)
        feature, threshold = forest.feature[inner], forest.threshold[inner]
        order = np.lexsort((threshold, feature))
        feature, threshold = feature[order], threshold[order]
        is_new = np.ones(len(order), bool)
        is_new[1:] = (feature[1:] != feature[:-1]) | (threshold[1:] != threshold[:-1])
        self.forest: Final = forest
        self.columns: Final = int(feature[-1]) + 1 if len(feature) else 0
        """Number of features that the conditions need."""
        self.features: Final[Array] = feature[is_new].astype(np.int32)
        """For each condition its feature, in ascending order."""
        self.thresholds: Final[Array] = threshold[is_new]
        """For each condition its threshold, in ascending order for each feature."""
        self.conditions: Final[Array] = np.zeros(len(inner), np.int32)
        """For each inner node the index of its condition."""
        self.conditions[order] = np.cumsum(is_new) - 1
        self.first: Final[Array] = np.searchsorted(inner, np.append(forest.roots, len(is_inner))).astype(np.int32)
        """For each tree the index of its first inner node, and behind them the number of inner nodes."""
        self.values: Final[Array] = forest.value[leaves]
        """For each leaf what it adds to the score."""
        counts, trees = np.diff(self.first), np.arange(len(forest.roots))
        places = np.zeros(len(is_inner), np.int32)
        places[inner] = np.arange(len(inner)) - np.repeat(self.first[:-1], counts)
        # A tree has one leaf more than inner nodes.
        places[leaves] = np.arange(len(leaves)) - np.repeat(self.first[:-1] + trees - counts, counts + 1)
        self.left: Final[Array] = places[forest.left[inner]]
        """For each inner node the place of its left child in its tree, whose inner nodes stand before its leaves."""
        self.right: Final[Array] = places[forest.left[inner] + 1]
        """As `left`."""

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Return the levels from the roots down."""
        numbers = np.cumsum(self.forest.left >= 0) - 1
        return tuple(
            Level(np.flatnonzero(is_inner), np.flatnonzero(~is_inner), self.conditions[numbers[nodes[is_inner]]])
            for nodes, is_inner in _levels(self.forest)
        )

    @cached_property
    def leaves(self) -> Array:
        """Return for each leaf of each tree its index in the leaves of all levels: shape (leaves, trees).

        The number of leaves is raised to a power of 2. Where there is no leaf, the index is that of a row behind all.
        """
        found = np.concatenate([nodes[~is_inner] for nodes, is_inner in _levels(self.forest)])
        return self._by_tree(np.argsort(found), len(found)).T.copy()

    @cached_property
    def table(self) -> Array:
        """Return the value of each leaf of each tree, or 0 where there is no leaf: shape (trees, leaves)."""
        return self._by_tree(self.values, 0)

    def _by_tree(self, of_leaves: Array, filling: int) -> Array:
        counts = np.diff(self.first) + 1
        width = 1 << int(counts.max() - 1).bit_length()
        found = np.full((len(counts), width), filling, of_leaves.dtype)
        found[np.arange(width) < counts[:, np.newaxis]] = of_leaves
        return found


def _levels(forest: Forest) -> Iterator[tuple[Array, Array]]:
    """Yield the nodes of each level, and which of them have children."""
    nodes = forest.roots
    while len(nodes):
        is_inner = forest.left[nodes] >= 0
        yield nodes, is_inner
        left = forest.left[nodes[is_inner]]
        nodes = np.stack([left, left + 1], axis=1).ravel()


@compiled("forest")
def scores(plan: Plan, columns: Array) -> Array:
    """Return for each row the sum of its leaves, in 32 bits and in the order of the trees.

    Args:
        plan: the trees.
        columns: the transposed matrix: shape (features, rows), 32-bit floats.

    """
    size = columns.shape[1]
    parts = [_scores(plan, columns[:, at : at + ROWS_AT_ONCE]) for at in range(0, size, ROWS_AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _scores(plan: Plan, columns: Array) -> Array:
    """Return the scores of some rows.

    Each condition, node and leaf has one bit for each row, 8 of them in a byte: whether the row meets the condition or
    reaches the node.
    """
    size, trees = columns.shape[1], len(plan.forest.roots)
    met = np.packbits(columns.take(plan.features, axis=0) <= plan.thresholds[:, np.newaxis], axis=1)
    reached = np.full((trees, met.shape[1]), _ALL, np.uint8)
    found = []
    for level in plan.levels:
        found.append(reached.take(level.leaves, axis=0))
        inner = reached.take(level.inner, axis=0)
        left = inner & met.take(level.conditions, axis=0)
        reached = np.stack([left, inner ^ left], axis=1).reshape(-1, met.shape[1])
    found.append(np.zeros((1, met.shape[1]), np.uint8))
    leaves = np.concatenate(found).take(plan.leaves, axis=0)
    # The number of the leaf that each row reaches in each tree, bit by bit: pairs of leaves are joined, down to one.
    numbers = np.zeros((trees, size), np.uint8)
    for bit in range(len(leaves).bit_length() - 1):
        has_bit = np.bitwise_or.reduce(leaves[1::2], axis=0)
        numbers |= np.unpackbits(has_bit, axis=1, count=size) << bit
        leaves = leaves[::2] | leaves[1::2]
    values = np.take_along_axis(plan.table, numbers.astype(np.intp), axis=1)
    # Other sums along an axis may add up in another order.
    added: Array = np.cumsum(values, axis=0, dtype=np.float32)[-1]
    return added
