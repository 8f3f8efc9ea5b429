"""Read the images of an article, in reading order, with alternative text and caption."""

from collections.abc import Iterator

import numpy as np
from selectolax.lexbor import LexborNode

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.metadata.context import MIN_CONTENT_PROBABILITY
from extractor.types import HtmlDocument, Image

MAX_ICON_PIXELS = 60  # an image with a declared width or height up to this is an icon
MAX_FIGURE_ANCESTORS = 4  # elements around an image that are searched for its figure
MAX_HEADER_ANCESTORS = 20  # elements around an image that are searched for a header
MAX_IMAGES = 1_000  # of one page
MAX_CAPTION_CHARACTERS = 1_000
MAX_SIZE_DIGITS = 6  # of a width or height; a longer number is invalid
ARTICLE_TAGS = frozenset({"article", "main"})
URL_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "src")  # lazy loading first: `src` is its placeholder


def read(page: HtmlDocument, prediction: Prediction) -> tuple[Image, ...]:
    """Return the images from the first to the last content block, each URL once."""
    content = np.flatnonzero(prediction.probabilities > MIN_CONTENT_PROBABILITY)
    if not len(content):
        return ()
    found: dict[str, Image] = {}
    captions: dict[int, str] = {}
    for blocks_before, node in page.pictures:
        if content[0] <= blocks_before <= content[-1] + 1 and not _is_icon(node) and not _is_in_site_header(node):
            url = next(_urls(node, page.base), None)
            if url and url not in found:
                found[url] = Image(url, squeeze(node.attributes.get("alt") or ""), _caption(node, captions))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


def _urls(node: LexborNode, base: str | None) -> Iterator[str]:
    for name in URL_ATTRIBUTES:
        if (declared := node.attributes.get(name)) and (url := web_url(declared, base)):
            yield url
    widest = (node.attributes.get("srcset") or node.attributes.get("data-srcset") or "").split(",")[-1].split()
    if widest and (url := web_url(widest[0], base)):
        yield url


def _is_icon(node: LexborNode) -> bool:
    sizes = (node.attributes.get(name) or "" for name in ("width", "height"))
    return any(size.isdecimal() and len(size) <= MAX_SIZE_DIGITS and int(size) <= MAX_ICON_PIXELS for size in sizes)


def _is_in_site_header(node: LexborNode) -> bool:
    """Return whether the image is in a `<header>` outside the article elements."""
    tags: list[str | None] = []
    ancestor = node.parent
    while ancestor is not None and len(tags) < MAX_HEADER_ANCESTORS:
        tags.append(ancestor.tag)
        ancestor = ancestor.parent
    return "header" in tags and ARTICLE_TAGS.isdisjoint(tags)


def _caption(node: LexborNode, known: dict[int, str]) -> str:
    """Return the caption of the figure around an image; `known` caches captions by the figure's memory address."""
    ancestor: LexborNode | None = node.parent
    for _ in range(MAX_FIGURE_ANCESTORS):
        if ancestor is None:
            break
        if ancestor.tag == "figure":
            if ancestor.mem_id not in known:
                caption = ancestor.css_first("figcaption")
                text = squeeze(caption.text(deep=True, separator=" ")) if caption is not None else ""
                known[ancestor.mem_id] = text[:MAX_CAPTION_CHARACTERS]
            return known[ancestor.mem_id]
        ancestor = ancestor.parent
    return ""
