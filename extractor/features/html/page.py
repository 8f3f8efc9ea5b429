"""Features of the page as a whole, which are the same for all of its blocks."""

from typing import Any

import numpy as np

from extractor.arrays import Floats
from extractor.features.html.dom import FLAGS
from extractor.features.html.inputs import TAG, HtmlInputs
from extractor.features.html.own import OWN
from extractor.features.html.tree import ANCESTORS
from extractor.features.registry import group
from extractor.features.shared import page as shared_page

_HIDDEN = 1 << FLAGS.index("hidden")


def _page(blocks: HtmlInputs) -> dict[str, Any]:
    dom, size = blocks.dom, blocks.size
    statistics = shared_page.statistics(blocks)
    images, form_fields = blocks.subtree_counts[0]
    cells = (blocks.tags == TAG["td"]) | (blocks.tags == TAG["th"])
    return {
        **statistics,
        "page_blocks": size,
        "page_containers": len(blocks.containers),
        "page_link_density": blocks.linked.sum() / statistics["page_words"],
        "page_images_per_block": images / size,
        "page_form_fields": form_fields,
        "page_articles": [container.tag for container in blocks.containers].count("article"),
        "page_list_items": np.count_nonzero(blocks.tags == TAG["li"]) / size,
        "page_cells": np.count_nonzero(cells) / size,
        "page_hidden": np.count_nonzero(dom.flags[dom.own] & _HIDDEN) / size,
    }


_SHARED = shared_page.meanings("block")
PAGE = group(
    "page",
    {
        "page_blocks": "Number of blocks of the page.",
        "page_containers": "Number of containers of the page.",
        "page_words": _SHARED["page_words"],
        "page_link_density": "Share of the words of the page that stand in links.",
        "page_prose": _SHARED["page_prose"],
        "page_stop_words": _SHARED["page_stop_words"],
        "page_ends_sentence": _SHARED["page_ends_sentence"],
        "page_headings": _SHARED["page_headings"],
        "page_boilerplate": _SHARED["page_boilerplate"],
        "page_images_per_block": "Images of the page for each block.",
        "page_form_fields": "Number of form fields of the page.",
        "page_articles": "Number of `article` elements of the page.",
        "page_longest": _SHARED["page_longest"],
        "page_words_per_row": _SHARED["page_words_per_row"],
        "page_list_items": "Share of blocks that are list items.",
        "page_cells": "Share of blocks that are table cells.",
        "page_hidden": "Share of blocks that the page hides.",
    },
    _page,
)


def _summary(blocks: HtmlInputs) -> dict[str, Any]:
    values = blocks.values
    whole: dict[str, Any] = {feature.name: values[feature.name] for feature in PAGE.features}
    whole |= {
        "most_alike": values["alike_most"].max(),
        "longest_prose": blocks.prose.max(),
        "all_money_signs": values["money_signs"].sum(),
        "median_words": _median(blocks.words),
    }
    logs = np.log1p(np.maximum(np.array(list(whole.values()), float), 0))
    return {f"log_{name}": value for name, value in zip(whole, logs, strict=True)}


def _median(values: Floats) -> float:
    ordered, size = np.sort(values), len(values)
    return float((ordered[(size - 1) // 2] + ordered[size // 2]) / 2)


PAGE_SUMMARY = group(
    "page summary",
    {
        **{f"log_{feature.name}": f"Logarithm of 1 + `{feature.name}`." for feature in PAGE.features},
        "log_most_alike": "Logarithm of 1 + the most siblings with the same tag and names.",
        "log_longest_prose": "Logarithm of 1 + the words of running text of the longest block.",
        "log_all_money_signs": "Logarithm of 1 + the currency and per-cent signs of the page.",
        "log_median_words": "Logarithm of 1 + the median number of words of a block.",
    },
    _summary,
    needs=(OWN, ANCESTORS, PAGE),
)
"""What tells the page type besides its tokens."""
