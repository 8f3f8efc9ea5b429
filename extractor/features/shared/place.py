"""Where a block or line stands: from both ends of the page, and from headings, running text and end labels."""

from typing import Any

import numpy as np

from extractor.arrays import Array
from extractor.features.boilerplate import END
from extractor.features.shared.inputs import TextInputs

FAR = 999  # rows; stands for "there is none"


def place(inputs: TextInputs, heading_above: Array) -> dict[str, Any]:
    """Return the features of place that blocks and lines share, by name."""
    words, prose, size = inputs.words, inputs.prose, inputs.size
    index = np.arange(size)
    words_to, prose_to = np.cumsum(words), np.cumsum(prose)
    all_prose = max(prose.sum(), 1)
    below_heading = heading_above >= 0
    heading = np.maximum(heading_above, 0)
    headings = np.append(np.flatnonzero(inputs.headings), size + FAR)
    end_label = np.maximum.accumulate(np.where(inputs.boilerplate_kinds == END, index, -1))
    return {
        "index": index,
        "from_end": size - index,
        "position": index / size,
        "word_share_before": (words_to - words) / max(words.sum(), 1),
        "prose_share_before": (prose_to - prose) / all_prose,
        "prose_before": prose_to - prose,
        "prose_after": all_prose - prose_to,
        "since_heading": np.where(below_heading, index - heading_above, -1),
        "heading_boilerplate_kind": np.where(below_heading, inputs.boilerplate_kinds[heading], -1),
        "to_heading": np.minimum(headings[np.searchsorted(headings, index)] - index, FAR),
        "since_end_label": np.where(end_label >= 0, index - end_label, -1),
        "prose_since_end_label": np.where(end_label >= 0, prose_to - prose_to[np.maximum(end_label, 0)], -1),
        "from_longest": index - int(np.argmax(prose)),
    }


def meanings(row: str) -> dict[str, str]:
    """Return what the features of `place` mean; `row` is `block` or `line`."""
    return {
        "index": f"Number of {row}s before it.",
        "from_end": f"Number of {row}s from it to the end, itself included.",
        "position": f"Number of {row}s before it, as a share of all {row}s.",
        "word_share_before": "Share of the words of the page that stand before it.",
        "prose_share_before": "Share of the running text that stands before it.",
        "prose_before": "Words of running text before it.",
        "prose_after": "Words of running text behind it.",
        "since_heading": f"Number of {row}s since the last heading; -1 if there is none.",
        "heading_boilerplate_kind": "Boilerplate kind of the last heading; -1 if there is none.",
        "to_heading": f"Number of {row}s to the next heading, at most {FAR}.",
        "since_end_label": f"Number of {row}s since the last label that ends an article; -1 if there is none.",
        "prose_since_end_label": "Words of running text since the last such label; -1 if there is none.",
        "from_longest": f"Signed distance in {row}s from the longest {row} of running text.",
    }
