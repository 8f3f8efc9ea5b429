"""Weighted means over neighbours and over things of one kind, and rates."""

from collections.abc import Iterable

import numpy as np

from extractor.model import Array, Floats


def rate(part: Floats, whole: Floats) -> Floats:
    """`part` of `whole`, 0 where there is nothing."""
    rates: Floats = part / np.maximum(whole, 1)
    return rates


def around(values: Floats, weight: Floats, halves: Iterable[int]) -> list[Floats]:
    """For each of `halves` and each place on the last axis of `values`, the mean of so many to either side and it."""
    size = len(weight)
    index = np.arange(size)
    sums, weights = (
        np.concatenate([np.zeros_like(each[..., :1]), np.cumsum(each, axis=-1)], axis=-1)
        for each in (values * weight, weight)
    )
    places = [(np.maximum(index - half, 0), np.minimum(index + half + 1, size)) for half in halves]
    return [(sums[..., last] - sums[..., first]) / (weights[last] - weights[first]) for first, last in places]


def of_kind(values: Floats, weight: Floats, kinds: Array) -> Floats:
    """For each of `values`, the mean of those with the same number in `kinds`."""
    means = np.bincount(kinds, values * weight) / np.bincount(kinds, weight)
    found: Floats = means[kinds]
    return found
