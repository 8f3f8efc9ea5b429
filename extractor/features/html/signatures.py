"""Kinds of blocks: by the tags and names of the containers around them, or by tags and depth alone."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from extractor.arrays import Array
from extractor.types import Block, Container


def signatures(blocks: Sequence[Block], containers: Sequence[Container]) -> Array:
    """Return the same number for blocks with the same tag, in containers with the same tags and names."""

    def signature(index: int) -> Hashable:
        tag, parent, names, *_ = containers[index]
        around = containers[parent]
        return tag, names, around.tag, around.names

    return _numbers(blocks, signature)


def tag_paths(blocks: Sequence[Block], containers: Sequence[Container], depths: Array) -> Array:
    """Return the same number for blocks with the same tag, with the same three tags around it, at the same depth."""
    depth = depths.tolist()

    def path(index: int) -> Hashable:
        tag, parent, *_ = containers[index]
        around = containers[parent]
        return tag, around.tag, containers[around.parent].tag, depth[index]

    return _numbers(blocks, path)


def _numbers(blocks: Sequence[Block], kind_of: Callable[[int], Hashable]) -> Array:
    """Number the kinds in the order in which they occur; `kind_of` gives the kind of a container."""
    numbers: dict[Hashable, int] = {}
    known: dict[tuple[int, str], int] = {}
    for block in blocks:
        key = (block.container, block.tag)
        if key not in known:
            known[key] = numbers.setdefault((block.tag, kind_of(block.container)), len(numbers))
    return np.array([known[block.container, block.tag] for block in blocks])
