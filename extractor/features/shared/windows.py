"""Weighted means over neighbours and over groups, and rates."""

from collections.abc import Iterable

import numpy as np

from extractor.arrays import Array, Floats


def rate(part: Floats, whole: Floats) -> Floats:
    """Return `part` / `whole`, and 0 where `whole` is 0."""
    rates: Floats = part / np.maximum(whole, 1)
    return rates


def window_means(values: Floats, weights: Floats, halves: Iterable[int]) -> list[Floats]:
    """Return weighted means over windows, one array for each of `halves`.

    Args:
        values: shape (..., rows).
        weights: shape (rows,).
        halves: number of neighbours to either side; the row itself counts as well.

    Returns:
        Arrays of the shape of `values`.

    """
    halves = tuple(halves)
    size, most = len(weights), max(halves)
    sums, totals = _padded_sums(values * weights, most), _padded_sums(weights, most)
    windows = [
        (slice(most - half, most - half + size), slice(most + half + 1, most + half + 1 + size)) for half in halves
    ]
    return [(sums[..., last] - sums[..., first]) / (totals[last] - totals[first]) for first, last in windows]


def _padded_sums(values: Floats, padding: int) -> Floats:
    """Return running sums on the last axis, starting with 0 and extended by `padding` places at both ends."""
    size = values.shape[-1]
    sums = np.zeros((*values.shape[:-1], size + 1 + 2 * padding))
    inner = sums[..., padding + 1 : padding + 1 + size]
    np.cumsum(values, axis=-1, out=inner)
    sums[..., padding + 1 + size :] = inner[..., -1:]
    return sums


def group_means(values: Floats, weights: Floats, groups: Array) -> Floats:
    """Return for each row the weighted mean over all rows with the same number in `groups`."""
    means = np.bincount(groups, values * weights) / np.bincount(groups, weights)
    found: Floats = means[groups]
    return found
