"""Find the blocks of a page that hold a phrase."""

from collections.abc import Sequence
from itertools import accumulate

from extractor.explanation import BlockExplanation


def find(blocks: Sequence[BlockExplanation], phrase: str) -> list[BlockExplanation]:
    """Return the blocks that hold a phrase, or a part of it if it runs over several blocks; in the order of the page.

    Only letters and digits count, without regard to case. A phrase without any is found nowhere.
    """
    wanted = _letters(phrase)
    texts = [_letters(block.text) for block in blocks]
    ends = list(accumulate(map(len, texts)))
    whole = "".join(texts)
    found: dict[int, None] = {}
    at, index = whole.find(wanted) if wanted else -1, 0
    while at >= 0:
        while ends[index] <= at:
            index += 1
        last = index
        while ends[last] < at + len(wanted):
            last += 1
        found.update(dict.fromkeys(each for each in range(index, last + 1) if texts[each]))
        at = whole.find(wanted, at + len(wanted))
    return [blocks[each] for each in found]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
