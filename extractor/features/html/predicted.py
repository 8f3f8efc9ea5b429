"""Features of a block that come from earlier stages: what its tokens weigh, and what a second extractor keeps."""

from typing import Any

import numpy as np

from extractor.features.html.inputs import HtmlInputs
from extractor.features.registry import group
from extractor.features.shared.windows import group_means, window_means

TOKEN_STAGE, POST_STAGE, FIRST_STAGE = "target_encoding", "posts", "first"
WINDOWS = (2, 6)  # blocks to either side

TOKEN_FEATURES = {
    "names_min": "Least weight of the names of all containers around it.",
    "names_max": "Greatest weight of the names of all containers around it.",
    "names_mean": "Mean over the containers around it, of the mean weight of their names.",
    "nearest_names_min": "Least weight of the names of the nearest container with a known name.",
    "nearest_names_max": "Greatest weight of the names of the nearest container with a known name.",
    "nearest_names_mean": "Mean weight of the names of the nearest container with a known name.",
    "names_level1": "Mean weight of the names of its container.",
    "names_level2": "Mean weight of the names of the container around its own.",
    "names_level3": "Mean weight of the names of the container around that.",
    "words_min": "Least weight of its words; the prior for a block that is no label.",
    "words_max": "Greatest weight of its words; the prior for a block that is no label.",
    "words_mean": "Mean weight of its words; the prior for a block that is no label.",
    "heading_words_min": "Least weight of the words of the heading above.",
    "heading_words_max": "Greatest weight of the words of the heading above.",
    "heading_words_mean": "Mean weight of the words of the heading above.",
}


def _tokens(blocks: HtmlInputs) -> dict[str, Any]:
    return dict(zip(TOKEN_FEATURES, blocks.predictions[TOKEN_STAGE], strict=True))


TOKENS = group("tokens", TOKEN_FEATURES, _tokens)


def _second_opinion(blocks: HtmlInputs) -> dict[str, Any]:
    words, dom, kept = blocks.words, blocks.dom, blocks.second_opinion
    if kept is None:
        message = "the second stage needs the share of each block that another extractor keeps"
        raise ValueError(message)
    weight = np.sqrt(words + 1)
    sums = dom.inside(np.column_stack([weight * kept, weight]))
    share = sums[:, 0] / np.maximum(sums[:, 1], 1)
    kept_words = (kept * words).sum()
    return {
        "first_probability": blocks.predictions[FIRST_STAGE],
        "kept": kept,
        **dict(zip((f"kept_window{half}" for half in WINDOWS), window_means(kept, weight, WINDOWS), strict=True)),
        **{f"kept_level{level}": share[dom.levels[level - 1]] for level in (1, 2, 3)},
        "kept_signature": group_means(kept, weight, blocks.signatures),
        "kept_of_page": kept_words / max(words.sum(), 1),
        "kept_words": np.log1p(kept_words),
    }


SECOND_OPINION = group(
    "second opinion",
    {
        "first_probability": "Probability by the first stage.",
        "kept": "Share of its words that the other extractor keeps.",
        **{f"kept_window{half}": f"Share kept of {half} blocks to either side and itself." for half in WINDOWS},
        **{
            f"kept_level{level}": f"Share kept in its container of level {level} (1 is its own)." for level in (1, 2, 3)
        },
        "kept_signature": "Share kept of the blocks with the same signature.",
        "kept_of_page": "Share kept of the words of the page.",
        "kept_words": "Logarithm of 1 + the words of the page that are kept.",
    },
    _second_opinion,
)
"""What another extractor keeps of each block and around it."""
