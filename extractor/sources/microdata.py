"""Microdata and RDFa Lite, which differ in the names of the attributes alone.

After https://html.spec.whatwg.org/multipage/microdata.html, with what pages get wrong let pass: a link with text is
read as its text, `content` counts on any element, and properties outside all scopes belong to the page.
"""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.sources.things import Thing, types
from extractor.words import squeeze

MAX_NODES = 4000  # that state anything; a page with more lists things
MAX_DEPTH = 60  # elements between a property and its thing
MAX_LENGTH = 1000  # characters of one property; an article's body is no metadata
PAGE = "WebPage"
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "source": "src", "video": "src", "audio": "src"}

Values = dict[str, Any]


def read(tree: LexborHTMLParser) -> Iterator[Thing]:
    """The things with a type, nested ones after the one they stand in."""
    found: dict[int, Values] = {}
    order: list[tuple[tuple[str, ...], Values]] = []
    page: Values = {}
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
            value = _value(node)
        for name in names:
            short = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
            (page if owner is None else owner).setdefault(short, []).append(value)
    yield from (Thing("microdata", kinds, value) for kinds, value in order if kinds)
    if page:
        yield Thing("microdata", (PAGE,), page)


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


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    stated = attributes.get("content") or attributes.get("datetime")
    if stated:
        return squeeze(stated[:MAX_LENGTH])
    text = squeeze(node.text(deep=True, separator=" ")[:MAX_LENGTH])
    return text or attributes.get(_LINKS.get(node.tag or "", "")) or ""
