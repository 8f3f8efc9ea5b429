"""Features of the main segment: the maximum subsequence of weighted lines.

Running text has positive weight; menus and boilerplate have negative weight.
Source: Pasternack and Roth, "Extracting article text from the web with maximum subsequence segmentation", WWW 2009.
"""

from typing import Any

import numpy as np

from extractor.arrays import Floats
from extractor.features.boilerplate import END
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.registry import group

COSTS = (1.5, 4.0, 10.0)  # words of running text that one line of anything else outweighs
MAX_WEIGHT_WORDS = 60  # no single paragraph outweighs the rest of the page


def _segments(lines: LineInputs) -> dict[str, Any]:
    found: dict[str, Any] = {}
    index, prose = np.arange(lines.size), lines.prose
    for cost in COSTS:
        weights = np.where(prose > 0, np.minimum(prose, MAX_WEIGHT_WORDS), -cost)
        weights[(lines.boilerplate_kinds == END) & (prose == 0)] -= cost
        start, end = maximum_segment(weights)
        found[f"segment{cost}_inside"] = (index >= start) & (index < end)
        found[f"segment{cost}_from_start"] = index - start
        found[f"segment{cost}_from_end"] = index - end
        found[f"segment{cost}_prose_share"] = prose[start:end].sum() / max(prose.sum(), 1)
        found[f"segment{cost}_lines"] = end - start
    return found


SEGMENTS = group(
    "segments",
    {
        f"segment{cost}_{name}": f"{meaning} the main segment at a cost of {cost} words a line."
        for cost in COSTS
        for name, meaning in (
            ("inside", "1 if it is in"),
            ("from_start", "Signed distance in lines from the start of"),
            ("from_end", "Signed distance in lines from the end of"),
            ("prose_share", "Share of the running text of the page in"),
            ("lines", "Number of lines of"),
        )
    },
    _segments,
)


def maximum_segment(weights: Floats) -> tuple[int, int]:
    """Return start and end of the contiguous segment with the greatest sum; empty if no weight is positive."""
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return int(np.argmin(sums[: end + 1])), end
