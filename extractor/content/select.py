"""Which blocks to keep, given the chance that each is content: the cut with the best F-score to expect."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from extractor.classify.html import Prediction
from extractor.features.boilerplate import FURNITURE
from extractor.features.html.blocks import COLUMNS
from extractor.features.html.names import names_of
from extractor.options import Focus
from extractor.types import Array, Floats, HtmlDocument, Note

HOPELESS = 0.2  # where the best cut expects a lower F1 than this, nothing on the page is worth keeping
BETA: dict[Focus, float] = {"precision": 0.5, "balanced": 1.0, "recall": 2.0}
ITEMS = frozenset({"tr", "li"})
SURE = 0.9  # a line that reads like "Read also: ..." is content only where its chance is at least this
CAPTIONS = frozenset({"caption", "captions"})
COMMENTS = frozenset({"comment", "comments", "replies", "responses", "discussion"})
PROSE_WORDS = 10  # a block with as many words that are not in links is running text
NOTES = 20  # stretches of dropped blocks that are named

_KIND = COLUMNS.index("kind")


class Selection(NamedTuple):
    """What to keep, and how good that should be."""

    kept: Array
    """For each block, whether to keep it."""
    expected: float
    """The word F1 to expect; 0 where nothing is kept."""


def select(page: HtmlDocument, prediction: Prediction, focus: Focus) -> Selection:
    """The blocks of `page` to keep, as its chances and the caller's focus have it.

    `precision` keeps the body of an article alone: no title, byline or captions. `recall` keeps doubtful blocks and
    readers' comments too.
    """
    words = np.array([block.words for block in page.blocks], float)
    selection = cut(_by_item(page, prediction.probabilities, words), words, BETA[focus])
    if prediction.measures is not None:
        furniture = np.zeros(len(page.blocks), bool)
        furniture[: len(prediction.measures.table)] = prediction.measures.table[:, _KIND] == FURNITURE
        selection = selection._replace(kept=selection.kept & ~(furniture & (prediction.probabilities < SURE)))
    if focus == "precision":
        return selection._replace(kept=selection.kept & _body(page, selection.kept))
    if focus == "recall":
        return selection._replace(kept=selection.kept | _named(page, COMMENTS) & _prose(page))
    return selection


def cut(chances: Floats, words: Floats, beta: float = 1.0) -> Selection:
    """Keep the likeliest blocks, down to where the F-score to expect of the page peaks.

    With blocks sorted by chance, the words that are right among the first are expected to be the sum of chance times
    words, and so are all right words of the page. `beta` above 1 favours recall, below 1 precision, as in F-beta.
    After Lewis, "Evaluating and optimizing autonomous text classification systems", SIGIR 1995.
    """
    kept = np.zeros(len(chances), bool)
    if not len(chances):
        return Selection(kept, 0.0)
    order = np.argsort(-chances, kind="stable")
    taken, right = np.cumsum(words[order]), np.cumsum((chances * words)[order])
    square = beta * beta
    scores = (1 + square) * right / np.maximum(taken + square * right[-1], 1e-9)
    last = int(np.argmax(scores))
    expected = float(2 * right[last] / max(taken[last] + right[-1], 1e-9))
    if expected < HOPELESS:
        return Selection(kept, 0.0)
    kept[order[: last + 1]] = True
    return Selection(kept, expected)


def _by_item(page: HtmlDocument, chances: Floats, words: Floats) -> Floats:
    """The chances, those of what stands in one row or one list item made one: half of either says something else."""
    items: dict[int, list[int]] = {}
    for index, block in enumerate(page.blocks):
        item = next((number for tag, number in reversed(block.structure) if tag in ITEMS), None)
        if item is not None:
            items.setdefault(item, []).append(index)
    together = chances.copy()
    for parts in items.values():
        if len(parts) > 1:
            together[parts] = np.average(chances[parts], weights=words[parts] + 1)
    return together


def _prose(page: HtmlDocument) -> Array:
    return np.array([block.words - block.linked >= PROSE_WORDS for block in page.blocks])


def _body(page: HtmlDocument, kept: Array) -> Array:
    """What stands from the first running text on, captions aside; all of it where none is running text."""
    prose = np.flatnonzero(kept & _prose(page))
    start = int(prose[0]) if len(prose) else 0
    return (np.arange(len(kept)) >= start) & ~_named(page, CAPTIONS)


def _named(page: HtmlDocument, names: frozenset[str]) -> Array:
    """For each block, whether a container around it has one of `names`, or its tag, or `fig` before that."""
    within: list[bool] = []
    for container in page.containers:
        own = not names.isdisjoint({*names_of(container.tag, container.names), container.tag.removeprefix("fig")})
        within.append(own or (container.parent >= 0 and within[container.parent]))
    return np.array([within[block.container] for block in page.blocks])


def explain(step: str, page: HtmlDocument, prediction: Prediction, selection: Selection) -> Iterator[Note]:
    """What the page was taken for, what was kept, and every stretch of blocks that was not."""
    yield Note(step, f"the page is taken for: {prediction.page_type}, {prediction.page_type_probability:.2f}")
    yield from stretches(step, "block", [block.text for block in page.blocks], prediction.probabilities, selection)


def stretches(step: str, what: str, texts: Sequence[str], chances: Floats, selection: Selection) -> Iterator[Note]:
    """How many of the blocks or lines (`what`) were kept, and every stretch of them that was not."""
    if not selection.kept.any():
        yield Note(step, f"no {what} is likely enough to be content; the likeliest is {chances.max():.2f}")
        return
    kept, least = selection.kept.sum(), chances[selection.kept].min()
    yield Note(step, f"kept {kept} of {len(chances)} {what}s, down to {least:.2f}")
    edges = np.flatnonzero(np.diff(np.concatenate(([True], selection.kept, [True]))))
    for start, end in edges.reshape(-1, 2)[:NOTES].tolist():
        reason = f"dropped {end - start} {what}s, none likelier than {chances[start:end].max():.2f}"
        yield Note(step, reason, texts[start][:60])
