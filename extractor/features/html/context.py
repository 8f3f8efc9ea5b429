"""The surroundings of each block: the containers around it, blocks of its kind, its neighbours, its place, its page."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np

from extractor.features.boilerplate import END
from extractor.features.html import tree as geometry
from extractor.features.shared import windows as means
from extractor.features.shared.windows import rate
from extractor.types import Array, Block, Container, Floats

ROOTS = (0.5, 0.75, 0.9)  # the innermost containers with these shares of the running text
WINDOWS = (5, 12)  # blocks to either side
FAR = 999  # blocks; there is no such heading

TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption", "caption",
)  # fmt: skip
TAG = {tag: code for code, tag in enumerate(TAGS)}

TREE = ("depth", *geometry.FLAGS, "like_1", "like_2", "like_3", "like_most")
INSIDE = (
    "blocks", "words", "of_words", "of_prose", "linked", "prose", "stopwords", "ends", "headings", "furniture",
    "words_each", "images", "controls",
)  # fmt: skip
KIN = ("count", "of_words", "log_words", "linked_share", "ends", "stopwords", "furniture")
AROUND = ("log_words", "linked_share", "ends", "stopwords", "prose", "furniture", "heading")
PLACE = (
    "index", "from_end", "position", "of_words_before", "of_prose_before", "prose_before", "prose_after", "from_h1",
    "since_heading", "heading_kind", "heading_level", "to_heading", "since_end", "prose_since_end", "from_longest",
)  # fmt: skip
ROOT = ("inside", "of_words", "depth")
PAGE = (
    "blocks", "containers", "words", "linked", "prose", "stopwords", "ends", "headings", "furniture", "images",
    "controls", "articles", "longest", "words_each", "items", "cells", "hidden",
)  # fmt: skip
COLUMNS = (
    *TREE,
    *(f"level{level}_{name}" for level in (*geometry.LEVELS[1:], "crowd") for name in INSIDE),
    *(f"{kin}_{name}" for kin in ("twin", "cousin") for name in KIN),
    *(f"window{half}_{name}" for half in WINDOWS for name in AROUND),
    *PLACE,
    *(f"root{share}_{name}" for share in ROOTS for name in ROOT),
    *(f"page_{name}" for name in PAGE),
)


class Basics(NamedTuple):
    """Per block, what most columns are made of."""

    words: Floats
    linked: Floats
    prose: Floats
    """Words of running text, less for those in links."""
    ends: Floats
    """1 where the block ends as a sentence does."""
    stopwords: Floats
    kinds: Array
    """What `furniture.kinds` says."""
    tags: Array
    """Index in `TAGS`."""
    headings: Array


class Context(NamedTuple):
    """The surroundings of all blocks of a page."""

    table: Floats
    """Shape (blocks, `COLUMNS`)."""
    twins: Array
    """Blocks with the same number have the same tag, and containers of the same tag and names."""
    above: Array
    """Index of the last heading before each block; -1 where there is none."""


def look_around(
    blocks: Sequence[Block], containers: Sequence[Container], basics: Basics, shape: geometry.Geometry
) -> Context:
    """Measure the surroundings of every block."""
    twins = _kin(blocks, lambda index: _twin(containers, index))
    depths = shape.depths.tolist()
    cousins = _kin(blocks, lambda index: _cousin(containers, depths, index))
    inside = shape.inside(_summable(basics))
    counted = np.array([(each.images, each.controls) for each in containers], float)
    counted_in = shape.within(np.vstack([np.zeros(2), counted]))
    index = np.arange(len(blocks))
    above = np.maximum.accumulate(np.where(basics.headings, index, -1))
    above = np.concatenate(([-1], above[:-1]))
    page = _page(basics, containers, counted, shape)
    table = np.column_stack(
        [
            _tree(shape),
            *_levels(shape, inside, counted_in, basics),
            *(_kin_columns(kin, basics) for kin in (twins, cousins)),
            *_around(basics),
            _place(basics, above),
            *_roots(shape, inside, basics),
            np.broadcast_to(page, (len(blocks), len(page))),
        ]
    )
    return Context(table, twins, above)


def _tree(shape: geometry.Geometry) -> Floats:
    bits = 1 << np.arange(len(geometry.FLAGS))
    like = shape.like[shape.levels]
    return np.column_stack(
        [
            shape.depths[shape.own],
            (shape.flags[shape.own][:, None] & bits) > 0,
            like[0],
            like[1],
            like[2],
            like[:-1].max(axis=0),
        ]
    )


def _summable(basics: Basics) -> Floats:
    """Blocks, words, linked, prose, stop words, sentence ends, headings, furniture."""
    return np.column_stack(
        [
            np.ones(len(basics.words)),
            basics.words,
            basics.linked,
            basics.prose,
            basics.stopwords,
            basics.ends,
            basics.headings,
            basics.kinds > 0,
        ]
    )


def _levels(shape: geometry.Geometry, inside: Floats, counted: Floats, basics: Basics) -> Floats:
    """Of what is inside the containers around a block: shape (levels, blocks, `INSIDE`)."""
    all_words, all_prose = max(basics.words.sum(), 1), max(basics.prose.sum(), 1)
    blocks, words = np.maximum(inside[:, 0], 1), np.maximum(inside[:, 1], 1)
    table = np.column_stack(
        [
            blocks,
            words,
            words / all_words,
            inside[:, 3] / all_prose,
            inside[:, 2:5] / words[:, None],
            inside[:, 5:8] / blocks[:, None],
            words / blocks,
            counted[:, 0] / blocks,
            counted[:, 1],
        ]
    )
    found: Floats = table[shape.levels[1:]]  # the innermost says little that the block does not
    return found


def _twin(containers: Sequence[Container], index: int) -> Hashable:
    tag, parent, names, *_ = containers[index]
    around = containers[parent]
    return tag, names, around.tag, around.names


def _cousin(containers: Sequence[Container], depths: Sequence[int], index: int) -> Hashable:
    tag, parent, *_ = containers[index]
    around = containers[parent]
    return tag, around.tag, containers[around.parent].tag, depths[index]


def _kin(blocks: Sequence[Block], signature: Callable[[int], Hashable]) -> Array:
    """For each block the number of its kind: same tag, same signature of its container."""
    numbers: dict[Hashable, int] = {}
    known: dict[tuple[int, str], int] = {}
    for block in blocks:
        key = (block.container, block.tag)
        if key not in known:
            known[key] = numbers.setdefault((block.tag, signature(block.container)), len(numbers))
    return np.array([known[block.container, block.tag] for block in blocks])


def _kin_columns(kin: Array, basics: Basics) -> Floats:
    """How many are of a block's kind, and what they are like on average: shape (blocks, `KIN`)."""
    words = basics.words
    per_block = np.column_stack(
        [
            np.ones(len(kin)),
            words / max(words.sum(), 1),
            np.log1p(words),
            rate(basics.linked, words),
            basics.ends,
            rate(basics.stopwords, words),
            basics.kinds > 0,
        ]
    )
    sums = np.zeros((int(kin.max()) + 1, per_block.shape[1]))
    np.add.at(sums, kin, per_block)
    sums[:, 2:] /= sums[:, :1]
    found: Floats = sums[kin]
    return found


