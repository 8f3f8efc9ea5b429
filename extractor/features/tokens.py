"""What names and words say about a block: each token has a learned weight, how often content stands under it.

The weights come from `training.encodings`: log-odds that a block is content, given that a token names a container
around it, stands in it, or stands in the heading above it. A token that was never seen says nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from extractor.model import Array, Container, Floats

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
    return frozenset([f"<{tag}>", *(name.lower() for name in _NAME.findall(names)[:MAX_NAMES])])


def containers(page: Sequence[Container], own: Array, parents: Array, encoding: Encoding) -> Floats:
    """What the names around each block say: shape (blocks, `CONTAINER_COLUMNS`).

    Least, greatest and mean weight over all containers around it; those of the nearest one with known names; and the
    means of its own container and of the two around that.
    """
    prior = encoding.prior
    rows: list[tuple[float, float, float, float, float, float, float]] = []
    known: dict[tuple[str, str], tuple[Sequence[float], Sequence[float]]] = {}
    for tag, parent, names, _, _, _ in page:
        key = (tag, names)
        if key not in known:
            known[key] = _weigh(names_of(tag, names), encoding)
        every, named = known[key]
        if parent < 0:
            rows.append((*every, *(named or every), 1.0))
            continue
        least, greatest, total, *near, depth = rows[parent]
        least = min(least, every[0])
        greatest = max(greatest, every[1])
        rows.append((least, greatest, total + every[2], *(named or near), depth + 1.0))
    table = np.array(rows)
    table[:, 2] /= table[:, 6]
    means = np.array([known[container.tag, container.names][0][2] for container in page])
    around = parents[own]
    return np.column_stack([table[own, :6], means[own], means[around], means[parents[around]]])


def _weigh(tokens: Iterable[str], encoding: Encoding) -> tuple[Sequence[float], Sequence[float]]:
    """Least, greatest and mean weight of all known tokens, and of those that are not the tag; empty where there are none."""
    every = {token: encoding.names[token] for token in tokens if token in encoding.names}
    named = [weight for token, weight in every.items() if token[0] != "<"]
    prior = (encoding.prior,) * 3
    return _summary(every.values()) or prior, _summary(named)


def _summary(weights: Iterable[float]) -> Sequence[float]:
    found = list(weights)
    return (min(found), max(found), sum(found) / len(found)) if found else ()


def texts(split: Sequence[Sequence[str]], above: Sequence[int], encoding: Encoding) -> Floats:
    """What the words of each block and of the heading above it say: shape (blocks, `TEXT_COLUMNS`).

    Args:
        split: the words of each block, in lower case.
        above: index of the last heading before each block; -1 where there is none.
        encoding: the weights.

    """
    prior = (encoding.prior,) * 3
    words, headings = encoding.words, encoding.headings
    rows = []
    said: dict[int, Sequence[float]] = {-1: prior}
    for tokens, heading in zip(split, above, strict=True):
        if heading not in said:
            said[heading] = _summary([headings[word] for word in split[heading] if word in headings]) or prior
        own = _summary([words[word] for word in tokens if word in words]) if len(tokens) <= SHORT else ()
        rows.append((*(own or prior), *said[heading]))
    return np.array(rows)
