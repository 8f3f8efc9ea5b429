"""What the models predict about one page."""

from typing import NamedTuple

import numpy as np

from extractor.arrays import Floats
from extractor.classify.threads import Span
from extractor.types import PAGE_TYPES, PageType

MIN_TITLE_PROBABILITY = 0.05  # a line below this is no title
SURE_TITLE_PROBABILITY = 0.6  # from which on no other line is looked at
NEARLY_AS_LIKELY = 0.8  # of the greatest probability


class Prediction(NamedTuple):
    """Probabilities for one page; no type of it carries models or features."""

    page_type_probabilities: Floats
    """In the order of `PAGE_TYPES`; empty for a page without text."""
    probabilities: Floats
    """For each block or line, the probability that it is content."""
    title_probabilities: Floats = np.zeros(0)
    """Plain text only: for each line from the top that may be the title, the probability that it is."""
    posts: tuple[Span, ...] = ()
    """HTML only: the posts of a thread, or the comments of readers, in page order."""

    @property
    def page_type(self) -> PageType | None:
        """Return the likeliest page type; None for a page without text."""
        if not len(self.page_type_probabilities):
            return None
        return PAGE_TYPES[int(np.argmax(self.page_type_probabilities))]

    @property
    def page_type_probability(self) -> float:
        """Return the probability of the likeliest page type; 0 for a page without text."""
        return float(self.page_type_probabilities.max()) if len(self.page_type_probabilities) else 0.0

    @property
    def title(self) -> int | None:
        """Return the index of the likeliest title line; None if none is likely enough.

        Of lines that are nearly as likely, the one that is likeliest to be content wins.
        """
        titles = self.title_probabilities
        if not len(titles) or (greatest := titles.max()) < MIN_TITLE_PROBABILITY:
            return None
        if greatest >= SURE_TITLE_PROBABILITY:
            return int(np.argmax(titles))
        content = self.probabilities[: len(titles)]
        return int(np.argmax(np.where(titles >= NEARLY_AS_LIKELY * greatest, content, -1.0)))


NOTHING = Prediction(np.zeros(0), np.zeros(0))
"""For a page without text."""
