"""Read the images of an article, in reading order, with alternative text and caption."""

import numpy as np
from selectolax.lexbor import LexborNode

from extractor.classify.prediction import Prediction
from extractor.document import media
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.extraction import Image
from extractor.metadata.context import MIN_CONTENT_PROBABILITY
from extractor.types import HtmlDocument

MAX_FIGURE_ANCESTORS = 4  # elements around an image that are searched for its figure
MAX_IMAGES = 1_000  # of one page
MAX_CAPTION_CHARACTERS = 1_000


def read(page: HtmlDocument, prediction: Prediction) -> tuple[Image, ...]:
    """Return the images from the first to the last content block, each URL once."""
    content = np.flatnonzero(prediction.probabilities > MIN_CONTENT_PROBABILITY)
    if not len(content):
        return ()
    found: dict[str, Image] = {}
    captions: dict[int, str] = {}
    for picture in page.pictures:
        node = picture.node
        if node.tag != "img":
            continue
        in_content = content[0] <= picture.blocks_before <= content[-1] + 1
        if in_content and not media.is_decoration(node) and not media.is_in_site_header(node):
            url = next(filter(None, (web_url(each, page.base) for each in media.written_urls(node))), None)
            if url and url not in found:
                found[url] = Image(url, squeeze(node.attributes.get("alt") or ""), _caption(node, captions))
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values())


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
