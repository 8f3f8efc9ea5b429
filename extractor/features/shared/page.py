"""Features of the page as a whole that HTML and plain text share."""

from typing import Any

import numpy as np

from extractor.features.shared.inputs import TextInputs


def statistics(inputs: TextInputs) -> dict[str, Any]:
    """Return the features, by name."""
    total, size = max(inputs.words.sum(), 1), inputs.size
    return {
        "page_words": total,
        "page_prose": inputs.prose.sum() / total,
        "page_stop_words": inputs.stop_words.sum() / total,
        "page_ends_sentence": np.count_nonzero(inputs.ends_sentence) / size,
        "page_headings": np.count_nonzero(inputs.headings) / size,
        "page_boilerplate": np.count_nonzero(inputs.boilerplate_kinds) / size,
        "page_longest": inputs.words.max(),
        "page_words_per_row": total / size,
    }


def meanings(row: str) -> dict[str, str]:
    """Return what the features mean; `row` is `block` or `line`."""
    return {
        "page_words": "Number of words of the page.",
        "page_prose": "Share of the words of the page in running text.",
        "page_stop_words": "Share of stop words among the words of the page.",
        "page_ends_sentence": f"Share of {row}s that end as sentences do.",
        "page_headings": f"Share of {row}s that are headings.",
        "page_boilerplate": f"Share of {row}s that read like boilerplate.",
        "page_longest": f"Number of words of the longest {row}.",
        "page_words_per_row": f"Words of the page for each {row}.",
    }
