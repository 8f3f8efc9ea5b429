"""Features of the subtrees around a block."""

from typing import Any

import numpy as np

from extractor.features.html.dom import ENCLOSING_BLOCKS, FLAGS, LEVELS
from extractor.features.html.inputs import HtmlInputs
from extractor.features.registry import group

PROSE_SHARES = (0.5, 0.75, 0.9)  # of the running text, that the innermost container holds
LIKE_LEVELS = LEVELS[:3]
_BITS = 1 << np.arange(len(FLAGS))[:, np.newaxis]

_SUBTREES = (*(f"level{level}" for level in LEVELS[1:]), "enclosing")
_SUBTREE = {
    "blocks": "Number of blocks",
    "words": "Number of words",
    "word_share": "Share of the words of the page",
    "prose_share": "Share of the running text of the page",
    "link_density": "Share of words in links",
    "prose": "Share of words in running text",
    "stop_words": "Share of stop words",
    "ends_sentence": "Share of blocks that end as sentences do",
    "headings": "Share of blocks that are headings",
    "boilerplate": "Share of blocks that read like boilerplate",
    "words_per_block": "Words for each block",
    "images_per_block": "Images for each block",
    "form_fields": "Number of form fields",
}


def _where(subtree: str) -> str:
    if subtree == "enclosing":
        return f"in the innermost container with at least {ENCLOSING_BLOCKS} blocks"
    return f"in its container of level {subtree.removeprefix('level')} (1 is its own)"


def _ancestors(blocks: HtmlInputs) -> dict[str, Any]:
    dom = blocks.dom
    flags = dom.flags[dom.own] & _BITS > 0
    alike = dom.alike[dom.levels]
    return {
        "depth": dom.depths[dom.own],
        **{f"in_{name}": flag for name, flag in zip(FLAGS, flags, strict=True)},
        **{f"alike{level}": alike[place] for place, level in enumerate(LIKE_LEVELS)},
        "alike_most": alike[:-1].max(axis=0),
    }


ANCESTORS = group(
    "ancestors",
    {
        "depth": "Number of containers around its own.",
        **{f"in_{name}": f"1 if it is inside a `{name}` element." for name in FLAGS if name != "hidden"},
        "in_hidden": "1 if the page hides it until something is clicked.",
        **{
            f"alike{level}": f"Siblings with the same tag and names, of its container of level {level}."
            for level in LIKE_LEVELS
        },
        "alike_most": "The most such siblings that a container of any level has.",
    },
    _ancestors,
)


def _subtrees(blocks: HtmlInputs) -> dict[str, Any]:
    sums, inputs = blocks.subtree_sums, blocks.subtree_counts
    all_words, all_prose = max(blocks.words.sum(), 1), max(blocks.prose.sum(), 1)
    count, words = np.maximum(sums[:, 0], 1), np.maximum(sums[:, 1], 1)
    values = np.array(
        [
            count,
            words,
            words / all_words,
            sums[:, 3] / all_prose,
            *(sums[:, 2:5] / words[:, None]).T,
            *(sums[:, 5:8] / count[:, None]).T,
            words / count,
            inputs[:, 0] / count,
            inputs[:, 1],
        ]
    )
    around = values[:, blocks.dom.levels[1:]]  # the innermost says little that the block does not
    return {
        f"{subtree}_{name}": around[place, level]
        for level, subtree in enumerate(_SUBTREES)
        for place, name in enumerate(_SUBTREE)
    }


SUBTREES = group(
    "subtrees",
    {
        f"{subtree}_{name}": f"{meaning} {_where(subtree)}."
        for subtree in _SUBTREES
        for name, meaning in _SUBTREE.items()
    },
    _subtrees,
)


def _main_subtrees(blocks: HtmlInputs) -> dict[str, Any]:
    dom, sums = blocks.dom, blocks.subtree_sums
    all_words, prose = max(blocks.words.sum(), 1), sums[:, 3]
    depths = dom.depths[dom.own]
    found: dict[str, Any] = {}
    for share in PROSE_SHARES:
        holding = np.flatnonzero(prose >= share * max(prose[0], 1))
        main = int(holding[-1]) if len(holding) else 0
        found[f"main{share}_inside"] = dom.holds(main)
        found[f"main{share}_word_share"] = sums[main, 1] / all_words
        found[f"main{share}_depth"] = depths - dom.depths[main]
    return found


MAIN_SUBTREES = group(
    "main subtrees",
    {
        f"main{share}_{name}": meaning.format(f"the innermost container with {share:.0%} of the running text")
        for share in PROSE_SHARES
        for name, meaning in (
            ("inside", "1 if it is inside {}."),
            ("word_share", "Share of the words of the page in {}."),
            ("depth", "Number of containers between it and {}."),
        )
    },
    _main_subtrees,
)
