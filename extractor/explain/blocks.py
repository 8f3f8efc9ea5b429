"""Explain the blocks of an HTML page."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from extractor.arrays import Array, Floats
from extractor.classify.html import FIRST, POSTS, SECOND, answer_of
from extractor.classify.models import StageModels
from extractor.classify.prediction import Prediction
from extractor.classify.trees import Trees
from extractor.content.select import Selection, select
from extractor.explain.scores import meanings, scores_of
from extractor.explain.sentences import Decision, why
from extractor.explain.steps import HtmlSteps
from extractor.explanation import BlockExplanation, DecidingStage, Score, Verdict
from extractor.features.html.inputs import HtmlInputs
from extractor.options import Options
from extractor.profiles import PROFILES
from extractor.types import Container

MAX_PATH: Final = 8  # containers around a block that its path names
MAX_NAMES: Final = 2  # class names of each
MAX_NAME_CHARACTERS: Final = 30


class Explained(NamedTuple):
    """The blocks or lines of a page, and what the features mean that their reasons name."""

    blocks: tuple[BlockExplanation, ...]
    meanings: Mapping[str, str]


def explain(steps: HtmlSteps) -> Explained:
    """Explain each block of a page."""
    page, inputs, prediction, options = steps.page, steps.inputs, steps.prediction, steps.options
    if inputs is None:
        return Explained((), {})
    first = prediction.probabilities
    if SECOND in inputs.predictions:
        prediction = prediction._replace(probabilities=answer_of(SECOND, inputs))
    selection = select(page, prediction, inputs.boilerplate_kinds, options)
    stages = deciding(selection, prediction.probabilities, first)
    stages[inputs.size :] = ["like_earlier_blocks"] * (len(page.blocks) - inputs.size)
    if steps.is_structured:
        stages = ["structured_data"] * len(page.blocks)
    verdicts = _verdicts(selection.kept & (not steps.is_structured), prediction, options)
    scores = _scores(inputs, steps.models, [verdict == "comment" for verdict in verdicts])
    posts, is_thread = _posts(prediction), PROFILES[prediction.page_type].comments
    paths: dict[int, str] = {}
    found = []
    for index, block in enumerate(page.blocks):
        post, is_text = posts.get(index, (None, False))
        decision = Decision(
            stages[index],
            verdicts[index],
            float(prediction.probabilities[index]),
            selection.cut,
            float(first[index]),
            "block",
            f"{'post' if is_thread else 'comment'} {post}" if post else "",
            is_text,
        )
        opinion = inputs.second_opinion
        found.append(
            BlockExplanation(
                index=index,
                path=paths.setdefault(block.container, "") or _path(page.containers, block.container, paths),
                tag=block.tag,
                text=block.text,
                verdict=decision.verdict,
                probability=decision.probability,
                stage=decision.stage,
                why=why(decision),
                second_opinion=None if opinion is None or index >= len(opinion) else round(float(opinion[index]), 3),
                post=post,
                score=scores.get(index),
            )
        )
    read = [model for model in steps.models.stages.values() if isinstance(model, Trees)]
    return Explained(tuple(found), meanings(read, list(scores.values())))


def deciding(selection: Selection, probabilities: Floats, first: Floats) -> list[DecidingStage]:
    """Return the stage that decided about each block or line.

    Args:
        selection: with its steps.
        probabilities: of the stage that answers.
        first: those of the first stage, which are as high or higher.

    """
    cut, *later = selection.steps
    if not cut.kept.any():
        return ["too_little"] * len(first)
    stages: list[DecidingStage] = ["model"] * len(first)
    ruled_out = ~cut.kept & (first >= selection.cut) & (probabilities < selection.cut)
    averaged = np.where(cut.kept, probabilities < selection.cut, probabilities > selection.cut)
    changes: list[tuple[DecidingStage, Array]] = [("second_opinion", ruled_out), ("items", averaged)]
    before = cut.kept
    for step in later:
        changes.append((step.stage, step.kept != before))
        before = step.kept
    for stage, changed in changes:
        for index in np.flatnonzero(changed).tolist():
            stages[index] = stage
    return stages


def _verdicts(kept: Array, prediction: Prediction, options: Options) -> list[Verdict]:
    verdicts: list[Verdict] = ["kept" if each else "dropped" for each in kept.tolist()]
    if not PROFILES[prediction.page_type].comments and options.comments != "drop":
        for index in {index for post in prediction.posts for index in post.text}:
            if verdicts[index] == "dropped":
                verdicts[index] = "comment"
    return verdicts


def _scores(inputs: HtmlInputs, models: StageModels, is_comment: Sequence[bool]) -> dict[int, Score]:
    """Return the scores of the blocks by the model that decided about each: the more doubtful one of the two."""
    comments = np.array(is_comment[: inputs.size], bool)
    second = np.zeros(inputs.size, bool)
    if SECOND in inputs.predictions:
        second = (inputs.predictions[SECOND] < inputs.predictions[FIRST]) & ~comments
    scores: dict[int, Score] = {}
    for name, decided in ((POSTS, comments), (SECOND, second), (FIRST, ~comments & ~second)):
        model = models.stages[name]
        if decided.any() and isinstance(model, Trees):
            scores.update(scores_of(name, model, inputs, np.flatnonzero(decided)))
    return scores


def _posts(prediction: Prediction) -> dict[int, tuple[int, bool]]:
    """Return for each block in a post the position of the post, and whether the block is its text."""
    found: dict[int, tuple[int, bool]] = {}
    for position, post in enumerate(prediction.posts, 1):
        found.update(dict.fromkeys(post.about, (position, False)))
    for position, post in enumerate(prediction.posts, 1):
        found.update(dict.fromkeys(post.text, (position, True)))
    return found


def _path(containers: Sequence[Container], index: int, paths: dict[int, str]) -> str:
    """Return the containers around a block, outermost first, and remember them in `paths`."""
    names: list[str] = []
    at = index
    while at >= 0 and len(names) < MAX_PATH:
        names.append(_name(containers[at]))
        at = containers[at].parent
    if at >= 0:
        names.append("…")
    paths[index] = " > ".join(reversed(names))
    return paths[index]


def _name(container: Container) -> str:
    named = (name[:MAX_NAME_CHARACTERS] for name in container.names.split(None, MAX_NAMES)[:MAX_NAMES])
    return ".".join((container.tag, *named))
