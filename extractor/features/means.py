"""Weighted means over neighbours and over things of one kind, and rates."""

import numpy as np

from extractor.model import Array, Floats


def rate(part: Floats, whole: Floats) -> Floats:
    """`part` of `whole`, 0 where there is nothing."""
    rates: Floats = part / np.maximum(whole, 1)
    return rates


def around(values: Floats, weight: Floats, half: int) -> Floats:
    """For each row of `values`, the mean of the `half` rows to either side and itself."""
    index, size = np.arange(len(values)), len(values)
    first, last = np.maximum(index - half, 0), np.minimum(index + half + 1, size)
    if values.ndim > 1:
        weight = weight[:, None]
    sums, weights = (
        np.concatenate([np.zeros_like(each[:1]), np.cumsum(each, axis=0)]) for each in (values * weight, weight)
    )
    means: Floats = (sums[last] - sums[first]) / (weights[last] - weights[first])
    return means


def of_kind(values: Floats, weight: Floats, kinds: Array) -> Floats:
    """For each of `values`, the mean of those with the same number in `kinds`."""
    means = np.bincount(kinds, values * weight) / np.bincount(kinds, weight)
    found: Floats = means[kinds]
    return found
