"""Target encoding of tokens: each has a weight, the log-odds that a block is content.

There are weights for names of containers around a block, for words of the block, and for words of the heading above.
A token without a weight counts as the prior.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import fsum
from pathlib import Path
from typing import Any, Self

import numpy as np

from extractor.arrays import Array, Floats
from extractor.compiled import compiled
from extractor.features.html.dom import DomArrays
from extractor.features.html.inputs import HtmlInputs
from extractor.features.html.names import Names
from extractor.features.registry import FeatureSet

MAX_LABEL_WORDS = 25  # only the words of short blocks are encoded one by one


@dataclass(frozen=True, slots=True)
class TargetEncoding:
    """The weights of tokens."""

    names: Mapping[str, float]
    words: Mapping[str, float]
    headings: Mapping[str, float]
    prior: float
    """Log-odds that any block is content."""

    @classmethod
    def load(cls, path: Path, _features: FeatureSet) -> Self:
        """Read `path`.json, which `stored` wrote."""
        return cls(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))

    def stored(self) -> dict[str, Any]:
        """Return the weights as plain JSON values."""
        return asdict(self)

    def predict(self, inputs: HtmlInputs, _rows: Array | None = None) -> Floats:
        """Return statistics of the weights around each block: shape (`TOKEN_FEATURES`, blocks)."""
        dom = inputs.dom
        names = _names(dom, self)
        return np.hstack([names, _texts(inputs.split, inputs.heading_above, self)]).T


def _names(dom: DomArrays, encoding: TargetEncoding) -> Floats:
    """Return statistics of the names around each block: shape (blocks, 9), in the order of `TOKEN_FEATURES`."""
    table = names_around(dom.parents, dom.kinds, dom.names, encoding.names, encoding.prior)
    mean_of, own, around = table[:, -1], dom.own, dom.parents[dom.own]
    return np.column_stack([table[own, :-1], mean_of[own], mean_of[around], mean_of[dom.parents[around]]])


_Statistics = tuple[float, float, float]
"""Least, greatest and mean weight."""
_Row = tuple[float, float, float, int, _Statistics]
"""Of a container and all around it: least weight, greatest, sum of means, their number, and of the nearest names."""


@compiled("features")
def names_around(parents: Array, kinds: Array, names: Names, weights: Mapping[str, float], prior: float) -> Floats:
    """Return statistics of the names of each container and those around it: shape (containers, 7).

    The first three arguments are as in `DomArrays`. The statistics are the least and the greatest weight, the mean of
    the means of these containers, the least, greatest and mean weight of the nearest names of which one is known, and
    the mean of the container alone.
    """
    numbers, starts = names.numbers.tolist(), names.starts.tolist()
    known = [
        _statistics_of_names([names.words[number] for number in numbers[start:end]], weights, prior)
        for start, end in pairwise(starts)
    ]
    rows: list[_Row] = []
    means = []
    for index, (parent, kind) in enumerate(zip(parents.tolist(), kinds.tolist(), strict=True)):
        (least, greatest, mean), named = known[kind]
        means.append(mean)
        if not index:
            rows.append((least, greatest, mean, 1, named or (least, greatest, mean)))
            continue
        least_around, greatest_around, total, depth, near = rows[parent]
        outermost = min(least_around, least), max(greatest_around, greatest)
        rows.append((*outermost, total + mean, depth + 1, named or near))
    return np.array(
        [
            (least, greatest, total / depth, *near, mean)
            for (least, greatest, total, depth, near), mean in zip(rows, means, strict=True)
        ]
    )


def _statistics_of_names(
    tokens: Iterable[str], weights: Mapping[str, float], prior: float
) -> tuple[_Statistics, _Statistics | None]:
    """Return the statistics of all known tokens of a container, and of its names alone; None if no name is known."""
    tag, named = None, []
    for token in tokens:
        weight = weights.get(token)
        if weight is None:
            continue
        if token[0] == "<":
            tag = weight
        else:
            named.append(weight)
    if not named:
        return (prior if tag is None else tag,) * 3, None
    least, greatest, count = min(named), max(named), len(named)
    total = fsum(named)  # exact, so that the order says nothing
    alone = (least, greatest, total / count)
    return alone if tag is None else (min(least, tag), max(greatest, tag), (total + tag) / (count + 1)), alone


def _texts(split: Sequence[Sequence[str]], above: Array, encoding: TargetEncoding) -> Floats:
    """Return statistics of the words of each block and of the heading above it: shape (blocks, 6)."""
    own = np.full((len(split), 3), encoding.prior)
    short = [index for index, words in enumerate(split) if len(words) <= MAX_LABEL_WORDS]
    own[short] = words_of([split[index] for index in short], encoding.words, encoding.prior)
    headings, which = np.unique(above, return_inverse=True)
    heading_words = np.full((len(headings), 3), encoding.prior)
    real = headings >= 0
    heading_words[real] = words_of([split[heading] for heading in headings[real]], encoding.headings, encoding.prior)
    return np.hstack([own, heading_words[which]])


@compiled("features")
def words_of(split: Sequence[Sequence[str]], weights: Mapping[str, float], prior: float) -> Floats:
    """Return least, greatest and mean weight of the words of each text: shape (texts, 3). No text is empty."""
    get = weights.get
    known = [[get(word, prior) for word in words] for words in split]
    return np.array([(min(each), max(each), fsum(each) / len(each)) for each in known]).reshape(-1, 3)
