"""Classify an HTML page: its type, and for each block the probability that it is content."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from extractor.arrays import Floats
from extractor.classify import threads
from extractor.classify.page_type import PageTypeModel
from extractor.classify.prediction import NOTHING, Prediction
from extractor.classify.stages import Model, Stage, run
from extractor.classify.target_encoding import TargetEncoding
from extractor.classify.trees import Trees
from extractor.features.html import own, page, predicted, surroundings, tree
from extractor.features.html.inputs import HtmlInputs, read
from extractor.features.registry import FeatureGroup
from extractor.features.shared.page_type import PAGE_TYPE, PAGE_TYPE_STAGE
from extractor.profiles import PROFILES
from extractor.structured_data.read import StructuredData
from extractor.types import Block, HtmlDocument

MAX_BLOCKS = 12_000  # of a page that are classified one by one
POSTS, FIRST, SECOND = predicted.POST_STAGE, predicted.FIRST_STAGE, "second"

BLOCK_FEATURES: tuple[FeatureGroup[HtmlInputs], ...] = (
    own.OWN,
    tree.ANCESTORS,
    tree.SUBTREES,
    surroundings.KINDS,
    surroundings.NEIGHBOURS,
    surroundings.PLACE,
    tree.MAIN_SUBTREES,
    page.PAGE,
)
"""Those that need no prediction."""
_FIRST_FEATURES: tuple[FeatureGroup[HtmlInputs], ...] = (*BLOCK_FEATURES, predicted.TOKENS, PAGE_TYPE)
FIRST_STAGES: tuple[Stage[HtmlInputs], ...] = (
    Stage(name=predicted.TOKEN_STAGE, inputs=(), model=TargetEncoding),
    Stage(name=PAGE_TYPE_STAGE, inputs=(page.PAGE_SUMMARY,), model=PageTypeModel),
    Stage(name=POSTS, inputs=_FIRST_FEATURES, model=Trees),
    Stage(name=FIRST, inputs=_FIRST_FEATURES, model=Trees),
)
SECOND_STAGES: tuple[Stage[HtmlInputs], ...] = (
    Stage(name=SECOND, inputs=(*_FIRST_FEATURES, predicted.SECOND_OPINION), model=Trees),
)
"""They need `HtmlInputs.second_opinion`."""
STAGES = (*FIRST_STAGES, *SECOND_STAGES)
ANSWERING = (FIRST, SECOND)
"""The stages whose probabilities answer, in `fast` and in `accurate` mode; each has a calibration."""


def classify(
    document: HtmlDocument, structured: StructuredData, models: Mapping[str, Model]
) -> tuple[Prediction, HtmlInputs | None]:
    """Run the first stages.

    Returns:
        The prediction for all blocks, and the inputs of the first `MAX_BLOCKS`; None for a page without blocks.

    """
    if not document.blocks:
        return NOTHING, None
    classified = document
    if len(document.blocks) > MAX_BLOCKS:
        classified = replace(document, blocks=document.blocks[:MAX_BLOCKS])
    inputs = read(classified, structured)
    run(FIRST_STAGES, models, inputs)
    probabilities = inputs.predictions[FIRST]
    if classified is not document:
        probabilities = _for_all_blocks(document, probabilities)
    prediction = Prediction(inputs.predictions[PAGE_TYPE_STAGE], probabilities)
    is_thread = PROFILES[prediction.page_type].comments
    posts = threads.find(document, inputs.predictions[POSTS], inputs.predictions[FIRST], is_thread=is_thread)
    return prediction._replace(posts=posts), inputs


def classify_again(
    inputs: HtmlInputs, prediction: Prediction, second_opinion: Floats, models: Mapping[str, Model]
) -> Prediction:
    """Run the second stage on a page of at most `MAX_BLOCKS` blocks.

    Args:
        inputs: as the first stages left them.
        prediction: of the first stages.
        second_opinion: for each block, the share of its words (0 to 1) that another extractor keeps.
        models: one for each stage.

    """
    inputs.second_opinion = second_opinion
    run(SECOND_STAGES, models, inputs)
    return prediction._replace(probabilities=answer_of(SECOND, inputs))


def answer_of(stage: str, inputs: HtmlInputs) -> Floats:
    """Return the probabilities that a stage answers with.

    The second opinion may only rule out blocks: a block is as likely as the more doubtful of the two stages says.
    """
    if stage == FIRST:
        return inputs.predictions[FIRST]
    return np.minimum(inputs.predictions[FIRST], inputs.predictions[stage])


def _for_all_blocks(document: HtmlDocument, probabilities: Floats) -> Floats:
    """Extend the probabilities of the first blocks: each later block has the mean of the first blocks of its kind.

    Blocks are of one kind if they have the same tag, in containers of the same tag and names, inside others alike. A
    kind that the first blocks lack has the mean of all.
    """
    sums: dict[tuple[str, ...], list[float]] = {}
    kinds = [sums.setdefault(_kind(document, block), [0.0, 0.0]) for block in document.blocks]
    for kind, probability in zip(kinds, probabilities.tolist(), strict=False):
        kind[0] += probability
        kind[1] += 1
    mean = float(probabilities.mean())
    later = [total / count if count else mean for total, count in kinds[len(probabilities) :]]
    return np.concatenate([probabilities, later])


def _kind(document: HtmlDocument, block: Block) -> tuple[str, ...]:
    tag, parent, names, *_ = document.containers[block.container]
    around = document.containers[parent]
    return block.tag, tag, names, around.tag, around.names
