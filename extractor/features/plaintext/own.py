"""Features of a line by itself: its length, its characters, its mark and indentation, and what it repeats."""

from typing import Any

import numpy as np

from extractor.arrays import Array, Floats
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.registry import Formulas, formulas, group
from extractor.features.shared import own as shared
from extractor.features.shared.values import VALUES
from extractor.features.shared.vocabulary import Mentions
from extractor.features.shared.windows import rate

LINE_VALUES: Formulas[LineInputs] = {
    **VALUES,
    "marked": ("1 if it has a list mark", lambda lines: lines.marks > 0),
    "repeated": ("1 if its text stands more than once", lambda lines: lines.repeats > 1),
    "indent": ("columns of indentation", lambda lines: lines.indents),
    "boilerplate_kind": ("boilerplate kind", lambda lines: lines.boilerplate_kinds),
    "mark": ("kind of its list mark", lambda lines: lines.marks),
}
"""Values whose means over neighbours and groups are features as well."""

OWN = formulas(
    "own",
    {
        **shared.LENGTH,
        **shared.WORDS,
        **shared.CHARACTERS,
        "capitalised": ("Share of words with a capital letter.", lambda lines: rate(lines.characters.capitals, lines.words)),
        **shared.BOILERPLATE,
        "mark": ("0 no list mark, 1 bullet, 2 `#`, 3 `>`, 4 `[`, 5 number.", lambda lines: lines.marks),
        "prose": ("Words of running text.", lambda lines: lines.prose),
        "truncated": ("1 if it ends as teasers do: `...` or `read more`.", lambda lines: lines.truncated),
        "cells": ("Number of table cells: parts between wide gaps.", lambda lines: lines.cells),
        "indent": ("Columns of white space before it.", lambda lines: lines.indents),
        "gap_before": ("1 if an empty line stands before it.", lambda lines: lines.gaps),
        "gap_after": ("1 if an empty line stands behind it.", lambda lines: np.append(lines.gaps[1:], True)),
        **shared.TITLE,
        "repeats": ("Number of lines with the same text.", lambda lines: lines.repeats),
        "shape_repeats": ("Number of lines with the same shape: numbers, words and signs.", lambda lines: lines.shapes),
    },
)  # fmt: skip


def _topic(lines: LineInputs) -> dict[str, Any]:
    shared, share = cohesion(lines.topic_words, lines.is_prose)
    return {"topic_shared": shared, "topic_share_of_lines": share}


TOPIC = group(
    "topic",
    {
        "topic_shared": "Share of its topic words that other lines of running text have.",
        "topic_share_of_lines": "Mean share of the lines of running text that have one of its topic words.",
    },
    _topic,
)


def cohesion(topic_words: Mentions, among: Array) -> Floats:
    """Return how much each line shares with a set of lines: shape (2, lines).

    Teasers of other stories share little with the article before them.

    Args:
        topic_words: the topic words of each line.
        among: for each line, whether it is in the set.

    Returns:
        The share of the topic words of each line that another line of the set has, and the mean over these words of the
        share of the set that has them; 0 for a line without topic words.

    """
    own, size = among[topic_words.lines], len(among)
    times = np.bincount(topic_words.numbers, own)[topic_words.numbers] - own
    count = np.maximum(np.bincount(topic_words.lines, minlength=size), 1)
    shared, shares = (np.bincount(topic_words.lines, each, size) / count for each in (times > 0, times))
    return np.array([shared, shares / max(int(among.sum()), 1)])
