"""The engine of `accurate` mode: the blocks that the second stage selects, knowing what trafilatura keeps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from extractor.arrays import Floats
from extractor.classify.html import FIRST, MAX_BLOCKS, SECOND, classify_again
from extractor.classify.models import StageModels
from extractor.classify.prediction import Prediction
from extractor.content import blocks, trafilatura
from extractor.content.alignment import kept_shares
from extractor.content.candidate import candidate
from extractor.content.coherence import prose_of, with_gap
from extractor.content.reliability import of_blocks
from extractor.content.select import Selection, explain, select
from extractor.document import media
from extractor.features.html.inputs import HtmlInputs
from extractor.options import Options
from extractor.types import Candidate, HtmlDocument, Note

NAME: Final = "choose"  # as notes name this step


def propose(
    page: HtmlDocument,
    inputs: HtmlInputs | None,
    prediction: Prediction,
    models: StageModels,
    options: Options,
) -> Candidate:
    """Ask trafilatura, classify the blocks again, and return the selected ones.

    The candidate is named after the engine that it is closer to: `trafilatura`, or `blocks` for the first stage.

    Args:
        page: the page.
        inputs: the features of its blocks; None for a page without blocks.
        prediction: of the first stage.
        models: those for HTML pages.
        options: the choices of the caller.

    """
    opinion = trafilatura.propose(page, prediction)
    if inputs is None:
        return opinion
    kept = kept_shares(page.blocks, opinion.text)
    stage, second = FIRST, prediction
    if len(page.blocks) <= MAX_BLOCKS:
        stage, second = SECOND, classify_again(inputs, prediction, kept, models.stages)
    alone, selection = (select(page, each, inputs.boilerplate_kinds, options) for each in (prediction, second))
    distances = _distances(page, selection, {opinion.engine: kept, blocks.NAME: alone.kept.astype(float)})
    estimate = models.calibrations[stage].estimate(of_blocks(inputs, second, selection))
    proposed = candidate(
        min(distances, key=lambda engine: distances[engine]),
        media.place(page, selection.kept),
        page.base,
        estimate=estimate,
        notes=(
            *opinion.notes,
            Note(
                NAME,
                "the answer is "
                + ", ".join(f"{distance:.0f} words from {engine}" for engine, distance in distances.items()),
            ),
            *explain(NAME, page, second, selection),
        ),
    )
    return replace(with_gap(proposed, selection.kept, *prose_of(page)), compared=(opinion,))


def _distances(page: HtmlDocument, selection: Selection, engines: Mapping[str, Floats]) -> dict[str, float]:
    """Return for each engine the number of words that it keeps or drops unlike the selection.

    `engines` has for each engine the share of each block that it keeps.
    """
    words = np.array([block.words for block in page.blocks], float)
    return {engine: float((np.abs(share - selection.kept) * words).sum()) for engine, share in engines.items()}
