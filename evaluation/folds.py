"""Splits for cross-validation: by domain, and with one collection left out.

No page may be scored by a model that was trained on pages of the same site.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from evaluation.datasets import LabelledPage

SEED = 20261122
OUTER_FOLDS = 5


class Split(NamedTuple):
    """Pages to train on, and pages to score."""

    collection: str
    """The collection that is left out."""
    training: list[LabelledPage]
    held_out: list[LabelledPage]


def domain_folds(domains: Iterable[str], count: int, seed: int = SEED) -> dict[str, int]:
    """Return the fold of each domain, from 0 to `count` - 1; the same for the same set of domains."""
    names = sorted(set(domains))
    np.random.default_rng(seed).shuffle(names)
    return {domain: number % count for number, domain in enumerate(names)}


def outer_folds(pages: Iterable[LabelledPage]) -> dict[str, int]:
    """Return the fold of each domain for the reported figures; they differ from the folds within a training run."""
    return domain_folds((page.domain for page in pages), OUTER_FOLDS, SEED + 1)


def leave_one_collection_out(pages: Sequence[LabelledPage]) -> Iterator[Split]:
    """Yield one split for each collection, in the order of their names.

    Pages of other collections are left out of the training as well if their site is in the held-out collection.
    """
    for collection in sorted({page.collection for page in pages}):
        held_out = [page for page in pages if page.collection == collection]
        sites = {page.domain for page in held_out}
        training = [page for page in pages if page.domain not in sites]
        yield Split(collection, training, held_out)
