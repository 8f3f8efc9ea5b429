"""Weighted means over neighbours and over things of one kind, and rates."""

from collections.abc import Iterable

import numpy as np

from extractor.types import Array, Floats


def rate(part: Floats, whole: Floats) -> Floats:
    """`part` of `whole`, 0 where there is nothing."""
    rates: Floats = part / np.maximum(whole, 1)
    return rates


def around(values: Floats, weight: Floats, halves: Iterable[int]) -> list[Floats]:
    """For each of `halves` and each place on the last axis of `values`, the mean of so many to either side and it."""
    halves = tuple(halves)
    size, most = len(weight), max(halves)
    sums, weights = _sums_to(values * weight, most), _sums_to(weight, most)
    windows = [
        (slice(most - half, most - half + size), slice(most + half + 1, most + half + 1 + size)) for half in halves
    ]
    return [(sums[..., last] - sums[..., first]) / (weights[last] - weights[first]) for first, last in windows]


def _sums_to(values: Floats, beyond: int) -> Floats:
    """Sums of `values` up to each place on the last axis, and to so many places beyond either end."""
    size = values.shape[-1]
    sums = np.zeros((*values.shape[:-1], size + 1 + 2 * beyond))
    within = sums[..., beyond + 1 : beyond + 1 + size]
    np.cumsum(values, axis=-1, out=within)
    sums[..., beyond + 1 + size :] = within[..., -1:]
    return sums


def of_kind(values: Floats, weight: Floats, kinds: Array) -> Floats:
    """For each of `values`, the mean of those with the same number in `kinds`."""
    means = np.bincount(kinds, values * weight) / np.bincount(kinds, weight)
    found: Floats = means[kinds]
    return found
