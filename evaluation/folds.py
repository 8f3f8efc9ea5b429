"""Splits for cross-validation by domain.

No page may be scored by a model that was trained on pages of the same site.
"""

from collections.abc import Iterable

import numpy as np

SEED = 20261122


def domain_folds(domains: Iterable[str], count: int, seed: int = SEED) -> dict[str, int]:
    """Return the fold of each domain, from 0 to `count` - 1; the same for the same set of domains."""
    names = sorted(set(domains))
    np.random.default_rng(seed).shuffle(names)
    return {domain: number % count for number, domain in enumerate(names)}
