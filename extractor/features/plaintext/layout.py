"""Where the lines of a dump stand: neighbours, windows, groups between empty lines, and stretches of running text.

A stretch is the maximum subsequence of weights (Pasternack and Roth, "Extracting article text from the web with
maximum subsequence segmentation", WWW 2009): running text pulls it longer, menus and furniture hold it back.
"""

from typing import NamedTuple

import numpy as np

from extractor.features.boilerplate import END
from extractor.features.shared import windows as means
from extractor.features.shared.windows import rate
from extractor.types import Array, Floats

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (3, 8, 20)  # lines to either side
COSTS = (1.5, 4.0, 10.0)  # words of running text that a line of anything else weighs against
MAX_WEIGHT = 60  # words; no single paragraph outweighs the rest of the page
FAR = 999  # lines; there is no such line
ABSENT = -1.0  # what is measured of a line beyond the ends

NEAR = ("log_words", "ends", "stopwords", "kind", "mark", "prose", "indent", "heading")
AROUND = ("log_words", "ends", "stopwords", "prose", "furniture", "marked", "heading", "repeated", "indent")
GROUP = ("lines", "log_words", "ends", "stopwords", "prose", "furniture", "marked", "position", "first_words")
KIN = ("count", "of_words", "of_prose", "log_words", "ends", "stopwords", "furniture")
PLACE = (
    "index", "from_end", "position", "of_words_before", "of_prose_before", "prose_before", "prose_after",
    "since_heading", "heading_kind", "to_heading", "since_end", "prose_since_end", "from_longest", "since_prose",
    "to_prose", "words_since_prose", "words_to_prose", "from_title", "prose_since_title", "indent_of_prose",
)  # fmt: skip
STRETCH = ("inside", "from_start", "from_end", "of_prose", "lines")
PAGE = (
    "lines", "words", "prose", "stopwords", "ends", "headings", "furniture", "marked", "repeated", "gaps", "indent",
    "longest", "words_each",
)  # fmt: skip
COLUMNS = (
    *(f"line{offset:+}_{name}" for offset in NEIGHBOURS for name in NEAR),
    *(f"window{half}_{name}" for half in WINDOWS for name in AROUND),
    *(f"group_{name}" for name in GROUP),
    *(f"before_{name}" for name in GROUP[:-2]),
    *(f"after_{name}" for name in GROUP[:-2]),
    *(f"twin_{name}" for name in KIN),
    *PLACE,
    *(f"stretch{cost}_{name}" for cost in COSTS for name in STRETCH),
    *(f"page_{name}" for name in PAGE),
)


class Basics(NamedTuple):
    """Per line, what most columns are made of."""

    words: Floats
    prose: Floats
    """Words of running text."""
    ends: Floats
    """1 where the line ends as a sentence does."""
    stopwords: Floats
    kinds: Array
    """What `furniture.kinds` says."""
    marks: Array
    indents: Floats
    gaps: Array
    """Whether an empty line stands before."""
    headings: Array
    repeats: Floats


class Layout(NamedTuple):
    """The surroundings of all lines of a dump."""

    columns: Array
    """Shape (`COLUMNS`, lines): columns are made one by one, and stay so until trees ask for rows."""
    groups: Array
    twins: Array
    above: Array
    """Index of the last heading before each line; -1 where there is none."""


def look_around(basics: Basics, printed: int) -> Layout:
    """Measure the surroundings of every line; `printed` is the index of the title's line, -1 for none."""
    size = len(basics.words)
    index = np.arange(size)
    logs, stopwords = np.log1p(basics.words), rate(basics.stopwords, basics.words)
    values = np.array(
        [
            logs,
            basics.ends,
            stopwords,
            basics.prose,
            basics.kinds > 0,
            basics.marks > 0,
            basics.headings,
            basics.repeats > 1,
            basics.indents,
        ],
        float,
    )
    near = np.array(
        [logs, basics.ends, stopwords, basics.kinds, basics.marks, basics.prose, basics.indents, basics.headings], float
    )
    above = np.maximum.accumulate(np.where(basics.headings, index, -1))
    above = np.concatenate(([-1], above[:-1]))
    groups = np.cumsum(basics.gaps)
    groups -= groups[0]
    twins = _number((basics.indents * 8 + basics.marks).astype(int))
    page = _page(basics)
    columns = np.concatenate(
        [
            *_neighbours(near),
            *means.around(values, np.ones(size), WINDOWS),
            *_groups(basics, values, groups),
            _kin(basics, twins),
            _place(basics, above, printed),
            *(_stretch(basics, cost) for cost in COSTS),
            np.broadcast_to(page[:, None], (len(page), size)),
        ],
        dtype=np.float32,
    )
    return Layout(columns, groups, twins, above)


def _number(codes: Array) -> Array:
    """Small whole numbers made indexes without gaps."""
    found: Array = (np.cumsum(np.bincount(codes) > 0) - 1)[codes]
    return found


def _neighbours(near: Floats) -> list[Floats]:
    size, most = near.shape[1], max(NEIGHBOURS)
    padded = np.full((len(near), size + 2 * most), ABSENT)
    padded[:, most : most + size] = near
    return [padded[:, most + offset : most + offset + size] for offset in NEIGHBOURS]


