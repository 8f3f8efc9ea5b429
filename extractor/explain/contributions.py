"""What each feature contributes to the score of gradient-boosted trees: the contributions of tree paths.

An inner node has the mean of its two children as its value. So the value of a root is the mean of its leaves, each
weighted with one half for each split above it. A row goes down from the root to a leaf, and each step changes the value
of the node. The change belongs to the feature that the upper node compares. The values of the roots and all changes sum
to the values of the leaves, which is the score. Source of the method: Palczewska and others, "Interpreting random
forest classification models using a feature contribution method", 2014; there an inner node has the mean of the
training rows that reach it, which the stored trees do not have.
"""

from typing import NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.forest import Forest


class Contributions(NamedTuple):
    """The parts of the scores of some rows, which are log-odds."""

    base: float
    """The sum of the values of all roots, the same for each row."""
    values: Floats
    """Shape (rows, features)."""

    @property
    def scores(self) -> Floats:
        """Return the score of each row: the sum of its parts."""
        total: Floats = self.base + self.values.sum(axis=1)
        return total


def contributions(forest: Forest, matrix: Array) -> Contributions:
    """Return what each feature contributes to the score of each row.

    Args:
        forest: the trees.
        matrix: shape (rows, features), 32-bit floats.

    """
    rows, columns = matrix.shape
    means = node_values(forest)
    values, found = np.ascontiguousarray(matrix).ravel(), np.zeros(rows * columns)
    place = np.tile(np.arange(rows) * columns, len(forest.roots))
    node = np.repeat(forest.roots, rows)
    while True:
        going = forest.left[node] >= 0
        node, place = node[going], place[going]
        if not len(node):
            return Contributions(float(means[forest.roots].sum()), found.reshape(rows, columns))
        cell = place + forest.feature[node]
        child = forest.left[node] + ~(values[cell] <= forest.threshold[node])
        found += np.bincount(cell, means[child] - means[node], len(found))
        node = child


def node_values(forest: Forest) -> Floats:
    """Return the value of each node: that of a leaf, or the mean of the two children."""
    means = forest.value.astype(float)
    inner = np.flatnonzero(forest.left >= 0)
    left = forest.left[inner]
    while True:  # one round for each level of the deepest tree
        new = (means[left] + means[left + 1]) / 2
        if np.array_equal(new, means[inner]):
            return means
        means[inner] = new
