"""How much of each block or line of a page an answer holds: the longest common subsequence of their words."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from extractor.model import Block, Floats, Line
from extractor.words import words


def shares(blocks: Sequence[Block] | Sequence[Line], text: str) -> Floats:
    """For each block or line, the share of its words (0 to 1) that stand in `text` in the order of the page."""
    page: list[str] = []
    ends = []
    for block in blocks:
        page += words(block.text)
        ends.append(len(page))
    found = np.zeros(len(page) + 1)
    for step in LCSseq.opcodes(page, words(text)):
        if step.tag == "equal":
            found[step.src_start + 1 : step.src_end + 1] = 1
    upto = np.cumsum(found)[[0, *ends]]
    lengths = np.diff([0, *ends])
    kept: Floats = np.diff(upto) / np.maximum(lengths, 1)
    return kept
