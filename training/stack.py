"""Fit the stages of one kind of page, in the order in which they serve.

Each stage learns from what earlier stages predict for pages of sites that they have not seen: the samples are cut into
folds by domain, and the predictions for a fold come from models that were fitted without it.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zlib import crc32

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify import html, models, plaintext
from extractor.classify.bag_of_words import BagOfWords
from extractor.classify.page_type import PageTypeModel
from extractor.classify.stages import Stage, StoredModel
from extractor.classify.target_encoding import TargetEncoding
from extractor.classify.trees import Trees
from extractor.content import trafilatura
from extractor.content.alignment import kept_shares
from training import bag_of_words, page_type, reliability, target_encoding, trees
from training.files import write_json
from training.samples import SeenPage

CONFIG: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "config.toml").read_text(encoding="utf-8"))
OUTCOMES: Mapping[str, Callable[[Sequence[Any], str], dict[int, reliability.Outcome]]] = {
    models.HTML: reliability.of_html,
    models.PLAINTEXT: reliability.of_plaintext,
}


PLAIN_EVERY = 3  # of so many pages without posts, one teaches the stage of posts


class Folds(NamedTuple):
    """The folds by domain of one training run."""

    of_domain: Mapping[str, int]
    """The fold of each site."""
    number: int
    folders: Sequence[Path] = ()
    """Existing folders for the models of each fold, which have not seen its pages; none to keep none."""


class Learner(Protocol):
    """Fits one stage."""

    def __call__(self, kind: str, stage: Stage[Any], samples: Sequence[Any]) -> Any:
        """Return a model, fitted on samples whose `inputs` have the features of the stage."""


class Target(NamedTuple):
    """What a page teaches a stage."""

    inputs: Any
    rows: Array | None
    """Indices of the rows that count; None for all."""
    labels: Floats
    """Of those rows."""
    weights: Floats


def _target(stage: Stage[Any], sample: Any) -> Target | None:
    """Return what a page teaches a stage of trees; None if its labels are unknown."""
    if stage.name == html.POSTS:
        if not sample.is_variant and crc32(sample.page.id.encode()) % PLAIN_EVERY and not sample.posts.shares.any():
            return None  # a page without posts; a part of them is enough
        known = np.flatnonzero(sample.posts.known)
        return Target(sample.inputs, known, sample.posts.shares[known], sample.weights[known])
    if stage.name == plaintext.TITLE:
        if sample.titles is None or stage.rows is None:
            return None
        rows = stage.rows(sample.inputs)
        return Target(sample.inputs, rows, sample.titles[rows], np.ones(len(rows)))
    return Target(sample.inputs, None, sample.labels, sample.weights)


def _fit_trees(kind: str, stage: Stage[Any], samples: Sequence[Any]) -> trees.FittedTrees:
    settings = {**CONFIG["trees"], **CONFIG[kind][stage.name]}
    features = stage.features
    targets = [found for sample in samples if (found := _target(stage, sample)) is not None]
    matrices = [features.matrix(inputs, inputs.size, rows) for inputs, rows, _, _ in targets]
    labels = [each.labels for each in targets]
    weights = [each.weights for each in targets]
    return trees.fit(features, matrices, labels, weights, settings)


LEARNERS: Mapping[type[StoredModel], Learner] = {
    TargetEncoding: lambda _kind, _stage, samples: target_encoding.fit(samples),
    BagOfWords: lambda _kind, _stage, samples: bag_of_words.fit(samples),
    PageTypeModel: lambda kind, stage, samples: page_type.fit(samples, stage.features, **CONFIG[kind][stage.name]),
    Trees: _fit_trees,
}


def fit(kind: str, samples: Sequence[Any], out: Path, say: Callable[[str], None], folds: Folds) -> None:
    """Fit all stages on `samples` and write the artifacts into the folder `out`."""
    for sample in samples:
        sample.inputs.clear()  # predictions of an earlier run may have seen these pages
    fold_of = folds.of_domain
    calibrations: dict[Path, dict[str, Any]] = {folder: {} for folder in (out, *folds.folders)}
    for stage in models.STAGES[kind]:
        say(f"{len(samples)} pages: {stage.name}")
        if prepare := PREPARATIONS.get((kind, stage.name)):
            samples = prepare(samples)
        _fit_stage(kind, stage, [(sample, fold_of[sample.domain]) for sample in samples], out, folds)
        if stage.name in models.ANSWERING[kind]:
            outcomes = OUTCOMES[kind](samples, stage.name)
            for fold, folder in enumerate((*folds.folders, out)):
                known = [
                    found for key, found in outcomes.items() if fold_of[samples[key].domain] != fold or folder == out
                ]
                calibrations[folder][stage.name] = reliability.fit(known, say)
    for folder, stored in calibrations.items():
        write_json(folder / models.CALIBRATION, stored)


def _fit_stage(kind: str, stage: Stage[Any], samples: Sequence[tuple[Any, int]], out: Path, folds: Folds) -> None:
    """Fit a stage on all samples, and without each fold; predict the samples of the fold with the latter models.

    Args:
        kind: the kind of page.
        stage: the stage.
        samples: each with its fold.
        out: folder for the model that is fitted on all samples.
        folds: those of the run.

    """
    for sample, _ in samples:
        stage.compute(sample.inputs)
    learn, typed = LEARNERS[stage.model], stage.model is PageTypeModel
    known = [(sample, fold) for sample, fold in samples if sample.labelled or typed]
    write(learn(kind, stage, [sample for sample, _ in known]), out / stage.name)
    for fold in range(folds.number):
        fitted = learn(kind, stage, [sample for sample, other in known if other != fold])
        if folds.folders:
            write(fitted, folds.folders[fold] / stage.name)
        for sample, other in samples:
            if other == fold:
                stage.run(fitted, sample.inputs)


def write(model: Any, path: Path) -> None:
    """Write trees as arrays of NumPy, and other models as JSON."""
    if isinstance(model, trees.FittedTrees):
        model.write(path)
    else:
        write_json(path.with_suffix(".json"), model.stored())


def _ask_second_opinion(samples: Sequence[Any]) -> list[Any]:
    """Return the pages that people labelled and their variants, with what trafilatura keeps of each.

    The labels of the others are answers of trafilatura, and would teach that it is always right.
    """
    pages = [sample for sample in samples if sample.gold]
    tasks = [(sample.seen, sample.inputs.predictions[html.FIRST]) for sample in pages]
    with ProcessPoolExecutor() as pool:
        for sample, kept in zip(pages, pool.map(_kept, tasks, chunksize=16), strict=True):
            sample.inputs.second_opinion = kept
    return pages


def _kept(task: tuple[SeenPage, Floats]) -> Floats:
    seen, probabilities = task
    page = seen.parse()
    return kept_shares(page.blocks, trafilatura.read(page, probabilities).text)


PREPARATIONS: Mapping[tuple[str, str], Callable[[Sequence[Any]], list[Any]]] = {
    (models.HTML, html.SECOND): _ask_second_opinion,
}
"""By kind of page and stage: adds what the stage needs from outside, and returns the samples that it learns from."""