def _groups(basics: Basics, values: Floats, groups: Array) -> tuple[Floats, ...]:
    """Of the lines that stand together with a line, of the group before, and of the one after."""
    size = len(groups)
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    lengths = np.diff(np.append(starts, size))
    sums = np.add.reduceat(np.concatenate([basics.words[None], values[1:6]]), starts, axis=1)
    known = np.full((1 + len(sums), len(starts) + 2), ABSENT)  # a group beyond either end
    known[0, 1:-1] = lengths
    known[1:, 1:-1] = sums / lengths
    known[1, 1:-1] = np.log1p(sums[0])
    known[4, 1:-1] = sums[3]
    first = np.array([np.arange(size) - starts[groups], basics.words[starts][groups]])
    return known[:, groups + 1], first, known[:, groups], known[:, groups + 2]


def _kin(basics: Basics, kin: Array) -> Floats:
    """How many are of a line's kind, and what they are like on average: shape (`KIN`, lines)."""
    words = basics.words
    per_line = (
        np.ones(len(kin)),
        words / max(words.sum(), 1),
        basics.prose / max(basics.prose.sum(), 1),
        np.log1p(words),
        basics.ends,
        rate(basics.stopwords, words),
        (basics.kinds > 0).astype(float),
    )
    sums = np.array([np.bincount(kin, each) for each in per_line])
    sums[3:] /= sums[0]
    return sums[:, kin]


def _place(basics: Basics, above: Array, printed: int) -> Floats:
    """Where in the dump each line stands: shape (`PLACE`, lines)."""
    words, prose, size = basics.words, basics.prose, len(basics.words)
    index = np.arange(size)
    words_to, prose_to = np.cumsum(words), np.cumsum(prose)
    all_prose = max(prose.sum(), 1)
    under = above >= 0
    last = np.maximum(above, 0)
    headings = np.append(np.flatnonzero(basics.headings), size + FAR)
    ended = np.maximum.accumulate(np.where(basics.kinds == END, index, -1))
    before = np.concatenate(([-1], np.maximum.accumulate(np.where(prose > 0, index, -1))[:-1]))
    after = np.append(np.minimum.accumulate(np.where(prose > 0, index, size + FAR)[::-1])[::-1][1:], size + FAR)
    next_prose = np.minimum(after, size - 1)
    titled = printed >= 0
    main = (basics.indents * prose).sum() / all_prose
    places = (
        index,
        size - index,
        index / size,
        (words_to - words) / max(words.sum(), 1),
        (prose_to - prose) / all_prose,
        prose_to - prose,
        all_prose - prose_to,
        np.where(under, index - above, -1),
        np.where(under, basics.kinds[last], -1),
        np.minimum(headings[np.searchsorted(headings, index)] - index, FAR),
        np.where(ended >= 0, index - ended, -1),
        np.where(ended >= 0, prose_to - prose_to[np.maximum(ended, 0)], -1),
        index - int(np.argmax(prose)),
        np.where(before >= 0, index - before, FAR),
        np.minimum(after - index, FAR),
        np.where(before >= 0, words_to - words_to[np.maximum(before, 0)], FAR),
        np.where(after < size, words_to[next_prose] - words_to, FAR),
        index - printed if titled else np.full(size, -FAR),
        prose_to - prose_to[printed] if titled else np.full(size, -FAR),
        basics.indents - main,
    )
    return np.array(places, float)


def _stretch(basics: Basics, cost: float) -> Floats:
    """The stretch of lines with the greatest sum of weights, and where each line is to it: shape (`STRETCH`, lines)."""
    weights = np.where(basics.prose > 0, np.minimum(basics.prose, MAX_WEIGHT), -cost)
    weights[(basics.kinds == END) & (basics.prose == 0)] -= cost
    start, end = stretch(weights)
    index = np.arange(len(weights))
    of_prose = basics.prose[start:end].sum() / max(basics.prose.sum(), 1)
    columns = (
        (index >= start) & (index < end),
        index - start,
        index - end,
        np.full(len(index), of_prose),
        np.full(len(index), end - start),
    )
    return np.array(columns, float)


def stretch(weights: Floats) -> tuple[int, int]:
    """Start and end of the contiguous stretch with the greatest sum; empty where no weight is positive."""
    upto = np.concatenate(([0.0], np.cumsum(weights)))
    end = int(np.argmax(upto - np.minimum.accumulate(upto)))
    return int(np.argmin(upto[: end + 1])), end


def _page(basics: Basics) -> Floats:
    """The dump as a whole: shape (`PAGE`)."""
    words, size = basics.words, len(basics.words)
    total = max(words.sum(), 1)
    return np.array(
        [
            size,
            total,
            basics.prose.sum() / total,
            basics.stopwords.sum() / total,
            basics.ends.mean(),
            basics.headings.mean(),
            (basics.kinds > 0).mean(),
            (basics.marks > 0).mean(),
            (basics.repeats > 1).mean(),
            basics.gaps.mean(),
            basics.indents.mean(),
            words.max(),
            total / size,
        ]
    )
