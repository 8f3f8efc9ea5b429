"""Fit the stages of one kind of page, in the order in which they serve.

Each stage learns from what earlier stages predict for pages of sites that they have not seen: the samples are cut into
folds by domain, and the predictions for a fold come from models that were fitted without it.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from evaluation.datasets import LabelledPage
from evaluation.folds import domain_folds
from extractor.classify import html, models, plaintext
from extractor.classify.bag_of_words import BagOfWords
from extractor.classify.page_type import PageTypeModel
from extractor.classify.stages import Stage, StoredModel
from extractor.classify.target_encoding import TargetEncoding
from extractor.classify.trees import Trees
from extractor.content import trafilatura
from extractor.content.alignment import kept_shares
from extractor.features.shared.page_type import PAGE_TYPE_STAGE
from extractor.profiles import PROFILES
from extractor.types import PAGE_TYPES, Floats, PageType
from training import bag_of_words, calibration, page_type, target_encoding, trees
from training.files import write_json

CONFIG: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "config.toml").read_text(encoding="utf-8"))
OUTCOMES = {models.HTML: calibration.html_outcomes, models.PLAINTEXT: calibration.plaintext_outcomes}


class Learner(Protocol):
    """Fits one stage."""

    def __call__(self, kind: str, stage: Stage[Any], samples: Sequence[Any]) -> Any:
        """Return a model, fitted on samples whose `inputs` have the features of the stage."""


def _fit_trees(kind: str, stage: Stage[Any], samples: Sequence[Any]) -> trees.FittedTrees:
    settings = {**CONFIG["trees"], **CONFIG[kind][stage.name]}
    titles, posts, features = stage.name == plaintext.TITLE, stage.name == html.POSTS, stage.features
    matrices, labels, weights = [], [], []
    for sample in samples:
        known = sample.titles if titles else sample.labels
        if known is None:
            continue
        if posts:
            rows = np.flatnonzero(sample.posts.known)
            matrices.append(features.matrix(sample.inputs, sample.inputs.size, rows))
            labels.append(sample.posts.shares[rows])
            weights.append(sample.weights[rows])
            continue
        rows = stage.rows(sample.inputs) if titles and stage.rows else None
        matrices.append(features.matrix(sample.inputs, sample.inputs.size, rows))
        labels.append(known if rows is None else known[rows])
        weights.append(sample.weights if rows is None else np.ones(len(rows)))
    return trees.fit(features, matrices, labels, weights, settings)


LEARNERS: Mapping[type[StoredModel], Learner] = {
    TargetEncoding: lambda _kind, _stage, samples: target_encoding.fit(samples),
    BagOfWords: lambda _kind, _stage, samples: bag_of_words.fit(samples),
    PageTypeModel: lambda _kind, stage, samples: page_type.fit(samples, stage.features),
    Trees: _fit_trees,
}


def fit(kind: str, samples: Sequence[Any], out: Path, say: Callable[[str], None]) -> None:
    """Fit all stages on `samples` and write the artifacts into `out`."""
    count = CONFIG[kind]["folds"]
    for sample in samples:
        sample.inputs.clear()  # predictions of an earlier run may have seen these pages
    fold_of = domain_folds((sample.domain for sample in samples), count)
    calibrations = {}
    for stage in models.STAGES[kind]:
        say(f"{len(samples)} pages: {stage.name}")
        if prepare := PREPARATIONS.get((kind, stage.name)):
            samples = prepare(samples)
        for sample in samples:
            stage.compute(sample.inputs)
        learn = LEARNERS[stage.model]
        write(learn(kind, stage, samples), out / stage.name)
        for fold in range(count):
            fitted = learn(kind, stage, [sample for sample in samples if fold_of[sample.domain] != fold])
            for sample in samples:
                if fold_of[sample.domain] == fold:
                    stage.run(fitted, sample.inputs)
        if stage.name in models.ANSWERING[kind]:
            outcomes = OUTCOMES[kind](samples, stage.name)
            calibrations[stage.name] = calibration.fit(outcomes)
            say(calibration.report(outcomes, calibrations[stage.name]))
    write_json(out / models.CALIBRATION, calibrations)


def write(model: Any, path: Path) -> None:
    """Write trees as ONNX, and other models as JSON."""
    if isinstance(model, trees.FittedTrees):
        model.write(path)
    else:
        write_json(path.with_suffix(".json"), model.stored())


def _ask_second_opinion(samples: Sequence[Any]) -> list[Any]:
    """Return the pages as they are, with what trafilatura keeps of each; variants of pages are left out."""
    pages = [sample for sample in samples if sample.weight == 1.0]
    tasks = [
        (
            sample.page,
            sample.inputs.predictions[html.FIRST],
            PAGE_TYPES[int(np.argmax(sample.inputs.predictions[PAGE_TYPE_STAGE]))],
        )
        for sample in pages
    ]
    with ProcessPoolExecutor() as pool:
        for sample, kept in zip(pages, pool.map(_kept, tasks, chunksize=16), strict=True):
            sample.inputs.second_opinion = kept
    return pages


def _kept(task: tuple[LabelledPage, Floats, PageType]) -> Floats:
    labelled, probabilities, kind = task
    page = labelled.parse()
    answer = trafilatura.read(page, probabilities, comments=PROFILES[kind].comments)
    return kept_shares(page.blocks, answer.text)


PREPARATIONS: Mapping[tuple[str, str], Callable[[Sequence[Any]], list[Any]]] = {
    (models.HTML, html.SECOND): _ask_second_opinion,
}
"""By kind of page and stage: adds what the stage needs from outside, and returns the samples that it learns from."""
