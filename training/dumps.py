"""Fits the models for plain-text dumps: from labelled samples to all artefacts.

Each model learns from what the one before it says about dumps of sites that it has not seen, by inner folds.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from lightgbm import Booster

from extractor.classify import models
from extractor.classify.parts import Linear
from extractor.classify.plaintext import COLUMNS, again, entitled, tabulate, titling
from extractor.features.plaintext import bag_of_words as said_by
from extractor.features.plaintext.bag_of_words import Wording
from extractor.types import Floats
from training import calibration, pagetype, trees, wording
from training.captures import Sample
from training.files import write_json
from training.samples import folds

FOLDS = 3
# Fewer and smaller trees than for pages: a dump has more lines than a page has blocks, and these three times over cost
# what its parsing does. 250 trees of 24 leaves for both were no better on the one fold that they were tried on.
FIRST_TREES: dict[str, Any] = {"rounds": 100, "num_leaves": 16, "learning_rate": 0.14}
SECOND_TREES: dict[str, Any] = {"rounds": 150, "learning_rate": 0.1}
TITLE_TREES: dict[str, Any] = {"rounds": 150, "num_leaves": 15, "min_data_in_leaf": 30, "learning_rate": 0.08}


def fit(samples: Sequence[Sample], out: Path, say: Callable[[str], None]) -> None:
    """Fit all models on `samples` and write them into `out`."""
    fold_of = folds((sample.domain for sample in samples), FOLDS)
    inner = [fold_of[sample.domain] for sample in samples]
    say(f"{len(samples)} dumps: words and page types")
    tables = _tables(samples, inner)
    labels = [sample.labels for sample in samples]
    weights = [sample.weights for sample in samples]
    write_json(out / models.WORDING, wording.plain(wording.learn(samples)))
    write_json(out / models.PAGE_TYPE, pagetype.plain(pagetype.learn(samples)))
    say("first trees")
    trees.write(trees.fit(tables, labels, weights, **FIRST_TREES), len(COLUMNS), out / models.FIRST)
    first = trees.unseen(tables, labels, weights, inner, **FIRST_TREES)
    tables = [
        np.hstack([table, again(sample.measures, chances)]).astype(np.float32)
        for table, sample, chances in zip(tables, samples, first, strict=True)
    ]
    say("trees that find the title")
    titles = _titles(samples, tables, first, inner, out / models.TITLE)
    say("second trees")
    tables = [
        np.hstack([table, entitled(each, len(table))]).astype(np.float32)
        for table, each in zip(tables, titles, strict=True)
    ]
    trees.write(trees.fit(tables, labels, weights, **SECOND_TREES), tables[0].shape[1], out / models.SECOND)
    held = [number for number, fold in enumerate(inner) if fold == 0]
    seen = [number for number, fold in enumerate(inner) if fold != 0]
    second = trees.fit(*([each[number] for number in seen] for each in (tables, labels, weights)), **SECOND_TREES)
    unseen = [trees.probabilities(second, tables[number]) for number in held]
    write_json(out / models.CONFIDENCE, calibration.learn([samples[number] for number in held], unseen))


def _titles(
    samples: Sequence[Sample], tables: Sequence[Floats], first: Sequence[Floats], inner: Sequence[int], path: Path
) -> list[Floats]:
    """Fit the trees that find the title; the chances of lines, judged by such trees that have not seen their fold.

    Dumps without their title teach as well that a menu has none; those whose title nobody knows teach nothing.
    """
    rows: list[Floats] = [
        titling(sample.dump, sample.measures, table, chances).astype(np.float32)
        for sample, table, chances in zip(samples, tables, first, strict=True)
    ]

    def fitted(fold: int | None) -> Booster:
        pairs = [
            (row, sample.titles[: len(row)])
            for row, sample, own in zip(rows, samples, inner, strict=True)
            if own != fold and sample.titles is not None
        ]
        labels = [label for _, label in pairs]
        return trees.fit([row for row, _ in pairs], labels, [np.ones(len(each)) for each in labels], **TITLE_TREES)

    trees.write(fitted(None), rows[0].shape[1], path)
    by_fold = [fitted(fold) for fold in range(FOLDS)]
    return [trees.probabilities(by_fold[own], row) for row, own in zip(rows, inner, strict=True)]


def _tables(samples: Sequence[Sample], inner: Sequence[int]) -> list[Floats]:
    """All columns of each sample; what is learned of them was learned on the other folds."""
    tables: list[Floats] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        others = [sample for sample, number in zip(samples, inner, strict=True) if number != fold]
        words, linear = wording.learn(others), pagetype.learn(others)
        for number in (number for number, other in enumerate(inner) if other == fold):
            tables[number] = _table(samples[number], words, linear)
    return tables


def _table(sample: Sample, words: Wording, linear: Linear) -> Floats:
    said = said_by.scores(sample.measures.vocabulary, sample.measures.above, words)
    table: Floats = tabulate(sample.measures, said, linear.shares(sample.tokens, sample.row)).astype(np.float32)
    return table
