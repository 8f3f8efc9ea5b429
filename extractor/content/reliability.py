"""Values that tell how far a selection of blocks can be trusted; `classify.reliability` has their weights."""

from typing import Final

import numpy as np

from extractor.classify.html import POSTS
from extractor.classify.prediction import Prediction
from extractor.content.select import Selection
from extractor.features.html.inputs import HtmlInputs
from extractor.types import PAGE_TYPES, Floats

DOUBT: Final = (0.2, 0.8)  # a block with a probability between these is doubtful
POST: Final = 0.5  # from this probability on, a block is the text of a post
UNKNOWN: Final = 0.5  # stands for a value that the page does not have
NEAREST: Final = 0.01  # an expected F1 counts as at least so far from 0 and from 1


def values_of(inputs: HtmlInputs, prediction: Prediction, selection: Selection) -> dict[str, float]:
    """Return the values, by name.

    Args:
        inputs: the features of the blocks of the page, after the stages that answer.
        prediction: the probabilities that the selection was made with.
        selection: the blocks to keep.

    """
    size = inputs.size  # the page may have more blocks, which are classified by those
    kept, probabilities = selection.kept[:size], prediction.probabilities[:size]
    words, prose = inputs.words, inputs.prose
    all_words, kept_words = float(max(words.sum(), 1)), float(max(words[kept].sum(), 1))
    posts = inputs.predictions[POSTS]
    page_types = dict(zip(PAGE_TYPES, prediction.page_type_probabilities.tolist(), strict=True))
    expected = min(max(selection.expected, NEAREST), 1 - NEAREST)
    doubtful = (probabilities > DOUBT[0]) & (probabilities < DOUBT[1])
    edges = int(np.count_nonzero(np.diff(kept.astype(int)) == 1)) + int(kept[0])
    return {
        "expected": float(np.log(expected / (1 - expected))),
        "kept_words": float(np.log1p(kept_words)),
        "kept_share": kept_words / all_words,
        "kept_prose": float(prose[kept].sum() / max(prose.sum(), 1)),
        "kept_probability": float((probabilities * words)[kept].sum() / kept_words),
        "kept_links": float(inputs.linked[kept].sum() / kept_words),
        "doubtful": float(words[doubtful].sum() / kept_words),
        "stretches": float(np.log1p(edges)),
        "posts": float((posts * words).sum() / all_words),
        "kept_posts": float(words[kept & (posts >= POST)].sum() / kept_words),
        "title": float(np.any(_values(inputs, "from_title") == 0)),
        "title_kept": _share_at(kept, _values(inputs, "from_title")),
        "lead_kept": _share_at(kept, _values(inputs, "from_lead")),
        "description_kept": _share_at(kept, _values(inputs, "from_described")),
        "agreement": _agreement(inputs, kept),
        **{f"type_{name}": probability for name, probability in page_types.items()},
    }


def _values(inputs: HtmlInputs, name: str) -> Floats:
    return np.broadcast_to(inputs.values[name], (inputs.size,))


def _share_at(kept: Floats, distance: Floats) -> float:
    """Return 1 if the block at distance 0 is kept, 0 if not, and `UNKNOWN` if there is none."""
    place = np.flatnonzero(distance == 0)
    return float(kept[place[0]]) if len(place) else UNKNOWN


def _agreement(inputs: HtmlInputs, kept: Floats) -> float:
    """Return the word F1 of the selection against the second opinion; `UNKNOWN` without one."""
    if inputs.second_opinion is None:
        return UNKNOWN
    both = float((inputs.second_opinion * inputs.words)[kept].sum())
    total = float(inputs.words[kept].sum() + (inputs.second_opinion * inputs.words).sum())
    return 2 * both / max(total, 1.0)
