"""Microdata and RDFa Lite, which differ in the names of the attributes alone.

After https://html.spec.whatwg.org/multipage/microdata.html, with what pages get wrong let pass: a link with text is
read as its text, `content` counts on any element, and properties outside all scopes belong to the page.
"""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document.words import squeeze
from extractor.structured_data.items import Item, types

MAX_NODES = 4000  # that state anything; a page with more lists things
MAX_DEPTH = 60  # elements between a property and its thing
MAX_LENGTH = 1000  # characters of one property; an article's body is no metadata
MAX_READ = 100_000  # nodes inside properties, for a page; the most of 3,054 real pages is 8,000
PAGE = "WebPage"
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "source": "src", "video": "src", "audio": "src"}

Values = dict[str, Any]


def read(tree: LexborHTMLParser) -> Iterator[Item]:
    """The things with a type, nested ones after the one they stand in."""
    found: dict[int, Values] = {}
    order: list[tuple[tuple[str, ...], Values]] = []
    page: Values = {}
    reading = _Reading(MAX_READ)
    matched = tree.css("[itemscope], [itemprop], [typeof], [property]:not(meta)")[:MAX_NODES]
    for node in {node.mem_id: node for node in matched}.values():  # each once, though it may match twice
        attributes = node.attributes
        owner = _owner(node, found)
        names = (attributes.get("itemprop") or attributes.get("property") or "").split()
        value: Any
        if "itemscope" in attributes or "typeof" in attributes:
            value = found[node.mem_id] = {}
            kinds = types(attributes.get("itemtype") or attributes.get("typeof"))
            order.append((kinds, value))
        elif not names:
            continue
        else:
            value = _value(node, reading)
        for name in names:
            short = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
            (page if owner is None else owner).setdefault(short, []).append(value)
    yield from (Item("microdata", kinds, value) for kinds, value in order if kinds)
    if page:
        yield Item("microdata", (PAGE,), page)


def _owner(node: LexborNode, found: dict[int, Values]) -> Values | None:
    """The properties of the thing that the element stands in."""
    parent = node.parent
    for _ in range(MAX_DEPTH if found else 0):
        if parent is None:
            return None
        if parent.mem_id in found:
            return found[parent.mem_id]
        parent = parent.parent
    return None


class _Reading:
    """The text of elements, until so many nodes were read that the page can only be built to nest them."""

    def __init__(self, nodes: int) -> None:
        self.left = nodes

    def text(self, node: LexborNode) -> str:
        """Return the first `MAX_LENGTH` characters of what `node` holds, its parts parted by blanks."""
        texts: list[str] = []
        size = 0
        for each in node.traverse(include_text=True):
            self.left -= 1
            if size > MAX_LENGTH or self.left < 0:
                break
            if each.tag == "-text":
                texts.append((each.text_content or "")[:MAX_LENGTH])
                size += len(texts[-1]) + 1
        return " ".join(texts)[:MAX_LENGTH]


def _value(node: LexborNode, reading: _Reading) -> str:
    attributes = node.attributes
    stated = attributes.get("content") or attributes.get("datetime")
    if stated:
        return squeeze(stated[:MAX_LENGTH])
    text = squeeze(reading.text(node))
    return text or attributes.get(_LINKS.get(node.tag or "", "")) or ""
