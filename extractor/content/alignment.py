"""Align an answer with the blocks or lines of its page, by the longest common subsequence of their words."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from extractor.arrays import Floats
from extractor.document.words import words
from extractor.types import Block, Line

MAX_WORD_PAIRS = 400_000_000  # each takes one bit of memory; longer texts are aligned piece by piece
PIECE_WORDS = 10_000
MIN_RUN_WORDS = 6  # so many equal words in a row say how far the answer was read


def kept_shares(blocks: Sequence[Block] | Sequence[Line], text: str) -> Floats:
    """Return for each block or line the share of its words, 0 to 1, that `text` has in the order of the page."""
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
    """Return a 0, and then 1 for each word of `page` that `answer` has, else 0: shape (words + 1)."""
    found = np.zeros(len(page) + 1)
    whole = len(page) * len(answer) <= MAX_WORD_PAIRS
    read = 0
    for start in [0] if whole else range(0, len(page), PIECE_WORDS):
        piece, rest = (
            (page, answer) if whole else (page[start : start + PIECE_WORDS], answer[read : read + 2 * PIECE_WORDS])
        )
        behind = 0
        for step in LCSseq.opcodes(piece, rest):
            if step.tag == "equal":
                found[start + step.src_start + 1 : start + step.src_end + 1] = 1
                if step.src_end - step.src_start >= MIN_RUN_WORDS:
                    behind = step.dest_end
        read += behind
    return found
