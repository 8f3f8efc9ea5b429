"""The containers of a page as arrays: parents, depths, and sums over subtrees.

Containers stand in document order. A subtree is therefore a range of containers, and a sum over it is the difference of
two running sums.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.compiled import compiled
from extractor.features.html.names import MAX_NAMES, Names, names_in
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
    direct: Floats
    """Shape (containers, 2): images and form fields that are direct content of each."""
    tags: Array
    """The same number for containers with the same tag."""
    kinds: Array
    """The same number for containers with the same tag and names."""
    names: Names
    """The words in the names of each kind."""

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
    (parents, ends, depths, flags, alike, images, controls, tags, kinds), different = nesting(containers, _FLAG)
    return DomArrays(
        parents=parents,
        ends=ends,
        depths=depths,
        flags=flags,
        own=own,
        levels=_levels(parents, ends, own),
        alike=alike,
        direct=np.column_stack([images, controls]).astype(float),
        tags=tags,
        kinds=kinds,
        names=Names(*names_in(different, MAX_NAMES)),
    )


@compiled("features")
def nesting(containers: Sequence[Container], flag_of: Mapping[str, int]) -> tuple[Array, list[tuple[str, str]]]:
    """Read the containers of a page in one pass.

    Args:
        containers: at least one; each but the first stands after the one around it.
        flag_of: the bits of `FLAGS`.

    Returns:
        Whole numbers, shape (9, containers): the attributes of `DomArrays` from `parents` to `flags`, `alike`, images,
        form fields, `tags` and `kinds`; and the tag and the names of each kind.

    """
    size = len(containers)
    _, parents, _, _, images, controls = zip(*containers, strict=True)
    parents = (0, *parents[1:])
    depths, flags, siblings, tags, kinds = [0] * size, [0] * size, [0] * size, [0] * size, [0] * size
    known_tags: dict[str, int] = {}
    known: dict[tuple[str, str], int] = {}
    groups: dict[tuple[int, int], int] = {}
    for index, (tag, parent, names, hidden, _, _) in enumerate(containers):
        flag = flag_of.get(tag, 0) | (flag_of["hidden"] if hidden else 0)
        if index:
            depths[index] = depths[parent] + 1
            flag |= flags[parent]
        flags[index] = flag
        tags[index] = known_tags.setdefault(tag, len(known_tags))
        kinds[index] = known.setdefault((tag, names), len(known))
        siblings[index] = groups.setdefault((parent, kinds[index]), len(groups))
    sizes = [1] * size
    for index in range(size - 1, 0, -1):
        sizes[parents[index]] += sizes[index]
    ends, group = np.array(sizes) + np.arange(size), np.array(siblings)
    alike = np.bincount(group)[group]
    return np.array([parents, ends, depths, flags, alike, images, controls, tags, kinds]), list(known)


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
