"""Fit the confidence of a stage that answers: from the F1 that a selection expects to the F1 that it has."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from evaluation.datasets import LabelledPage
from evaluation.scores import calibration_error
from extractor.classify.calibration import Calibration
from extractor.classify.prediction import Prediction
from extractor.content import plaintext
from extractor.content.select import Selection, select
from extractor.features.shared.page_type import PAGE_TYPE_STAGE
from extractor.types import Array, Floats
from training.samples import Sample


class Outcome(NamedTuple):
    """The expected and the real word F1 of one selection."""

    expected: float
    real: float


def fit(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return slope and offset of the least-squares line."""
    pairs = np.array(outcomes)
    slope, offset = np.polyfit(pairs[:, 0], pairs[:, 1], 1)
    return {"slope": round(float(slope), 3), "offset": round(float(offset), 3)}


def report(outcomes: Sequence[Outcome], line: Mapping[str, float]) -> str:
    """Return a sentence with the expected calibration error, without and with a line."""
    fitted = Calibration(**line)
    before, after = (
        calibration_error([(confidence(each.expected), each.real) for each in outcomes])
        for confidence in (float, fitted.confidence)
    )
    return f"calibration error on {len(outcomes)} unseen pages: {before:.4f}; calibrated by {dict(line)}: {after:.4f}"


def html_outcomes(samples: Sequence[Any], stage: str) -> list[Outcome]:
    """Return the outcome of each page, by the selector that serves, on predictions of models that have not seen it."""
    tasks = [
        (sample.page, _prediction(sample, stage), sample.inputs.boilerplate_kinds)
        for sample in samples
        if sample.weight == 1.0  # a variant cannot be parsed again
    ]
    with ProcessPoolExecutor() as pool:
        selections = pool.map(_select_html, tasks, chunksize=16)
        scored = [sample for sample in samples if sample.weight == 1.0]
        return [each for pair in zip(scored, selections, strict=True) if (each := _outcome(*pair))]


def plaintext_outcomes(samples: Sequence[Any], stage: str) -> list[Outcome]:
    """Return the same for plain-text pages."""
    found = []
    for sample in samples:
        selection = plaintext.select(sample.inputs, _prediction(sample, stage), "balanced")
        if outcome := _outcome(sample, selection):
            found.append(outcome)
    return found


def _prediction(sample: Sample, stage: str) -> Prediction:
    predictions = sample.inputs.predictions
    return Prediction(predictions[PAGE_TYPE_STAGE], predictions[stage])


def _select_html(task: tuple[LabelledPage, Prediction, Array]) -> Selection:
    page, prediction, boilerplate_kinds = task
    return select(page.parse(), prediction, boilerplate_kinds, "balanced")


def _outcome(sample: Sample, selection: Selection) -> Outcome | None:
    """Return the outcome; None if nothing was selected, or nothing is content."""
    words: Floats = sample.inputs.words
    if not selection.kept.any() or not sample.wanted:
        return None
    right = float((words * sample.labels)[selection.kept].sum())
    return Outcome(selection.expected, 2 * right / (float(words[selection.kept].sum()) + sample.wanted))
