"""Kinds of blocks: by the tags and names of the containers around them, or by tags and depth alone."""

import numpy as np

from extractor.arrays import Array
from extractor.features.html.dom import DomArrays


def signatures(tags: Array, dom: DomArrays) -> Array:
    """Return the same number for blocks with the same tag, in containers with the same tags and names.

    Args:
        tags: a number for the tag of each block.
        dom: the containers, and the container of each block.

    """
    around = dom.parents[dom.own]
    return _numbers(tags, dom.kinds[dom.own], dom.kinds[around])


def tag_paths(tags: Array, dom: DomArrays) -> Array:
    """Return the same number for blocks with the same tag, with the same three tags around it, at the same depth."""
    around = dom.parents[dom.own]
    return _numbers(tags, dom.tags[dom.own], dom.tags[around], dom.tags[dom.parents[around]], dom.depths[dom.own])


def _numbers(*columns: Array) -> Array:
    """Return the same number for the same values of all columns, in the order in which they occur."""
    numbers: dict[tuple[int, ...], int] = {}
    rows = zip(*[column.tolist() for column in columns], strict=True)
    return np.array([numbers.setdefault(row, len(numbers)) for row in rows])
