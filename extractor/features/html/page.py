"""Features of the page as a whole, which are the same for all of its blocks."""

from typing import Any

import numpy as np

from extractor.features.html.dom import FLAGS
from extractor.features.html.inputs import TAG, HtmlInputs
from extractor.features.html.own import OWN
from extractor.features.html.tree import ANCESTORS
from extractor.features.registry import group
from extractor.features.shared import page as shared_page

_HIDDEN = 1 << FLAGS.index("hidden")


def _page(blocks: HtmlInputs) -> dict[str, Any]:
    total, dom = max(blocks.words.sum(), 1), blocks.dom
    direct = blocks.direct_counts
    return {
        **shared_page.statistics(blocks),
        "page_blocks": blocks.size,
        "page_containers": len(blocks.containers),
        "page_link_density": blocks.linked.sum() / total,
        "page_images_per_block": direct[:, 0].sum() / blocks.size,
        "page_form_fields": direct[:, 1].sum(),
        "page_articles": sum(container.tag == "article" for container in blocks.containers),
        "page_list_items": (blocks.tags == TAG["li"]).mean(),
        "page_cells": np.isin(blocks.tags, (TAG["td"], TAG["th"])).mean(),
        "page_hidden": ((dom.flags[dom.own] & _HIDDEN) > 0).mean(),
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
        "median_words": np.median(blocks.words),
    }
    return {f"log_{name}": np.log1p(np.maximum(float(value), 0)) for name, value in whole.items()}


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
