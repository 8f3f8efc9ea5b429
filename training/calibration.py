"""Fit the confidence of a stage that answers for plain text: from the expected F1 of a selection to its real F1."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from evaluation.scores import calibration_error
from extractor.classify.calibration import Calibration
from extractor.classify.prediction import Prediction
from extractor.content import plaintext
from extractor.content.select import Selection
from extractor.features.shared.page_type import PAGE_TYPE_STAGE
from training.samples import Sample


class Outcome(NamedTuple):
    """The expected and the real word F1 of one selection."""

    expected: float
    real: float


def fit_line(outcomes: Sequence[Outcome]) -> dict[str, float]:
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


def fit(outcomes: Sequence[Outcome], say: Callable[[str], None]) -> dict[str, float]:
    """Return the line as plain JSON values."""
    line = fit_line(outcomes)
    say(report(outcomes, line))
    return line


def outcomes(samples: Sequence[Any], stage: str) -> dict[int, Outcome]:
    """Return the outcome of pages by their index, on predictions of models that have not seen them."""
    found = {}
    for index, sample in enumerate(samples):
        selection = plaintext.select(sample.inputs, _prediction(sample, stage), "balanced")
        if outcome := _outcome(sample, selection):
            found[index] = outcome
    return found


def _prediction(sample: Sample, stage: str) -> Prediction:
    predictions = sample.inputs.predictions
    return Prediction(predictions[PAGE_TYPE_STAGE], predictions[stage])


def _outcome(sample: Sample, selection: Selection) -> Outcome | None:
    """Return the outcome; None if nothing was selected, or nothing is content."""
    words = sample.inputs.words
    if not selection.kept.any() or not sample.wanted:
        return None
    right = float((words * sample.labels)[selection.kept].sum())
    return Outcome(selection.expected, 2 * right / (float(words[selection.kept].sum()) + sample.wanted))
