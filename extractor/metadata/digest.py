"""Tell whether a plain-text page holds several articles, such as a feed or a newsletter."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata.bylines import is_byline
from extractor.metadata.context import MIN_CONTENT_PROBABILITY
from extractor.profiles import PROFILES
from extractor.types import PlainText

MIN_ARTICLES: Final = 3  # with fewer bylines, the others may be those of teasers
MIN_WORDS: Final = 60  # of running text below a byline
MAX_BYLINE_WORDS: Final = 12
LINES_OF_A_HEAD: Final = 4  # bylines as near as this belong to one article


def articles(page: PlainText, lines: LineInputs, prediction: Prediction) -> int:
    """Return the number of articles with a byline or dateline of their own; 0 for a page with hardly any.

    The posts of a thread have such lines as well, and are no articles.
    """
    if not PROFILES[prediction.page_type].one_text:
        return 0
    wanted = (prediction.probabilities > MIN_CONTENT_PROBABILITY) * lines.prose
    read = np.concatenate(([0.0], np.cumsum(wanted)))
    heads = [*_heads(page), len(page.lines)]
    found = sum(read[end] - read[start] >= MIN_WORDS for start, end in pairwise(heads))
    return found if found >= MIN_ARTICLES else 0


def _heads(page: PlainText) -> Iterator[int]:
    """Yield the index of the first byline of each article."""
    last = -LINES_OF_A_HEAD - 1
    for index, line in enumerate(page.lines):
        if line.words <= MAX_BYLINE_WORDS and is_byline(line.text):
            if index - last > LINES_OF_A_HEAD:
                yield index
            last = index
