"""Explain the lines of plain text."""

from dataclasses import replace

import numpy as np

from extractor.classify.models import StageModels
from extractor.classify.plaintext import FIRST, HOPELESS, SECOND
from extractor.classify.trees import Trees
from extractor.content.plaintext import select
from extractor.explain.blocks import Explained, deciding
from extractor.explain.scores import meanings, scores_of
from extractor.explain.sentences import Decision, why
from extractor.explain.steps import PlainTextSteps
from extractor.explanation import BlockExplanation, Score, Verdict
from extractor.features.plaintext.inputs import LineInputs


def explain(steps: PlainTextSteps) -> Explained:
    """Explain each line of a page, or of a piece of one."""
    page, lines, prediction, models, options = steps
    if lines is None:
        return Explained((), {})
    probabilities = prediction.probabilities
    selection = select(lines, prediction, options.focus)
    stages = deciding(selection, probabilities, probabilities)
    scores = _scores(lines, models)
    found = []
    for index, line in enumerate(page.lines):
        verdict: Verdict = "kept" if selection.kept[index] else "dropped"
        first = float(lines.predictions[FIRST][index])
        decision = Decision(stages[index], verdict, float(probabilities[index]), selection.cut, first, "line")
        found.append(
            BlockExplanation(
                index=index,
                path="",
                tag="p",
                text=f"{line.mark} {line.text}".lstrip(),
                verdict=decision.verdict,
                probability=decision.probability,
                stage=decision.stage,
                why=why(decision),
                score=scores.get(index),
            )
        )
    read = [model for model in models.stages.values() if isinstance(model, Trees)]
    return Explained(tuple(found), meanings(read, list(scores.values())))


def joined(pieces: list[Explained]) -> Explained:
    """Join the explanations of the pieces of a page."""
    blocks = [block for piece in pieces for block in piece.blocks]
    numbered = tuple(replace(block, index=index) for index, block in enumerate(blocks))
    return Explained(numbered, {name: meaning for piece in pieces for name, meaning in piece.meanings.items()})


def _scores(lines: LineInputs, models: StageModels) -> dict[int, Score]:
    """Return the scores of the lines by the model that decided about each."""
    hopeful = lines.predictions[FIRST] >= HOPELESS
    scores: dict[int, Score] = {}
    for name, decided, rows in (
        (SECOND, np.flatnonzero(hopeful), np.flatnonzero(hopeful)),
        (FIRST, np.flatnonzero(~hopeful), None),
    ):
        model = models.stages[name]
        if len(decided) and isinstance(model, Trees):
            scores.update(scores_of(name, model, lines, decided, rows))
    return scores
