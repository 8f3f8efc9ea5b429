"""Features of the blocks around a block: its neighbours, its place, and the blocks with its signature."""

from typing import Any

import numpy as np

from extractor.features.html.inputs import TAG, HtmlInputs
from extractor.features.html.own import HTML_VALUES
from extractor.features.registry import FeatureGroup, group
from extractor.features.shared import place as shared_place
from extractor.features.shared import signatures
from extractor.features.shared.neighbours import window_group
from extractor.features.shared.place import FAR
from extractor.features.shared.values import chosen

WINDOWS = (5, 12)  # blocks to either side

_KIND_VALUES = chosen(HTML_VALUES, "log_words", "link_density", "ends_sentence", "stop_words", "boilerplate")
_WINDOW_VALUES = chosen(
    HTML_VALUES, "log_words", "link_density", "ends_sentence", "stop_words", "prose", "boilerplate", "heading"
)
_KINDS = {
    "signature": "blocks with the same tag, in containers with the same tags and names",
    "tag_path": "blocks with the same tag, with the same tags around it, at the same depth",
}
_SHARES = {"word_share": "Share of the words of the page"}


def _kinds(blocks: HtmlInputs) -> dict[str, Any]:
    shares = {"word_share": blocks.words}
    return {
        **signatures.statistics("signature", blocks, blocks.signatures, shares, _KIND_VALUES),
        **signatures.statistics("tag_path", blocks, blocks.tag_paths, shares, _KIND_VALUES),
    }


KINDS = group(
    "kinds",
    {
        name: meaning
        for prefix, kind in _KINDS.items()
        for name, meaning in signatures.meanings(prefix, kind, _SHARES, _KIND_VALUES).items()
    },
    _kinds,
)


NEIGHBOURS: FeatureGroup[HtmlInputs] = window_group(_WINDOW_VALUES, WINDOWS, "block")


def _place(blocks: HtmlInputs) -> dict[str, Any]:
    first = np.flatnonzero(blocks.tags == TAG["h1"])
    above = blocks.heading_above
    return {
        **shared_place.place(blocks, above),
        "from_h1": np.arange(blocks.size) - first[0] if len(first) else -FAR,
        "heading_level": np.where(above >= 0, blocks.tags[np.maximum(above, 0)], -1),
    }


_MEANINGS = {
    **shared_place.meanings("block"),
    "from_h1": f"Signed distance in blocks from the first `h1`; -{FAR} if there is none.",
    "heading_level": "Index in `TAGS` of the tag of the last heading; -1 if there is none.",
}
PLACE = group(
    "place",
    {
        name: _MEANINGS[name]
        for name in (
            "index",
            "from_end",
            "position",
            "word_share_before",
            "prose_share_before",
            "prose_before",
            "prose_after",
            "from_h1",
            "since_heading",
            "heading_boilerplate_kind",
            "heading_level",
            "to_heading",
            "since_end_label",
            "prose_since_end_label",
            "from_longest",
        )
    },
    _place,
)
