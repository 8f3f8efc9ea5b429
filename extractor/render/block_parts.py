"""Parts of a block that is too large for a chunk.

Lists are split between items, quotes between their blocks, paragraphs between sentences; tables and code not at all.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from extractor.render.markdown.blocks import paragraphs
from extractor.render.markdown.tree import Node

_AFTER_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_Pieces = list[list[Node | str]]
_Make = Callable[[list[Node | str], int], Node]  # from some pieces, and the index of the first of them


def parts(node: Node, max_tokens: int, measured: Callable[[Node], int]) -> Iterator[Node]:
    """Yield a block, or its parts if it is too large.

    Args:
        node: the block.
        max_tokens: the size that a part has at most, unless it is a single piece: an item, a block or a sentence.
        measured: gives the size of a block.

    """
    pieces, make = _pieces(node)
    if not pieces[1:] or measured(node) <= max_tokens:
        yield node
        return
    held: list[Node | str] = []
    start = size = 0
    for index, piece in enumerate(pieces):
        tokens = measured(make(piece, index))
        if held and size + tokens > max_tokens:
            yield make(held, start)
            held, start, size = [], index, 0
        held += piece
        size += tokens
    yield make(held, start)


def _pieces(node: Node) -> tuple[_Pieces, _Make]:
    """Return the pieces of a block, and how to make a block of some of them. A table and code have none."""
    tag, attributes = node.tag, node.attributes
    if tag in ("ul", "ol"):
        first = int(attributes.get("start") or 1)
        return [[item] for item in node.elements()], lambda items, index: Node(
            tag, attributes | ({"start": str(first + index)} if tag == "ol" else {}), items
        )
    if tag == "section":  # footnotes
        notes = [item for each in node.elements() for item in each.elements()]
        return [[note] for note in notes], lambda items, _: Node(tag, attributes, [Node("ol", {}, items)])
    if tag == "blockquote":
        inner = paragraphs(node.children)
        return [[each] for each in inner], lambda blocks, index: Node(tag, {} if index else attributes, blocks)
    if tag in ("p", "text"):
        return _sentences(node.children), lambda sentences, _: Node(tag, attributes, sentences)
    return [], lambda children, _: Node(tag, attributes, children)


def _sentences(children: Iterable[Node | str]) -> _Pieces:
    """Return the sentences of a paragraph; those that end inside other elements are not told apart."""
    found: _Pieces = [[]]
    for child in children:
        if isinstance(child, Node):
            found[-1].append(child)
            continue
        start = 0
        for gap in _AFTER_SENTENCE.finditer(child):
            found[-1].append(child[start : gap.end()])
            found.append([])
            start = gap.end()
        found[-1].append(child[start:])
    return [sentence for sentence in found if any(isinstance(each, Node) or each.strip() for each in sentence)]
