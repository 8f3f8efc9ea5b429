"""Simple values of blocks and lines; windows, groups and signatures take means of them."""

from typing import TypeVar

import numpy as np

from extractor.features.registry import Formulas
from extractor.features.shared.inputs import TextInputs
from extractor.features.shared.windows import rate

T = TypeVar("T", bound=TextInputs)

VALUES: Formulas[TextInputs] = {
    "log_words": ("logarithm of 1 + words", lambda rows: np.log1p(rows.words)),
    "ends_sentence": ("1 if it ends as a sentence does", lambda rows: rows.ends_sentence),
    "stop_words": ("share of stop words", lambda rows: rate(rows.stop_words, rows.words)),
    "prose": ("words of running text", lambda rows: rows.prose),
    "boilerplate": ("1 if it reads like boilerplate", lambda rows: rows.boilerplate_kinds > 0),
    "heading": ("1 if it is a heading", lambda rows: rows.headings),
}


def chosen(table: Formulas[T], *names: str) -> Formulas[T]:
    """Return the values of `names`, in this order."""
    return {name: table[name] for name in names}
