"""How much of each block or line of a page an answer holds: the longest common subsequence of their words."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from extractor.document.words import words
from extractor.types import Block, Floats, Line

# The subsequence takes a bit for each pair of words: 50 MB for as many. Longer texts are aligned piece by piece.
MAX_PAIRS = 400_000_000
PIECE_WORDS = 10_000
SURE_RUN = 6  # words in a row that are alike say how far the answer was read


def shares(blocks: Sequence[Block] | Sequence[Line], text: str) -> Floats:
    """For each block or line, the share of its words (0 to 1) that stand in `text` in the order of the page."""
    page: list[str] = []
    ends = []
    for block in blocks:
        page += words(block.text)
        ends.append(len(page))
    found = _found(page, words(text))
    upto = np.cumsum(found)[[0, *ends]]
    lengths = np.diff([0, *ends])
    kept: Floats = np.diff(upto) / np.maximum(lengths, 1)
    return kept


def _found(page: Sequence[str], answer: Sequence[str]) -> Floats:
    """1 for each word of `page` that stands in `answer`, behind a 0: shape (words + 1)."""
    found = np.zeros(len(page) + 1)
    whole = len(page) * len(answer) <= MAX_PAIRS
    read = 0
    for start in [0] if whole else range(0, len(page), PIECE_WORDS):
        piece, rest = (
            (page, answer) if whole else (page[start : start + PIECE_WORDS], answer[read : read + 2 * PIECE_WORDS])
        )
        behind = 0
        for step in LCSseq.opcodes(piece, rest):
            if step.tag == "equal":
                found[start + step.src_start + 1 : start + step.src_end + 1] = 1
                if step.src_end - step.src_start >= SURE_RUN:
                    behind = step.dest_end
        read += behind
    return found
