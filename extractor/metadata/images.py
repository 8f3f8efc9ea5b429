"""The pictures of an article, in reading order, with what the page says of them."""

from collections.abc import Iterator

import numpy as np
from selectolax.lexbor import LexborNode

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.metadata.context import LIKELY
from extractor.types import HtmlDocument, Image

SMALL = 60  # pixels; what says that it is no wider or higher is an icon
NEAR = 4  # elements above a picture, among which its figure may be
MAX_IMAGES = 1_000  # of one page; the most of 3,054 real pages is 693
MAX_CAPTION = 1_000  # characters; the longest caption of these has 650
DIGITS = 6  # of a width or height; a longer number is none
DEEP = 20  # elements above a picture, among which a header may be
OWN = frozenset({"article", "main"})
LAZY = ("data-src", "data-lazy-src", "data-original", "src")  # where pages keep the address of what loads later


def read(page: HtmlDocument, prediction: Prediction) -> tuple[Image, ...]:
    """The pictures from the first to the last block that is likely content, each address once."""
    likely = np.flatnonzero(prediction.probabilities > LIKELY)
    if not len(likely):
        return ()
    found: dict[str, Image] = {}
    captions: dict[int, str] = {}
    for before, node in page.pictures:
        if likely[0] <= before <= likely[-1] + 1 and not _is_small(node) and not _is_the_sites(node):
            url = next(_addresses(node, page.base), None)
            if url and url not in found:
                found[url] = Image(url, squeeze(node.attributes.get("alt") or ""), _caption(node, captions))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def _addresses(node: LexborNode, base: str | None) -> Iterator[str]:
    for name in LAZY:
        if (stated := node.attributes.get(name)) and (url := web_url(stated, base)):
            yield url
    widest = (node.attributes.get("srcset") or node.attributes.get("data-srcset") or "").split(",")[-1].split()
    if widest and (url := web_url(widest[0], base)):
        yield url


def _is_small(node: LexborNode) -> bool:
    sizes = (node.attributes.get(name) or "" for name in ("width", "height"))
    return any(size.isdecimal() and len(size) <= DIGITS and int(size) <= SMALL for size in sizes)


def _is_the_sites(node: LexborNode) -> bool:
    """Whether it stands in a header that is none of an article's."""
    tags: list[str | None] = []
    around = node.parent
    while around is not None and len(tags) < DEEP:
        tags.append(around.tag)
        around = around.parent
    return "header" in tags and OWN.isdisjoint(tags)


def _caption(node: LexborNode, known: dict[int, str]) -> str:
    """Return the caption of the figure around a picture; `known` are those of figures that were read before."""
    around: LexborNode | None = node.parent
    for _ in range(NEAR):
        if around is None:
            break
        if around.tag == "figure":
            if around.mem_id not in known:
                caption = around.css_first("figcaption")
                text = squeeze(caption.text(deep=True, separator=" ")) if caption is not None else ""
                known[around.mem_id] = text[:MAX_CAPTION]
            return known[around.mem_id]
        around = around.parent
    return ""
