"""Features of a block or line by itself that HTML and plain text share."""

from collections.abc import Callable
from typing import Any

import numpy as np

from extractor.features.registry import Formulas
from extractor.features.shared.inputs import TextInputs
from extractor.features.shared.windows import rate


def _share_of(name: str) -> Callable[[TextInputs], Any]:
    return lambda rows: rows.characters.count_of(name) / rows.characters.lengths


LENGTH: Formulas[TextInputs] = {
    "words": ("Number of words.", lambda rows: rows.words),
    "log_words": ("Logarithm of 1 + words.", lambda rows: np.log1p(rows.words)),
}
WORDS: Formulas[TextInputs] = {
    "word_length": ("Characters for each word.", lambda rows: rate(rows.characters.lengths, rows.words)),
    "stop_words": ("Share of stop words.", lambda rows: rate(rows.stop_words, rows.words)),
}
CHARACTERS: Formulas[TextInputs] = {
    **{
        f"{name}_share": (f"Share of characters that are {meaning}.", _share_of(name))
        for name, meaning in (
            ("digit", "digits"),
            ("upper", "capital letters"),
            ("comma", "commas, colons or semicolons"),
            ("stop", "full stops, question or exclamation marks"),
            ("symbol", "bars, arrows and other signs of menus"),
            ("money", "currency or per-cent signs"),
            ("bracket", "brackets or quotation marks"),
        )
    },
    "money_signs": ("Number of currency and per-cent signs.", lambda rows: rows.characters.count_of("money")),
    "ends_sentence": ("1 if it ends as a sentence does.", lambda rows: rows.ends_sentence),
    "starts_upper": ("1 if it starts with a capital letter.", lambda rows: rows.characters.starts_with("upper")),
    "starts_digit": ("1 if it starts with a digit.", lambda rows: rows.characters.starts_with("digit")),
    "ends_comma": ("1 if it ends with a comma or colon.", lambda rows: rows.characters.ends_with("comma")),
}
BOILERPLATE: Formulas[TextInputs] = {
    "boilerplate_kind": ("0 text, 1 boilerplate, 2 label that ends an article.", lambda rows: rows.boilerplate_kinds),
}
TITLE: Formulas[TextInputs] = {
    "share_in_title": ("Share of its words that the title has.", lambda rows: rows.title_overlap[0]),
    "share_of_title": ("Share of the words of the title that it has.", lambda rows: rows.title_overlap[1]),
}
