"""Classify a plain-text page: its type, its title, and for each line the probability that it is content."""

from collections.abc import Mapping

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.bag_of_words import BagOfWords
from extractor.classify.page_type import PageTypeModel
from extractor.classify.prediction import NOTHING, Prediction
from extractor.classify.stages import Model, Stage, run
from extractor.classify.trees import Trees
from extractor.features.plaintext import own, page, predicted, segments, surroundings
from extractor.features.plaintext.inputs import LineInputs, read
from extractor.features.registry import FeatureGroup
from extractor.features.shared.page_type import PAGE_TYPE, PAGE_TYPE_STAGE
from extractor.types import PlainText

FIRST, TITLE, SECOND = predicted.FIRST_STAGE, predicted.TITLE_STAGE, "second"
HOPELESS = 0.02  # a line with a lower first probability is not classified again
LEAD_WEIGHT = 1.5  # of the logarithm of the topic words that a line has in common with the first paragraphs
MAX_TITLE_WORDS = 30

LINE_FEATURES: tuple[FeatureGroup[LineInputs], ...] = (
    own.OWN,
    own.TOPIC,
    surroundings.NEIGHBOURS,
    surroundings.WINDOWS_OF_LINES,
    surroundings.PARAGRAPHS,
    surroundings.KINDS,
    surroundings.PLACE,
    segments.SEGMENTS,
    page.PAGE,
)
"""Those that need no prediction."""
_FIRST_FEATURES: tuple[FeatureGroup[LineInputs], ...] = (*LINE_FEATURES, predicted.BAG_OF_WORDS, PAGE_TYPE)


def _title_candidates(lines: LineInputs) -> Array:
    return np.arange(predicted.title_candidates(lines))


def _hopeful(lines: LineInputs) -> Array:
    return np.flatnonzero(lines.predictions[FIRST] >= HOPELESS)


STAGES: tuple[Stage[LineInputs], ...] = (
    Stage(name=predicted.WORDS_STAGE, inputs=(), model=BagOfWords),
    Stage(name=PAGE_TYPE_STAGE, inputs=(page.PAGE_SUMMARY,), model=PageTypeModel),
    Stage(name=FIRST, inputs=_FIRST_FEATURES, model=Trees),
    Stage(
        name=TITLE,
        inputs=(*_FIRST_FEATURES, predicted.PROBABILITIES, predicted.TITLE),
        model=Trees,
        rows=_title_candidates,
    ),
    Stage(
        name=SECOND,
        inputs=(*_FIRST_FEATURES, predicted.PROBABILITIES, predicted.TITLE_PREDICTION),
        model=Trees,
        rows=_hopeful,
        fallback=FIRST,
    ),
)
ANSWERING = (SECOND,)
"""The stage whose probabilities answer; it has a calibration."""


def classify(document: PlainText, models: Mapping[str, Model]) -> tuple[Prediction, LineInputs | None]:
    """Run all stages.

    Returns:
        The prediction, and the inputs of the lines; None for a page without lines.

    """
    if not document.lines:
        return NOTHING, None
    inputs = read(document)
    run(STAGES, models, inputs)
    titles = _titles(inputs.predictions[TITLE], inputs)
    return Prediction(inputs.predictions[PAGE_TYPE_STAGE], inputs.predictions[SECOND], titles), inputs


def _titles(probabilities: Floats, lines: LineInputs) -> Floats:
    """Raise the titles whose words the first paragraphs repeat, if the title of the window names no line.

    A paragraph is no title.
    """
    if lines.window_title >= 0:
        return probabilities
    size = len(probabilities)
    paragraphs = lines.paragraphs[:size]
    short = (lines.words[:size] <= MAX_TITLE_WORDS) & ~paragraphs
    repeated = predicted.words_in_lead(lines, lines.topics)[:size]
    odds = np.log(probabilities / (1 - probabilities)) + LEAD_WEIGHT * np.log1p(repeated) * short
    raised: Floats = np.where(paragraphs, 0.0, 1 / (1 + np.exp(-odds)))
    return raised
