"""The containers of a page as arrays: parents, depths, and sums over subtrees.

Containers stand in document order. A subtree is therefore a range of containers, and a sum over it is the difference of
two running sums.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.types import Container

LEVELS = (1, 2, 3, 5)  # 1 is a block's own container, 2 the one around it
ENCLOSING_BLOCKS = 10  # the enclosing subtree is the innermost one that holds this many blocks
MAX_ENCLOSING_STEPS = 12  # containers around a block that are searched for it
FLAGS = (
    "header", "aside", "main", "article", "form", "noscript", "figure", "button", "section", "li", "table",
    "blockquote", "label", "hidden",
)  # fmt: skip
_FLAG = {name: 1 << bit for bit, name in enumerate(FLAGS)}


class DomArrays(NamedTuple):
    """Containers as arrays, with one entry for each container unless said otherwise."""

    parents: Array
    """Index of the container around each; that of the root is 0."""
    ends: Array
    """Index after the last container of its subtree."""
    depths: Array
    flags: Array
    """One bit for each of `FLAGS`: whether it holds for the container or one around it."""
    own: Array
    """For each block the index of its container."""
    levels: Array
    """Shape (levels, blocks): the containers of each block at `LEVELS`, then the enclosing one."""
    alike: Array
    """Number of siblings with the same tag and names, itself included."""

    def inside(self, per_block: Floats) -> Floats:
        """Return sums over subtrees, shape (containers, columns), of values of shape (blocks, columns)."""
        totals = np.zeros((len(self.parents) + 1, per_block.shape[1]))
        np.add.at(totals, self.own + 1, per_block)
        return self.within(totals)

    def within(self, totals: Floats) -> Floats:
        """Return sums over subtrees, shape (containers, columns).

        `totals` has a row of zeros, and then one row for what stands directly in each container.
        """
        running = np.cumsum(totals, axis=0)
        sums: Floats = running[self.ends] - running[:-1]
        return sums

    def holds(self, container: int) -> Array:
        """Return for each block whether it is inside `container`."""
        held: Array = (self.own >= container) & (self.own < self.ends[container])
        return held


def read_dom(containers: Sequence[Container], own: Array) -> DomArrays:
    """Return the arrays of `containers`; `own` is the index of the container of each block."""
    size = len(containers)
    parents = [max(container.parent, 0) for container in containers]
    ends, depths, flags = [1] * size, [0] * size, [0] * size
    numbers: dict[tuple[int, str, str], int] = {}
    alike = [0] * size
    for index, (tag, parent, names, hidden, _, _) in enumerate(containers):
        flag = _FLAG.get(tag, 0) | (_FLAG["hidden"] if hidden else 0)
        if index:
            depths[index] = depths[parent] + 1
            flag |= flags[parent]
        flags[index] = flag
        alike[index] = numbers.setdefault((parent, tag, names), len(numbers))
    for index in range(size - 1, 0, -1):
        ends[parents[index]] += ends[index]
    up, after = np.array(parents), np.array(ends) + np.arange(size)
    group = np.array(alike)
    return DomArrays(
        parents=up,
        ends=after,
        depths=np.array(depths),
        flags=np.array(flags),
        own=own,
        levels=_levels(up, after, own),
        alike=np.bincount(group)[group],
    )


def _levels(parents: Array, ends: Array, own: Array) -> Array:
    levels, at, depth = [], own, 1
    for level in LEVELS:
        while depth < level:
            at, depth = parents[at], depth + 1
        levels.append(at)
    return np.stack([*levels, _enclosing(parents, ends, own)])


def _enclosing(parents: Array, ends: Array, own: Array) -> Array:
    running = np.concatenate(([0], np.cumsum(np.bincount(own, minlength=len(parents)))))
    held = running[ends] - running[:-1]
    at = own
    for _ in range(MAX_ENCLOSING_STEPS):
        few = held[at] < ENCLOSING_BLOCKS
        if not few.any():
            break
        at = np.where(few, parents[at], at)
    return at
