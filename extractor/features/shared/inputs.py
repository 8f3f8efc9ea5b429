"""What HTML blocks and plain-text lines have in common: arrays with one entry for each block or line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.arrays import Array, Floats
from extractor.features.registry import Inputs
from extractor.features.shared.characters import Characters


@dataclass(slots=True, kw_only=True)
class TextInputs(Inputs):
    """Arrays that the features of blocks and of lines read; one entry for each row, a block or a line."""

    words: Floats
    """Number of words."""
    prose: Floats
    """Number of words of running text; 0 for a row that is none."""
    ends_sentence: Floats
    """1 if the row ends with a full stop, question mark or the like."""
    stop_words: Floats
    """Number of stop words."""
    boilerplate_kinds: Array
    """As `boilerplate.kinds`: 0 text, 1 boilerplate, 2 a label that ends the article."""
    headings: Array
    """Whether the row is a heading."""
    repeats: Floats
    """Number of rows with the same text, in lower case."""
    title_overlap: Floats
    """Shape (2, rows), as `repeats.of_title`."""
    characters: Characters
    split: Sequence[Sequence[str]]
    """The words of each row in lower case, as `document.words.tokens`."""
    page_tokens: frozenset[str]
    """Tokens that tell the page type."""

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.words)


def heading_above(headings: Array) -> Array:
    """Return for each row the index of the last heading before it; -1 if there is none."""
    latest = np.maximum.accumulate(np.where(headings, np.arange(len(headings)), -1))
    above: Array = np.concatenate(([-1], latest[:-1]))
    return above
