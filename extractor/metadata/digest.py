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

MIN_ARTICLES: Final = 3  # with fewer datelines, the others may be those of teasers
MIN_WORDS: Final = 60  # of running text below a dateline
MAX_DATELINE_WORDS: Final = 12
LINES_OF_A_HEAD: Final = 4  # datelines as near as this belong to one article


def articles(page: PlainText, lines: LineInputs, prediction: Prediction) -> int:
    """Return the number of articles with a dateline of their own; 0 for a page with hardly any.

    The posts of a thread have such lines as well, and are no articles.
    """
    if not PROFILES[prediction.page_type].one_text:
        return 0
    wanted = (prediction.probabilities > MIN_CONTENT_PROBABILITY) * lines.prose
    read = np.concatenate(([0.0], np.cumsum(wanted)))
    heads = [*_heads(page, lines), len(page.lines)]
    found = sum(read[end] - read[start] >= MIN_WORDS for start, end in pairwise(heads))
    return found if found >= MIN_ARTICLES else 0


def _heads(page: PlainText, lines: LineInputs) -> Iterator[int]:
    """Yield the index of the first dateline of each article."""
    last = -LINES_OF_A_HEAD - 1
    short = (lines.words <= MAX_DATELINE_WORDS) & (lines.characters.count_of("digit") > 0)
    for index in np.flatnonzero(short).tolist():
        if is_byline(page.lines[index].text):
            if index - last > LINES_OF_A_HEAD:
                yield index
            last = index
