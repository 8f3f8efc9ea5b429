"""Learns how far an expected F1 can be trusted: `extractor.classify.parts.Calibration`."""

from collections.abc import Sequence

import numpy as np

from extractor.content.select import cut
from extractor.types import Floats
from training.samples import Measured


def learn(samples: Sequence[Measured], unseen: Sequence[Floats]) -> dict[str, float]:
    """The line from the F1 that a cut expects to the F1 that it has, given chances of models that saw none of them."""
    expected, real = [], []
    for sample, chances in zip(samples, unseen, strict=True):
        words = sample.measures.words
        selection = cut(chances, words)
        if selection.kept.any() and sample.wanted:
            right = float((words * sample.labels)[selection.kept].sum())
            expected.append(selection.expected)
            real.append(2 * right / (float(words[selection.kept].sum()) + sample.wanted))
    slope, offset = np.polyfit(expected, real, 1)
    return {"slope": round(float(slope), 3), "offset": round(float(offset), 3)}
