"""Select the blocks to keep, given the probability of each: the cut with the best expected F-score."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.prediction import Prediction
from extractor.content.coherence import coherent
from extractor.content.comments import with_posts
from extractor.explanation import DecidingStage
from extractor.features.boilerplate import BOILERPLATE
from extractor.features.html.names import names_of
from extractor.options import Focus, Options
from extractor.types import HtmlDocument, Note

MIN_EXPECTED_F1 = 0.2  # if the best cut expects less, nothing on the page is worth keeping
BETA: dict[Focus, float] = {"precision": 0.5, "balanced": 1.0, "recall": 2.0}
ITEM_TAGS = frozenset({"tr", "li"})
SURE = 0.9  # a line that reads like "Read also: ..." is content only from this probability on
CAPTION_NAMES = frozenset({"caption", "captions"})
MIN_PROSE_WORDS = 10  # a block with as many words outside links is running text
MAX_NOTES = 20  # about dropped stretches
NOTE_CHARACTERS = 60


class Step(NamedTuple):
    """What one step of a selection left."""

    stage: DecidingStage
    kept: Array
    """For each block or line, whether it is kept after the step."""


class Selection(NamedTuple):
    """The blocks or lines to keep, and how good that should be."""

    kept: Array
    """For each block or line, whether to keep it."""
    expected: float
    """The expected word F1; 0 if nothing is kept."""
    cut: float = 1.0
    """The least probability that the cut keeps; 1 if it keeps nothing."""
    steps: tuple[Step, ...] = ()
    """The steps in order, of which the first is the cut, for an explanation."""


def select(page: HtmlDocument, prediction: Prediction, boilerplate_kinds: Array, options: Options) -> Selection:
    """Select the blocks of a page.

    Args:
        page: the page.
        prediction: the probabilities of its blocks.
        boilerplate_kinds: of the blocks that were classified one by one, as `features.boilerplate.kinds`.
        options: the focus and the place of comments. The focus `precision` keeps the body of an article alone, without
            title, byline and captions; `recall` keeps doubtful blocks too.

    """
    words = np.array([block.words for block in page.blocks], float)
    selection = best_cut(_average_items(page, prediction.probabilities, words), words, BETA[options.focus])
    boilerplate = np.zeros(len(page.blocks), bool)
    boilerplate[: len(boilerplate_kinds)] = boilerplate_kinds == BOILERPLATE
    steps = [Step("model", selection.kept)]
    steps.append(Step("boilerplate", selection.kept & ~(boilerplate & (prediction.probabilities < SURE))))
    steps.append(Step("coherence", coherent(page, steps[-1].kept, prediction.probabilities)))
    if options.focus == "precision":
        steps.append(Step("focus", steps[-1].kept & _body(page, steps[-1].kept)))
    steps.append(Step("posts", with_posts(page, steps[-1].kept, prediction, options.comments)))
    return selection._replace(kept=steps[-1].kept, steps=tuple(steps))


def best_cut(probabilities: Floats, words: Floats, beta: float = 1.0) -> Selection:
    """Keep the most probable blocks, down to the cut with the best expected F-score.

    The expected number of right words is the sum of probability times words, over the kept blocks and over the page.
    Source: Lewis, "Evaluating and optimizing autonomous text classification systems", SIGIR 1995.

    Args:
        probabilities: one for each block.
        words: the number of words of each block.
        beta: as in F-beta; above 1 favours recall, below 1 precision.

    """
    kept = np.zeros(len(probabilities), bool)
    if not len(probabilities):
        return Selection(kept, 0.0)
    order = np.argsort(-probabilities, kind="stable")
    taken, right = np.cumsum(words[order]), np.cumsum((probabilities * words)[order])
    square = beta * beta
    scores = (1 + square) * right / np.maximum(taken + square * right[-1], 1e-9)
    last = int(np.argmax(scores))
    expected = float(2 * right[last] / max(taken[last] + right[-1], 1e-9))
    if expected < MIN_EXPECTED_F1:
        return Selection(kept, 0.0)
    kept[order[: last + 1]] = True
    return Selection(kept, expected, float(probabilities[order[last]]))


def _average_items(page: HtmlDocument, probabilities: Floats, words: Floats) -> Floats:
    """Average the probabilities within each table row or list item, so that it is kept or dropped whole."""
    items: dict[int, list[int]] = {}
    for index, block in enumerate(page.blocks):
        item = next((each.number for each in reversed(block.structure) if each.tag in ITEM_TAGS), None)
        if item is not None:
            items.setdefault(item, []).append(index)
    averaged = probabilities.copy()
    for parts in items.values():
        if len(parts) > 1:
            weights = words[parts] + 1
            averaged[parts] = (probabilities[parts] * weights).sum() / weights.sum()
    return averaged


def _body(page: HtmlDocument, kept: Array) -> Array:
    """Tell which blocks stand from the first running text on and are no captions; all if there is no running text."""
    is_prose = np.array([block.words - block.linked >= MIN_PROSE_WORDS for block in page.blocks])
    prose = np.flatnonzero(kept & is_prose)
    start = int(prose[0]) if len(prose) else 0
    return (np.arange(len(kept)) >= start) & ~_inside(page, CAPTION_NAMES)


def _inside(page: HtmlDocument, names: frozenset[str]) -> Array:
    """Tell which blocks stand in a container with one of `names`, with such a tag, or with `fig` before it."""
    within: list[bool] = []
    for container in page.containers:
        own = not names.isdisjoint({*names_of(container.tag, container.names), container.tag.removeprefix("fig")})
        within.append(own or (container.parent >= 0 and within[container.parent]))
    return np.array([within[block.container] for block in page.blocks])


def explain(step: str, page: HtmlDocument, prediction: Prediction, selection: Selection) -> Iterator[Note]:
    """Yield notes about the page type, the kept blocks, and every stretch of dropped blocks."""
    texts = [block.text for block in page.blocks]
    yield from notes(step, "block", texts, prediction, selection)


def notes(step: str, what: str, texts: Sequence[str], prediction: Prediction, selection: Selection) -> Iterator[Note]:
    """Yield the same for blocks or lines; `what` is `block` or `line`, `texts` are theirs."""
    probabilities, kept = prediction.probabilities, selection.kept
    yield Note(
        step, f"the page type is {prediction.page_type}, with probability {prediction.page_type_probability:.2f}"
    )
    if not kept.any():
        yield Note(
            step, f"no {what} is likely enough to be content; the greatest probability is {probabilities.max():.2f}"
        )
        return
    yield Note(
        step, f"kept {kept.sum()} of {len(kept)} {what}s, with probability {probabilities[kept].min():.2f} or more"
    )
    edges = np.flatnonzero(np.diff(np.concatenate(([True], kept, [True]))))
    for start, end in edges.reshape(-1, 2)[:MAX_NOTES].tolist():
        greatest = probabilities[start:end].max()
        reason = (
            f"dropped {end - start} {what}{'s' if end - start > 1 else ''}, with probability {greatest:.2f} or less"
        )
        yield Note(step, reason, texts[start][:NOTE_CHARACTERS])
