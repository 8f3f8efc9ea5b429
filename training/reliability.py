"""Fit the reliability of a stage that answers: word F1, and the chance of a failure."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.scores import calibration_error
from extractor.arrays import Array, Floats
from extractor.classify import threads
from extractor.classify.html import POSTS, answer_of
from extractor.classify.prediction import Prediction
from extractor.classify.reliability import FAILED_BELOW, Logistic, Reliability
from extractor.content import plaintext
from extractor.content.reliability import of_blocks, of_lines
from extractor.content.select import Selection, select
from extractor.features.shared.page_type import PAGE_TYPE_STAGE
from extractor.options import Options
from extractor.profiles import PROFILES
from training.plaintext_samples import PlaintextSample
from training.samples import HtmlSample, Sample, SeenPage

INVERSE_REGULARISATION: Final = 0.3
MIN_SPREAD: Final = 0.01
LEAST_SHARE: Final = 0.001
DIGITS: Final = 4  # of the stored weights


class Outcome(NamedTuple):
    """The values of one selection, and its real word F1."""

    values: Mapping[str, float]
    f1: float


def fit(outcomes: Sequence[Outcome], say: Callable[[str], None]) -> dict[str, Any]:
    """Return the models as plain JSON values."""
    matrix = np.array([list(each.values.values()) for each in outcomes])
    f1 = np.array([each.f1 for each in outcomes])
    names = list(outcomes[0].values)
    fitted = Reliability(_logistic(names, matrix, f1), _logistic(names, matrix, (f1 < FAILED_BELOW).astype(float)))
    pairs = [(fitted.f1.probability(each.values), each.f1) for each in outcomes]
    say(f"calibration error on {len(outcomes)} pages: {calibration_error(pairs):.4f}")
    return fitted.stored()


def _logistic(names: Sequence[str], matrix: Array, shares: Floats) -> Logistic:
    """Fit a logistic regression to labels between 0 and 1: each page counts as both classes, with its share of each."""
    middle, spread = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), MIN_SPREAD)
    scaled = (matrix - middle) / spread
    shares = np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)  # both classes must occur
    weights = np.concatenate([shares, 1 - shares])
    classes = np.concatenate([np.ones(len(shares)), np.zeros(len(shares))])
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=1000)
    model.fit(np.vstack([scaled, scaled]), classes, sample_weight=weights)
    found = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (found * middle).sum())
    return Logistic(
        bias=round(bias, DIGITS),
        weights=dict(zip(names, np.round(found, DIGITS).tolist(), strict=True)),
    )


def of_html(samples: Sequence[HtmlSample], stage: str) -> dict[int, Outcome]:
    """Return the outcomes of labelled pages by their index, on predictions of models that have not seen them.

    The selector is the one that serves. A page without content, and a variant of a page, has no outcome.
    """
    chosen = [index for index, sample in enumerate(samples) if sample.gold and not sample.is_variant]
    predictions = [_prediction(samples[index], answer_of(stage, samples[index].inputs)) for index in chosen]
    tasks = [
        (sample.seen, prediction, sample.inputs.predictions[POSTS], sample.inputs.boilerplate_kinds)
        for sample, prediction in zip((samples[index] for index in chosen), predictions, strict=True)
    ]
    found = {}
    with ProcessPoolExecutor() as pool:
        selections = pool.map(_select, tasks, chunksize=16)
        for index, prediction, selection in zip(chosen, predictions, selections, strict=True):
            sample = samples[index]
            if (f1 := _word_f1(sample, selection)) is not None:
                found[index] = Outcome(of_blocks(sample.inputs, prediction, selection), f1)
    return found


def of_plaintext(samples: Sequence[PlaintextSample], stage: str) -> dict[int, Outcome]:
    """Return the same for plain text; variants count, because they are in other scripts and of other shapes."""
    found = {}
    for index, sample in enumerate(samples):
        if "text" not in sample.page.truth:
            continue
        prediction = _prediction(sample, sample.inputs.predictions[stage])
        selection = plaintext.select(sample.inputs, prediction, "balanced")
        if (f1 := _word_f1(sample, selection)) is not None:
            found[index] = Outcome(of_lines(sample.inputs, prediction, selection), f1)
    return found


def _prediction(sample: Sample, probabilities: Floats) -> Prediction:
    return Prediction(sample.inputs.predictions[PAGE_TYPE_STAGE], probabilities)


def _select(task: tuple[SeenPage, Prediction, Floats, Array]) -> Selection:
    seen, prediction, post_probabilities, boilerplate_kinds = task
    page = seen.parse()
    is_thread = PROFILES[prediction.page_type].comments
    posts = threads.find(page, post_probabilities, prediction.probabilities, is_thread=is_thread)
    prediction = prediction._replace(posts=posts)
    return select(page, prediction, boilerplate_kinds, Options())


def _word_f1(sample: Sample, selection: Selection) -> float | None:
    """Return the word F1 of a selection; None if nothing was selected, or nothing is content."""
    words: Floats = sample.inputs.words
    if not selection.kept.any() or not sample.wanted:
        return None
    right = float((words * sample.labels)[selection.kept].sum())
    return min(2 * right / (float(words[selection.kept].sum()) + sample.wanted), 1.0)
