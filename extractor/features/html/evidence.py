"""Features of a block that compare it with what the page says about its article: title, description and body.

They do not depend on the language: where the title stands, and which blocks share an element with it.
"""

from typing import Any

import numpy as np

from extractor.features.html.inputs import HtmlInputs
from extractor.features.registry import group
from extractor.features.shared.place import FAR
from extractor.types import Array, Floats

MIN_TITLE_SHARE = 0.4  # of the words of a block that the title has, and of those of the title that the block has
MIN_LEAD_PROSE = 12  # words of running text of the first paragraph behind the title
MAX_LEVELS = 40  # around a block that are looked at
MIN_DESCRIPTION_SHARE = 0.5  # of the words of the description, that a block has

_PLACES = {
    "title": "the block with the title",
    "lead": "the first running text behind the title",
    "described": "the block that the description repeats",
}


def _evidence(blocks: HtmlInputs) -> dict[str, Any]:
    in_description, of_description = blocks.description_overlap
    title, lead, described = _places(blocks)
    prose_to = np.cumsum(blocks.prose)
    headings_to = np.cumsum(blocks.headings)
    index = np.arange(blocks.size)
    start = max(title, 0)
    behind = (index > title) & (title >= 0)
    found: dict[str, Any] = {
        "share_in_description": in_description,
        "share_of_description": of_description,
        "in_article_body": blocks.in_article_body,
        "prose_since_title": np.where(behind, prose_to - blocks.prose - prose_to[start], -1),
        "headings_since_title": np.where(behind, headings_to - headings_to[start], -1),
    }
    for name, place in zip(_PLACES, (title, lead, described), strict=True):
        from_place, up, down, share = _relation(blocks, place)
        found[f"from_{name}"] = from_place
        found[f"{name}_up"], found[f"{name}_down"], found[f"{name}_prose_share"] = up, down, share
    return found


def _places(blocks: HtmlInputs) -> tuple[int, int, int]:
    """Return the indices of the title, of the first paragraph behind it, and of the description; -1 for none."""
    in_title, of_title = blocks.title_overlap
    scores = np.where((in_title >= MIN_TITLE_SHARE) & (of_title >= MIN_TITLE_SHARE), in_title + of_title, 0.0)
    scores = scores + (scores > 0) * blocks.headings
    title = int(np.argmax(scores)) if scores.any() else -1
    prose = np.flatnonzero(blocks.prose[title + 1 :] >= MIN_LEAD_PROSE)
    lead = title + 1 + int(prose[0]) if len(prose) else -1
    of_description = np.where(blocks.prose > 0, blocks.description_overlap[1], 0.0)
    described = int(np.argmax(of_description)) if of_description.max() >= MIN_DESCRIPTION_SHARE else -1
    return title, lead, described


def _relation(blocks: HtmlInputs, place: int) -> tuple[Array | int, Array | int, Array | int, Floats | int]:
    """Return how each block is related to the block `place`.

    Returns:
        The signed distance in blocks; the levels from `place` up to the innermost container that holds both; the levels
        from there down to the block; and the share of the running text of the page in that container.

    """
    if place < 0:
        return -FAR, -1, -1, -1
    dom = blocks.dom
    chain = [int(dom.own[place])]
    while chain[-1] and len(chain) < MAX_LEVELS:
        chain.append(int(dom.parents[chain[-1]]))
    # From the root inwards, so that the innermost container that holds a block is written last.
    common = np.zeros(blocks.size, int)
    up = np.full(blocks.size, len(chain) - 1)
    for level in range(len(chain) - 2, -1, -1):
        container = chain[level]
        inside = dom.holds(container)
        common[inside], up[inside] = container, level
    down = dom.depths[dom.own] - dom.depths[common]
    share = blocks.subtree_sums[common, 3] / max(blocks.prose.sum(), 1)
    return np.arange(blocks.size) - place, up, down, share


EVIDENCE = group(
    "evidence",
    {
        "share_in_description": "Share of its words that the description has.",
        "share_of_description": "Share of the words of the description that it has.",
        "in_article_body": "1 if the data of the page give it as part of the article, 0 if not; -1 without such data.",
        "prose_since_title": "Words of running text between the title and it; -1 before the title.",
        "headings_since_title": "Number of headings since the title, itself included; -1 before the title.",
        **{
            f"{prefix}{name}{suffix}": meaning.format(where)
            for name, where in _PLACES.items()
            for prefix, suffix, meaning in (
                ("from_", "", f"Signed distance in blocks from {{}}; -{FAR} if there is none."),
                ("", "_up", "Levels from {} up to the innermost container that holds both; -1 if there is none."),
                ("", "_down", "Levels from the innermost container that holds it and {} down to it; -1 for none."),
                ("", "_prose_share", "Share of the running text in the container that holds it and {}; -1 for none."),
            )
        },
    },
    _evidence,
)
