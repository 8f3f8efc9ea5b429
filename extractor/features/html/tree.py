"""The containers of a page as arrays: who is inside whom, and sums over everything inside.

Containers come in document order, so that what is inside a container is the stretch of containers after it, and a sum
over it the difference of two running totals.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.types import Array, Container, Floats

LEVELS = (1, 2, 3, 5)  # a block's own container, the one around it, ...
CROWD = 10  # blocks; the last level is the innermost container that holds this many
SEARCHED = 12  # containers around a block that are looked at for it
FLAGS = (
    "header", "aside", "main", "article", "form", "noscript", "figure", "button", "section", "li", "table",
    "blockquote", "label", "hidden",
)  # fmt: skip
_FLAG = {name: 1 << bit for bit, name in enumerate(FLAGS)}


class Geometry(NamedTuple):
    """Containers as arrays; one entry a container unless said otherwise."""

    parents: Array
    """Index of the container around each; the root is its own."""
    ends: Array
    """Index after the last container inside each."""
    depths: Array
    flags: Array
    """Which of `FLAGS` hold for the container or one around it; one bit each."""
    own: Array
    """Index of its container for each block."""
    levels: Array
    """The containers around each block, at `LEVELS` and then at the crowd: shape (levels, blocks)."""
    like: Array
    """How many containers of the same tag and names stand beside each, itself included."""

    def inside(self, per_block: Floats) -> Floats:
        """Sums of `per_block` (blocks, columns) over all blocks inside each container: (containers, columns)."""
        totals = np.zeros((len(self.parents) + 1, per_block.shape[1]))
        np.add.at(totals, self.own + 1, per_block)
        return self.within(totals)

    def within(self, totals: Floats) -> Floats:
        """Sums over everything inside each container, from what stands directly in it (a row of zeros first)."""
        running = np.cumsum(totals, axis=0)
        sums: Floats = running[self.ends] - running[:-1]
        return sums

    def holds(self, container: int) -> Array:
        """For each block, whether it is inside `container`."""
        held: Array = (self.own >= container) & (self.own < self.ends[container])
        return held


def read(containers: Sequence[Container], own: Array) -> Geometry:
    """The geometry of `containers`; `own` is the index of the container of each block."""
    size = len(containers)
    parents = [max(container.parent, 0) for container in containers]
    ends, depths, flags = [1] * size, [0] * size, [0] * size
    twins: dict[tuple[int, str, str], int] = {}
    twin = [0] * size
    for index, (tag, parent, names, hidden, _, _) in enumerate(containers):
        flag = _FLAG.get(tag, 0) | (_FLAG["hidden"] if hidden else 0)
        if index:
            depths[index] = depths[parent] + 1
            flag |= flags[parent]
        flags[index] = flag
        twin[index] = twins.setdefault((parent, tag, names), len(twins))
    for index in range(size - 1, 0, -1):
        ends[parents[index]] += ends[index]
    up, after = np.array(parents), np.array(ends) + np.arange(size)
    twin_of = np.array(twin)
    return Geometry(
        parents=up,
        ends=after,
        depths=np.array(depths),
        flags=np.array(flags),
        own=own,
        levels=_levels(up, after, own),
        like=np.bincount(twin_of)[twin_of],
    )


def _levels(parents: Array, ends: Array, own: Array) -> Array:
    levels, at, depth = [], own, 1
    for level in LEVELS:
        while depth < level:
            at, depth = parents[at], depth + 1
        levels.append(at)
    return np.stack([*levels, _crowd(parents, ends, own)])


def _crowd(parents: Array, ends: Array, own: Array) -> Array:
    running = np.concatenate(([0], np.cumsum(np.bincount(own, minlength=len(parents)))))
    held = running[ends] - running[:-1]
    at = own
    for _ in range(SEARCHED):
        few = held[at] < CROWD
        if not few.any():
            break
        at = np.where(few, parents[at], at)
    return at
