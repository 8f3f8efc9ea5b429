"""Features of the page as a whole, which are the same for all of its lines."""

from typing import Any

import numpy as np

from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.own import OWN
from extractor.features.registry import group
from extractor.features.shared import page as shared_page


def _page(lines: LineInputs) -> dict[str, Any]:
    return {
        **shared_page.statistics(lines),
        "page_lines": lines.size,
        "page_marked": (lines.marks > 0).mean(),
        "page_repeated": (lines.repeats > 1).mean(),
        "page_gaps": lines.gaps.mean(),
        "page_indent": lines.indents.mean(),
    }


_SHARED = shared_page.meanings("line")
PAGE = group(
    "page",
    {
        "page_lines": "Number of lines of the page.",
        "page_words": _SHARED["page_words"],
        "page_prose": _SHARED["page_prose"],
        "page_stop_words": _SHARED["page_stop_words"],
        "page_ends_sentence": _SHARED["page_ends_sentence"],
        "page_headings": _SHARED["page_headings"],
        "page_boilerplate": _SHARED["page_boilerplate"],
        "page_marked": "Share of lines with a list mark.",
        "page_repeated": "Share of lines whose text stands more than once.",
        "page_gaps": "Share of lines behind an empty line.",
        "page_indent": "Mean columns of indentation.",
        "page_longest": _SHARED["page_longest"],
        "page_words_per_row": _SHARED["page_words_per_row"],
    },
    _page,
)


def _summary(lines: LineInputs) -> dict[str, Any]:
    # The model was trained on page features of 32 bits.
    whole = {feature.name: float(np.float32(lines.values[feature.name])) for feature in PAGE.features}
    whole |= {
        "all_money_signs": float(lines.values["money_signs"].sum()),
        "median_words": float(np.median(lines.words)),
    }
    return {f"log_{name}": np.log1p(max(value, 0)) for name, value in whole.items()}


PAGE_SUMMARY = group(
    "page summary",
    {
        **{f"log_{feature.name}": f"Logarithm of 1 + `{feature.name}`." for feature in PAGE.features},
        "log_all_money_signs": "Logarithm of 1 + the currency and per-cent signs of the page.",
        "log_median_words": "Logarithm of 1 + the median number of words of a line.",
    },
    _summary,
    needs=(OWN, PAGE),
)
"""What tells the page type besides its tokens."""
