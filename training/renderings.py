"""Renderings of HTML pages for training: those that measure, and habits of other capture tools."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from resiliparse.extract.html2text import extract_plain_text

from evaluation.renderers import RENDERERS
from extractor.document.words import squeeze
from training.grafts import UNREAD


def _pieces(html: str) -> Iterator[str]:
    """Yield the pieces of text between tags; a paragraph with links gives several."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    for element in tree.iter():
        if _is_read(element) and element.text:
            yield squeeze(element.text)
        if element.tail:
            yield squeeze(element.tail)


def _is_read(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and (element.tag == "title" or element.tag not in UNREAD)


def _nodes(html: str) -> str:
    """Write each piece on a line, as simple scrapers do."""
    return "\n".join(filter(None, _pieces(html)))


def _spaced_nodes(html: str) -> str:
    """Write the same with an empty line between pieces."""
    return "\n\n".join(filter(None, _pieces(html)))


def _formatted(html: str) -> str:
    """Keep bullets, empty lines between blocks, and the texts of images."""
    text: str = extract_plain_text(html, main_content=False, alt_texts=True)
    return text


ALL: Final[Mapping[str, Callable[[str], str]]] = {
    **RENDERERS,
    "nodes": _nodes,
    "spaced_nodes": _spaced_nodes,
    "formatted": _formatted,
}


def render(number: int, html: str) -> str | None:
    """Render a page with the renderer that `number` picks; None if it fails."""
    try:
        return list(ALL.values())[number % len(ALL)](html)
    except (ValueError, LxmlError):
        return None
