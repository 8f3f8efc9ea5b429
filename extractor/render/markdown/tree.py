"""A clean fragment as a tree of nodes. It is well-formed and not deeply nested, so a few lines suffice to read it."""

import re
from html import unescape
from typing import NamedTuple

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^>]*)>")
_ATTRIBUTE = re.compile(r' (?P<name>[a-z]+)(?:="(?P<value>[^"]*)")?')
VOID = frozenset({"br", "img"})


class Node(NamedTuple):
    """An element of a clean fragment."""

    tag: str
    attributes: dict[str, str]
    children: "list[Node | str]"
    """Elements and texts in order; texts without entities."""

    def elements(self) -> "list[Node]":
        """Return the child elements, without texts."""
        return [each for each in self.children if isinstance(each, Node)]

    def text(self) -> str:
        """Return the text of the element and all elements inside; a `<br>` is a line feed."""
        if self.tag == "br":
            return "\n"
        return "".join(each if isinstance(each, str) else each.text() for each in self.children)


def parse(fragment: str) -> Node:
    """Return a node without a tag that holds the elements of a clean fragment."""
    root = Node("", {}, [])
    opened = [root]
    start = 0
    for found in _TAG.finditer(fragment):
        if found.start() > start:
            opened[-1].children.append(unescape(fragment[start : found.start()]))
        start = found.end()
        if found["end"]:
            if len(opened) > 1:
                opened.pop()
            continue
        attributes = found["attributes"]
        node = Node(
            found["name"],
            {each["name"]: unescape(each["value"] or "") for each in _ATTRIBUTE.finditer(attributes)}
            if attributes
            else {},
            [],
        )
        opened[-1].children.append(node)
        if found["name"] not in VOID:
            opened.append(node)
    if start < len(fragment):
        opened[-1].children.append(unescape(fragment[start:]))
    return root