def _around(basics: Basics) -> tuple[Floats, ...]:
    """Means over the blocks to either side, for each of `WINDOWS`: shape (blocks, `AROUND`)."""
    words = basics.words
    values = np.column_stack(
        [
            np.log1p(words),
            rate(basics.linked, words),
            basics.ends,
            rate(basics.stopwords, words),
            basics.prose,
            basics.kinds > 0,
            basics.headings,
        ]
    )
    return tuple(each.T for each in means.around(values.T, np.ones(len(values)), WINDOWS))


def _place(basics: Basics, above: Array) -> Floats:
    """Where on the page each block stands: shape (blocks, `PLACE`)."""
    words, prose, size = basics.words, basics.prose, len(basics.words)
    index = np.arange(size)
    prose_to, all_prose = np.cumsum(prose), max(prose.sum(), 1)
    first = np.flatnonzero(basics.tags == TAG["h1"])
    under = above >= 0
    last = np.maximum(above, 0)
    headings = np.append(np.flatnonzero(basics.headings), size + FAR)
    ended = np.maximum.accumulate(np.where(basics.kinds == END, index, -1))
    return np.column_stack(
        [
            index,
            size - index,
            index / size,
            (np.cumsum(words) - words) / max(words.sum(), 1),
            (prose_to - prose) / all_prose,
            prose_to - prose,
            all_prose - prose_to,
            index - first[0] if len(first) else np.full(size, -FAR),
            np.where(under, index - above, -1),
            np.where(under, basics.kinds[last], -1),
            np.where(under, basics.tags[last], -1),
            np.minimum(headings[np.searchsorted(headings, index)] - index, FAR),
            np.where(ended >= 0, index - ended, -1),
            np.where(ended >= 0, prose_to - prose_to[np.maximum(ended, 0)], -1),
            index - int(np.argmax(prose)),
        ]
    )


def _roots(shape: geometry.Geometry, inside: Floats, basics: Basics) -> tuple[Floats, ...]:
    """Where the running text is: the innermost containers with most of it."""
    all_words, prose = max(basics.words.sum(), 1), inside[:, 3]
    depths = shape.depths[shape.own]
    found = []
    for share in ROOTS:
        heavy = np.flatnonzero(prose >= share * max(prose[0], 1))
        root = int(heavy[-1]) if len(heavy) else 0
        of_words = np.full(len(depths), inside[root, 1] / all_words)
        found.append(np.column_stack([shape.holds(root), of_words, depths - shape.depths[root]]))
    return tuple(found)


def _page(basics: Basics, containers: Sequence[Container], counted: Floats, shape: geometry.Geometry) -> Floats:
    """The page as a whole: shape (`PAGE`)."""
    words, size = basics.words, len(basics.words)
    total = max(words.sum(), 1)
    hidden = 1 << geometry.FLAGS.index("hidden")
    return np.array(
        [
            size,
            len(containers),
            total,
            basics.linked.sum() / total,
            basics.prose.sum() / total,
            basics.stopwords.sum() / total,
            basics.ends.mean(),
            basics.headings.mean(),
            (basics.kinds > 0).mean(),
            counted[:, 0].sum() / size,
            counted[:, 1].sum(),
            sum(container.tag == "article" for container in containers),
            words.max(),
            total / size,
            (basics.tags == TAG["li"]).mean(),
            np.isin(basics.tags, (TAG["td"], TAG["th"])).mean(),
            ((shape.flags[shape.own] & hidden) > 0).mean(),
        ]
    )
