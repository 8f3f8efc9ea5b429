"""What names and words say about a block: each token has a learned weight, how often content stands under it.

The weights come from `training.encodings`: log-odds that a block is content, given that a token names a container
around it, stands in it, or stands in the heading above it. A token that was never seen says nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

import numpy as np

from extractor.types import Array, Container, Floats

MAX_NAMES = 25  # tokens of one container; utility frameworks write hundreds
SHORT = 25  # words; only the words of a label are telling one by one
CONTAINER_COLUMNS = ("min", "max", "mean", "near_min", "near_max", "near_mean", "own", "around", "beyond")
TEXT_COLUMNS = ("word_min", "word_max", "word_mean", "heading_min", "heading_max", "heading_mean")

_NAME = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The learned weights."""

    names: Mapping[str, float]
    words: Mapping[str, float]
    headings: Mapping[str, float]
    prior: float
    """Log-odds that any block is content."""


@lru_cache(maxsize=20_000)
def names_of(tag: str, names: str) -> frozenset[str]:
    """The tokens of a container: its tag, and the words in its class, id, role and itemprop."""
    if not names:
        return frozenset((f"<{tag}>",))
    found = _NAME.findall(names)[:MAX_NAMES]
    return frozenset((f"<{tag}>", *(found if names.islower() else map(str.lower, found))))


def containers(page: Sequence[Container], own: Array, parents: Array, encoding: Encoding) -> Floats:
    """What the names around each block say: shape (blocks, `CONTAINER_COLUMNS`).

    Least, greatest and mean weight over all containers around it; those of the nearest one with known names; and the
    means of its own container and of the two around that.
    """
    every = {(tag, names) for tag, _, names, *_ in page}  # most of a page's containers are alike
    known = {key: _weigh(names_of(*key), encoding) for key in every}
    rows: list[_Row] = []
    means = []
    for tag, parent, names, *_ in page:
        (least, greatest, mean), named = known[tag, names]
        means.append(mean)
        if parent < 0:
            rows.append((least, greatest, mean, 1, named or (least, greatest, mean)))
            continue
        least_around, greatest_around, total, depth, near = rows[parent]
        rows.append(
            (
                min(least_around, least),
                max(greatest_around, greatest),
                total + mean,
                depth + 1,
                named or near,
            )
        )
    table = np.array([(least, greatest, total / depth, *near) for least, greatest, total, depth, near in rows])
    mean_of, around = np.array(means), parents[own]
    return np.column_stack([table[own], mean_of[own], mean_of[around], mean_of[parents[around]]])


_Summary = tuple[float, float, float]
_Row = tuple[float, float, float, int, _Summary]


def _weigh(tokens: Iterable[str], encoding: Encoding) -> tuple[_Summary, _Summary | None]:
    """Least, greatest and mean weight of all known tokens of a container, and of its names alone, if any is known."""
    get, tag, named = encoding.names.get, None, []
    for token in tokens:
        weight = get(token)
        if weight is None:
            continue
        if token[0] == "<":
            tag = weight
        else:
            named.append(weight)
    if not named:
        return (encoding.prior if tag is None else tag,) * 3, None
    least, greatest, count = min(named), max(named), len(named)
    total = fsum(named)  # exact, because the order of a set differs from run to run
    alone = (least, greatest, total / count)
    return alone if tag is None else (min(least, tag), max(greatest, tag), (total + tag) / (count + 1)), alone


def texts(split: Sequence[Sequence[str]], above: Array, encoding: Encoding) -> Floats:
    """What the words of each block and of the heading above it say: shape (blocks, `TEXT_COLUMNS`).

    Args:
        split: the words of each block in lower case, none without any.
        above: index of the last heading before each block; -1 where there is none.
        encoding: the weights; a word without one says what any block does.

    """
    own = _said([tokens[:SHORT] for tokens in split], encoding.words, encoding.prior)
    own[[len(tokens) > SHORT for tokens in split]] = encoding.prior
    headings, which = np.unique(above, return_inverse=True)
    said = np.full((len(headings), 3), encoding.prior)
    real = headings >= 0
    if real.any():
        said[real] = _said([split[heading] for heading in headings[real]], encoding.headings, encoding.prior)
    return np.hstack([own, said[which]])


def _said(split: Sequence[Sequence[str]], weights: Mapping[str, float], prior: float) -> Floats:
    """Least, greatest and mean weight of the words of each text."""
    lengths = np.fromiter(map(len, split), int, len(split))
    starts = np.cumsum(lengths) - lengths
    get = weights.get
    said = np.array([get(word, prior) for words in split for word in words])
    least, greatest = np.minimum.reduceat(said, starts), np.maximum.reduceat(said, starts)
    return np.column_stack([least, greatest, np.add.reduceat(said, starts) / lengths])
