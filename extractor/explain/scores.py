"""The scores of blocks and lines, split into the contributions of features."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from extractor.arrays import Array
from extractor.classify.trees import Trees
from extractor.explain.contributions import contributions
from extractor.explanation import Reason, Score
from extractor.features.shared.inputs import TextInputs

MAX_REASONS: Final = 6  # of a block
DECIMALS: Final = 9  # of log-odds
VALUE_DIGITS: Final = 6  # significant ones of a value


def scores_of(
    name: str, model: Trees, inputs: TextInputs, decided: Array, rows: Array | None = None
) -> Iterator[tuple[int, Score]]:
    """Yield the index and the score of each row that a model decided.

    The contributions are compared with their means over the rows that the model read, so that what is the same for all
    of them is part of the base.

    Args:
        name: of the model.
        model: the trees.
        inputs: the features.
        decided: the indices of the rows to explain.
        rows: the indices of the rows that the model read; all by default.

    """
    read = np.arange(inputs.size) if rows is None else rows
    matrix = np.ascontiguousarray(model.features.matrix(inputs, inputs.size, rows), np.float32)
    parts = contributions(model.forest, matrix)
    means, value_means = parts.values.mean(axis=0), matrix.mean(axis=0, dtype=float)
    at = np.searchsorted(read, decided)
    scores, values = parts.scores[at], parts.values[at] - means
    base = round(parts.base + float(means.sum()), DECIMALS)
    greatest = np.argsort(-np.abs(values), axis=1, kind="stable")[:, :MAX_REASONS]
    names = model.features.names
    for index, row, score, own, columns in zip(decided.tolist(), at, scores.tolist(), values, greatest, strict=True):
        reasons = tuple(
            Reason(names[column], shown(matrix[row, column]), shown(value_means[column]), round(part, DECIMALS))
            for column, part in zip(columns.tolist(), own[columns].tolist(), strict=True)
            if part
        )
        log_odds = round(score, DECIMALS)
        rest = round(log_odds - base - sum(each.contribution for each in reasons), DECIMALS)
        yield index, Score(name, log_odds, base, reasons, rest)


def shown(value: float) -> float:
    """Return a value with `VALUE_DIGITS` significant digits."""
    return float(f"{value:.{VALUE_DIGITS}g}")


def meanings(models: Sequence[Trees], scores: Sequence[Score | None]) -> dict[str, str]:
    """Return what the features mean that the reasons of `scores` name."""
    named = {reason.feature for score in scores if score for reason in score.reasons}
    features = (feature for model in models for feature in model.features.features)
    return {each.name: each.meaning for each in features if each.name in named}
