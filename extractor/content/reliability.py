"""Values that tell how far a selection of blocks or lines can be trusted; `classify.reliability` has their weights."""

from typing import Final, NamedTuple

import numpy as np

from extractor.arrays import Array
from extractor.classify.html import POSTS
from extractor.classify.plaintext import TITLE
from extractor.classify.prediction import Prediction
from extractor.content.select import Selection
from extractor.document.words import is_spaced
from extractor.features.html.inputs import HtmlInputs
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.predicted import WORDS_STAGE
from extractor.features.shared.inputs import TextInputs
from extractor.types import PAGE_TYPES

DOUBT: Final = (0.2, 0.8)  # a block with a probability between these is doubtful
POST: Final = 0.5  # from this probability on, a block is the text of a post
NO_VALUE: Final = 0.5  # stands for a value that the page does not have
IN_TITLE: Final = 0.4  # of the words of a block that the title has, and of those of the title that the block has
MIN_LEAD_PROSE: Final = 12  # words of running text
MIN_DESCRIPTION_SHARE: Final = 0.5  # of the words of the description
NEAREST: Final = 0.01  # an expected F1 counts as at least so far from 0 and from 1


def of_blocks(inputs: HtmlInputs, prediction: Prediction, selection: Selection) -> dict[str, float]:
    """Return the values of a selection of blocks, by name.

    Args:
        inputs: the features of the blocks of the page, after the stages that answer.
        prediction: the probabilities that the selection was made with.
        selection: the blocks to keep.

    """
    kept, words = selection.kept[: inputs.size], inputs.words
    all_words, kept_words = float(max(words.sum(), 1)), float(max(words[kept].sum(), 1))
    posts, places = inputs.predictions[POSTS], _places(inputs)
    return {
        **_shared(inputs, prediction, selection),
        "kept_links": float(inputs.linked[kept].sum() / kept_words),
        "posts": float((posts * words).sum() / all_words),
        "kept_posts": float(words[kept & (posts >= POST)].sum() / kept_words),
        "title": float(places.title >= 0),
        "title_kept": _kept_at(kept, places.title),
        "lead_kept": _kept_at(kept, places.lead),
        "description_kept": _kept_at(kept, places.described),
        "agreement": _agreement(inputs, kept),
    }


def of_lines(inputs: LineInputs, prediction: Prediction, selection: Selection) -> dict[str, float]:
    """Return the values of a selection of lines, by name; the arguments are as those of `of_blocks`."""
    kept, words = selection.kept, inputs.words
    kept_words = float(max(words[kept].sum(), 1))
    texts = [text for text, keep in zip(inputs.texts, kept.tolist(), strict=True) if keep]
    characters = max(sum(map(len, texts)), 1)
    return {
        **_shared(inputs, prediction, selection),
        "lines": float(np.log1p(inputs.size)),
        "kept_lines": float(kept.mean()),
        "kept_stop_words": float(inputs.stop_words[kept].sum() / kept_words),
        "kept_sentences": float((inputs.ends_sentence * words)[kept].sum() / kept_words),
        "kept_boilerplate": float(words[kept & (inputs.boilerplate_kinds > 0)].sum() / kept_words),
        "kept_log_odds": float((inputs.predictions[WORDS_STAGE] * words)[kept].sum() / kept_words),
        "page_prose": float(inputs.prose.sum() / max(words.sum(), 1)),
        "title": float(inputs.predictions[TITLE].max()),
        "foreign": 1 - sum(len(text.encode("ascii", "ignore")) for text in texts) / characters,
        "unspaced": sum(len(text) for text in texts if not is_spaced(text)) / characters,
    }


def _shared(inputs: TextInputs, prediction: Prediction, selection: Selection) -> dict[str, float]:
    """Return the values that blocks and lines share."""
    size = inputs.size  # the page may have more blocks, which are classified by those
    kept, probabilities = selection.kept[:size], prediction.probabilities[:size]
    words, prose = inputs.words, inputs.prose
    all_words, kept_words = float(max(words.sum(), 1)), float(max(words[kept].sum(), 1))
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
        "doubtful": float(words[doubtful].sum() / kept_words),
        "stretches": float(np.log1p(edges)),
        **{f"type_{name}": probability for name, probability in page_types.items()},
    }


class Places(NamedTuple):
    """Indices of blocks that an article holds; -1 for none."""

    title: int
    lead: int
    """The first running text behind the title."""
    described: int
    """The block that the description of the page repeats."""


def _places(inputs: HtmlInputs) -> Places:
    in_title, of_title = inputs.title_overlap
    scores = np.where((in_title >= IN_TITLE) & (of_title >= IN_TITLE), in_title + of_title, 0.0)
    title = int(np.argmax(scores + (scores > 0) * inputs.headings)) if scores.any() else -1
    prose = np.flatnonzero(inputs.prose[title + 1 :] >= MIN_LEAD_PROSE)
    lead = title + 1 + int(prose[0]) if len(prose) else -1
    of_description = np.where(inputs.prose > 0, inputs.description_overlap[1], 0.0)
    described = int(np.argmax(of_description)) if of_description.max() >= MIN_DESCRIPTION_SHARE else -1
    return Places(title, lead, described)


def _kept_at(kept: Array, place: int) -> float:
    """Return 1 if the block at a place is kept, 0 if not, and `NO_VALUE` for no place."""
    return float(kept[place]) if place >= 0 else NO_VALUE


def _agreement(inputs: HtmlInputs, kept: Array) -> float:
    """Return the word F1 of the selection against the second opinion; `NO_VALUE` without one."""
    if inputs.second_opinion is None:
        return NO_VALUE
    both = float((inputs.second_opinion * inputs.words)[kept].sum())
    total = float(inputs.words[kept].sum() + (inputs.second_opinion * inputs.words).sum())
    return 2 * both / max(total, 1.0)
