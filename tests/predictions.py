"""Predictions for tests, without models."""

from collections.abc import Sequence

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.types import PAGE_TYPES, PageType


def prediction(
    probabilities: Sequence[float], page_type: PageType = "article", *, certainty: float = 1.0, title: int | None = None
) -> Prediction:
    """Return a prediction with one likely page type, and one likely title line or none."""
    types = np.full(len(PAGE_TYPES), (1 - certainty) / (len(PAGE_TYPES) - 1))
    types[PAGE_TYPES.index(page_type)] = certainty
    titles = np.zeros(len(probabilities))
    if title is not None:
        titles[title] = 0.9
    return Prediction(types, np.array(probabilities, float), titles)
