"""Fits the models for HTML pages: from labelled samples to all artefacts.

Each model learns from what the one before it says about pages that it has not seen: the samples are cut into inner
folds by domain, and what later models read of a page comes from models that were fitted without its fold.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from extractor.classify import models
from extractor.classify.html import COLUMNS, WITNESS, tabulate, witness
from extractor.content import trafilatura
from extractor.content.alignment import shares
from extractor.profiles import PROFILES
from extractor.types import PAGE_TYPES, Floats, PageType
from training import calibration, encodings, pagetype, trees
from training.files import write_json
from training.samples import Sample, folds

FOLDS = 4


def fit(samples: Sequence[Sample], out: Path, say: Callable[[str], None]) -> None:
    """Fit all models on `samples` and write them into `out`."""
    fold_of = folds((sample.domain for sample in samples), FOLDS)
    inner = [fold_of[sample.domain] for sample in samples]
    say(f"{len(samples)} pages: words, names and page types")
    tables, kinds = _tables(samples, inner)
    labels = [sample.labels for sample in samples]
    weights = [sample.weights for sample in samples]
    encoding, linear = encodings.learn(samples), pagetype.learn(samples)
    write_json(out / models.TOKENS, asdict(encoding))
    write_json(out / models.PAGE_TYPE, pagetype.plain(linear))
    say("trees that judge alone")
    trees.write(trees.fit(tables, labels, weights), len(COLUMNS), out / models.ALONE)
    unseen = trees.unseen(tables, labels, weights, inner)
    write_json(out / models.CONFIDENCE, calibration.learn(samples, unseen))
    say("what trafilatura keeps")
    seen = [number for number, sample in enumerate(samples) if sample.weight == 1.0]
    with ProcessPoolExecutor() as pool:
        tasks = ((samples[number], unseen[number], kinds[number]) for number in seen)
        kept = pool.map(_kept, tasks, chunksize=16)
        heard = [
            np.hstack([tables[number], witness(samples[number].measures, unseen[number], share)]).astype(np.float32)
            for number, share in zip(seen, kept, strict=True)
        ]
    say("trees that judge with trafilatura")
    fitted = trees.fit(heard, [labels[number] for number in seen], [weights[number] for number in seen])
    trees.write(fitted, len(COLUMNS) + len(WITNESS), out / models.WITH_TRAFILATURA)


def _tables(samples: Sequence[Sample], inner: Sequence[int]) -> tuple[list[Floats], list[PageType]]:
    """All columns of each sample and its likeliest type; what is learned of them was learned on the other folds."""
    tables: list[Floats] = [np.zeros(0)] * len(samples)
    types: list[PageType] = ["article"] * len(samples)
    for fold in range(FOLDS):
        others = [sample for sample, number in zip(samples, inner, strict=True) if number != fold]
        encoding, linear = encodings.learn(others), pagetype.learn(others)
        for number in (number for number, other in enumerate(inner) if other == fold):
            sample = samples[number]
            kinds = linear.shares(sample.tokens, sample.row)
            table = tabulate(sample.containers, sample.measures, encoding, kinds)
            tables[number] = table.astype(np.float32)
            types[number] = PAGE_TYPES[int(np.argmax(kinds))]
    return tables, types


def _kept(task: tuple[Sample, Floats, PageType]) -> Floats:
    sample, chances, page_type = task
    page = sample.labelled.parse()
    return shares(page.blocks, trafilatura.read(page, chances, comments=PROFILES[page_type].comments).text)
