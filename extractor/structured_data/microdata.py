"""Read microdata and RDFa Lite, which differ in the names of the attributes only.

See https://html.spec.whatwg.org/multipage/microdata.html. Common mistakes are accepted: the value of a link with text
is its text, `content` counts on any element, and properties outside all items belong to the page.
"""

from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document.words import squeeze
from extractor.structured_data.items import Item, types

MAX_ELEMENTS = 4000  # with properties or items; a page with more is a catalogue
MAX_DEPTH = 60  # elements between a property and its item
MAX_VALUE_CHARACTERS = 1000  # a longer value is the body of an article
MAX_READ_NODES = 100_000  # inside properties, for one page; nested properties would read the same nodes again
PAGE = "WebPage"  # type of the item for properties outside all items
_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "source": "src", "video": "src", "audio": "src"}

Values = dict[str, Any]


def read(tree: LexborHTMLParser) -> Iterator[Item]:
    """Yield the items with a type, each before the items nested in it."""
    found: dict[int, Values] = {}
    order: list[tuple[tuple[str, ...], Values]] = []
    page: Values = {}
    reader = _TextReader(MAX_READ_NODES)
    matched = tree.css("[itemscope], [itemprop], [typeof], [property]:not(meta)")[:MAX_ELEMENTS]
    for node in {node.mem_id: node for node in matched}.values():  # an element may match more than one selector
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
            value = _value(node, reader)
        for name in names:
            short = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
            (page if owner is None else owner).setdefault(short, []).append(value)
    yield from (Item("microdata", kinds, value) for kinds, value in order if kinds)
    if page:
        yield Item("microdata", (PAGE,), page)


def _owner(node: LexborNode, found: dict[int, Values]) -> Values | None:
    """Return the properties of the innermost item around an element."""
    parent = node.parent
    for _ in range(MAX_DEPTH if found else 0):
        if parent is None:
            return None
        if parent.mem_id in found:
            return found[parent.mem_id]
        parent = parent.parent
    return None


class _TextReader:
    """Reads the text of elements, up to a total number of nodes."""

    def __init__(self, max_nodes: int) -> None:
        self.nodes_left = max_nodes

    def text(self, node: LexborNode) -> str:
        """Return the text nodes of `node` joined by spaces, up to `MAX_VALUE_CHARACTERS`."""
        texts: list[str] = []
        size = 0
        for each in node.traverse(include_text=True):
            self.nodes_left -= 1
            if size > MAX_VALUE_CHARACTERS or self.nodes_left < 0:
                break
            if each.tag == "-text":
                texts.append((each.text_content or "")[:MAX_VALUE_CHARACTERS])
                size += len(texts[-1]) + 1
        return " ".join(texts)[:MAX_VALUE_CHARACTERS]


def _value(node: LexborNode, reader: _TextReader) -> str:
    """Return the value of a property: an attribute for machines, else the text, else the URL."""
    attributes = node.attributes
    declared = attributes.get("content") or attributes.get("datetime")
    if declared:
        return squeeze(declared[:MAX_VALUE_CHARACTERS])
    text = squeeze(reader.text(node))
    return text or attributes.get(_LINKS.get(node.tag or "", "")) or ""
