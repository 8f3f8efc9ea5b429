"""Blocks of a clean fragment as Markdown: headings, paragraphs, lists, quotes, code, footnotes."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from extractor.document.elements import HEADING_LEVELS
from extractor.document.fragment import TASK_BOXES
from extractor.render.markdown import tables
from extractor.render.markdown.escape import as_heading, at_line_start
from extractor.render.markdown.inline import Inline
from extractor.render.markdown.tree import Node

TITLE: Final = "title"  # tag of a node that the fragment does not have
BLOCK_TAGS: Final = frozenset(
    "title p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr td th blockquote pre section".split()
)
_LEVELS: Final = {TITLE: 1, **{tag: max(level, 2) for tag, level in HEADING_LEVELS.items()}}  # of headings
_FENCE = re.compile(r"`{3,}")
_BOXES: Final = {TASK_BOXES["done"]: "[x] ", TASK_BOXES["open"]: "[ ] "}
_NOTE_INDENT: Final = "    "


class Blocks:
    """Writes the blocks of one fragment."""

    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self.writers: dict[str, Callable[[Node], str]] = {
            **dict.fromkeys(_LEVELS, self.heading),
            "pre": _code_block,
            "blockquote": self.quote,
            "table": lambda node: tables.render(node, self),
            "dl": self.definitions,
            "section": self.footnotes,
        }

    def render(self, children: Iterable[Node | str], *, in_item: bool = False) -> str:
        """Return blocks, separated by empty lines; `in_item` for those of a list item."""
        out: list[str] = []
        previous, marker = "", 0  # the last element, and which markers its list has
        for node in paragraphs(children):
            marker = 1 - marker if node.tag in ("ul", "ol") and node.tag == previous else 0
            text = self.block(node, marker, in_item=in_item and not out)
            if text:
                # A list directly after the text of its item keeps the outer list tight.
                tight = in_item and len(out) == 1 and node.tag in ("ul", "ol") and previous == "text"
                out.append(("\n" if tight else "\n\n") + text if out else text)
                previous = node.tag
        return "".join(out)

    def block(self, node: Node, marker: int, *, in_item: bool) -> str:
        """Return one block; `marker` is 1 for a list directly after another."""
        if node.tag in ("ul", "ol"):
            return self.list(node, marker)
        writer = self.writers.get(node.tag)
        return writer(node) if writer else self.paragraph(node.children, in_item=in_item)

    def paragraph(self, children: Iterable[Node | str], *, in_item: bool = False) -> str:
        """Return a paragraph whose lines start no other block."""
        lines = self.inline.render(children).split("\n")
        return "\n".join(at_line_start(line.lstrip(" "), in_item=in_item and not at) for at, line in enumerate(lines))

    def heading(self, node: Node) -> str:
        """Return a heading in one line; empty for one without text."""
        text = " ".join(self.inline.render(node.children).split())
        return f"{'#' * _LEVELS[node.tag]} {as_heading(text)}" if text else ""

    def list(self, node: Node, marker: int) -> str:
        """Return a list. Adjacent lists have different markers, because they would be one list otherwise."""
        start = int(node.attributes.get("start") or 1)
        items: list[str] = []
        for item in node.elements():
            sign = "-*"[marker] if node.tag == "ul" else f"{start + len(items)}{'.)'[marker]}"
            box, children = _without_box(item)
            items.append(_hanging(f"{sign} ", box + self.render(children, in_item=True)))
        return "\n".join(items)

    def quote(self, node: Node) -> str:
        """Return a block quote, or a call-out with its kind in the first line."""
        kind = node.attributes.get("class", "")
        children = list(node.children)
        head = f"[!{kind}]" if kind else ""
        first = next((each for each in children if isinstance(each, Node)), None)
        if kind and first is not None and first.attributes.get("class") == "title":
            children.remove(first)
            title = self.inline.render(first.children).replace("\n", " ")
            head += f" {title}" if first.text().strip(" :").casefold() != kind else ""
        body = self.render(children)
        text = f"{head}\n{body}" if head and body else head or body
        return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))

    def definitions(self, node: Node) -> str:
        """Return a definition list: the term, and each definition after `: `."""
        out: list[str] = []
        for each in node.elements():
            if each.tag == "dt":
                out.append(("\n" if out else "") + self.paragraph(each.children).replace("\n", " "))
            elif text := self.render(each.children, in_item=True):
                out.append(_hanging(": ", text))
        return "\n".join(out)

    def footnotes(self, node: Node) -> str:
        """Return all footnotes."""
        return "\n\n".join(self.footnote(item) for each in node.elements() for item in each.elements())

    def footnote(self, node: Node) -> str:
        """Return a footnote."""
        number = node.attributes.get("id", "").removeprefix("fn-")
        lines = self.render(node.children).split("\n")
        return "\n".join([f"[^{number}]: {lines[0]}", *(f"{_NOTE_INDENT}{line}" if line else "" for line in lines[1:])])


def paragraphs(children: Iterable[Node | str]) -> Iterator[Node]:
    """Yield the blocks among nodes; inline content between them as blocks with the tag `text`."""
    pending: list[Node | str] = []
    for child in children:
        if isinstance(child, Node) and child.tag in BLOCK_TAGS:
            if pending:
                yield Node("text", {}, pending)
                pending = []
            yield child
        elif pending or isinstance(child, Node) or not child.isspace():
            pending.append(child)
    if pending:
        yield Node("text", {}, pending)


def _without_box(item: Node) -> tuple[str, list[Node | str]]:
    """Return the task box of a list item, and what follows it; an empty box for other items."""
    first = item.children[0] if item.children and item.attributes.get("class") == "task" else ""
    if not isinstance(first, str) or first[:1] not in _BOXES:
        return "", item.children
    return _BOXES[first[0]], [first[1:].lstrip(), *item.children[1:]]


def _hanging(sign: str, text: str) -> str:
    """Return text after a sign, with further lines below the start of the text."""
    indent = " " * len(sign)
    first, *others = text.split("\n")
    return "\n".join(
        [
            f"{sign}{first}" if first else sign.rstrip(" "),
            *(f"{indent}{line}" if line else "" for line in others),
        ]
    )


def _code_block(node: Node) -> str:
    """Return a fenced code block; the fence is longer than any inside."""
    code = next((each for each in node.elements() if each.tag == "code"), None)
    language = code.attributes.get("class", "").removeprefix("language-") if code is not None else ""
    text = node.text()
    fence = "`" * (max((len(found[0]) for found in _FENCE.finditer(text)), default=2) + 1)
    return f"{fence}{language}\n{text}\n{fence}"
