"""What the trained models make of a page: its type, and for each block the chance that it is content."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from extractor.classify.models import PageModels
from extractor.features.html import blocks
from extractor.features.html import names as tokens
from extractor.features.html import page_type as pages
from extractor.features.html.blocks import Measures
from extractor.features.shared import windows as means
from extractor.structured_data.read import StructuredData
from extractor.types import PAGE_TYPES, Block, Container, Floats, HtmlDocument, PageType

JUDGED: Final = "blocks"  # the engine that answers by these judgements alone
WINDOWS = (2, 6)  # blocks to either side
WITNESS = (
    "chance", "kept", *(f"kept_window{half}" for half in WINDOWS), "kept_own", "kept_around", "kept_beyond",
    "kept_twins", "kept_of_page", "kept_words",
)  # fmt: skip
"""Columns that say what another engine keeps."""
COLUMNS = (
    *blocks.COLUMNS,
    *(f"names_{name}" for name in tokens.CONTAINER_COLUMNS),
    *(f"text_{name}" for name in tokens.TEXT_COLUMNS),
    *(f"type_{name}" for name in PAGE_TYPES),
)
MAX_BLOCKS = 12_000  # that are judged one by one
SURE = 0.01  # chances of a page type are told apart down to this


class Prediction(NamedTuple):
    """What is thought of a page before any engine answers."""

    page_type: PageType | None
    """None for a page without blocks."""
    page_type_probability: float
    """The chance that it is of this type."""
    probabilities: Floats
    """For each block, the chance that it is content."""
    measures: Measures | None
    """Of the first `MAX_BLOCKS` blocks."""
    table: Floats
    """What their chances come from: shape (blocks, `COLUMNS`)."""
    models: PageModels
    """Who judged."""


def judge(page: HtmlDocument, sources: StructuredData, models: PageModels) -> Prediction:
    """Judge every block of `page` by itself and its surroundings."""
    if not page.blocks:
        return Prediction(None, 0.0, np.zeros(0), None, np.zeros((0, len(COLUMNS))), models)
    if len(page.blocks) > MAX_BLOCKS:
        prediction = judge(replace(page, blocks=page.blocks[:MAX_BLOCKS]), sources, models)
        return prediction._replace(probabilities=_by_kind(page, prediction.probabilities))
    measures = blocks.measure(page, sources)
    shares = models.page_type.shares(pages.tokens_of(page, sources, measures), pages.row(measures))
    table = tabulate(page.containers, measures, models.encoding, shares)
    best = int(np.argmax(shares))
    return Prediction(PAGE_TYPES[best], float(shares[best]), models.alone.probabilities(table), measures, table, models)


def tabulate(containers: Sequence[Container], measures: Measures, encoding: tokens.Encoding, shares: Floats) -> Floats:
    """All columns about the blocks in `containers`, given the chances of the page's types."""
    shape = measures.shape
    return np.hstack(
        [
            measures.table,
            tokens.containers(containers, shape.own, shape.parents, encoding),
            tokens.texts(measures.split, measures.above, encoding),
            np.broadcast_to(np.log(shares + SURE), (len(measures.table), len(shares))),
        ]
    )


def _by_kind(page: HtmlDocument, chances: Floats) -> Floats:
    """The chances of all blocks, given those of the first ones: of the others, the mean over the first of their kind.

    Blocks are of one kind that have the same tag, in containers of the same tag and names, inside others alike. One of
    a kind that is not among the first has the mean of all.
    """
    sums: dict[tuple[str, ...], list[float]] = {}
    kinds = [sums.setdefault(_kind(page, block), [0.0, 0.0]) for block in page.blocks]
    for kind, chance in zip(kinds, chances.tolist(), strict=False):
        kind[0] += chance
        kind[1] += 1
    mean = float(chances.mean())
    others = [total / count if count else mean for total, count in kinds[len(chances) :]]
    return np.concatenate([chances, others])


def _kind(page: HtmlDocument, block: Block) -> tuple[str, ...]:
    tag, parent, names, *_ = page.containers[block.container]
    around = page.containers[parent]
    return block.tag, tag, names, around.tag, around.names


def judge_again(prediction: Prediction, kept: Floats) -> Prediction:
    """The prediction of up to `MAX_BLOCKS` blocks once it is known how much of each another engine keeps (0 to 1)."""
    if prediction.measures is None:
        return prediction
    heard = witness(prediction.measures, prediction.probabilities, kept)
    return prediction._replace(
        probabilities=prediction.models.with_trafilatura.probabilities(np.hstack([prediction.table, heard]))
    )


def witness(measures: Measures, chances: Floats, kept: Floats) -> Floats:
    """What the answer of another engine says about every block: shape (blocks, `WITNESS`)."""
    words, shape, size = measures.words, measures.shape, len(kept)
    weight = np.sqrt(words + 1)
    totals = shape.inside(np.column_stack([weight * kept, weight]))
    share_in = totals[:, 0] / np.maximum(totals[:, 1], 1)
    of_page = (kept * words).sum()
    return np.column_stack(
        [
            chances,
            kept,
            *means.around(kept, weight, WINDOWS),
            *share_in[shape.levels[:3]],
            means.of_kind(kept, weight, measures.twins),
            np.full(size, of_page / max(words.sum(), 1)),
            np.full(size, np.log1p(of_page)),
        ]
    )
