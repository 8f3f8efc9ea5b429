"""Markdown of an extraction."""

from typing import Final

from extractor.extraction import Extraction
from extractor.render.markdown.blocks import TITLE, Blocks
from extractor.render.markdown.front_matter import front_matter
from extractor.render.markdown.inline import Inline
from extractor.render.markdown.options import DEFAULT, MarkdownOptions
from extractor.render.markdown.tree import Node, parse

MAX_BEFORE_TITLE = 3  # blocks of the text that may stand before its title, such as a byline
HAS_FORMULA: Final = '<span class="math '
"""Stands in every clean fragment with formulas."""


def render(extraction: Extraction, options: MarkdownOptions = DEFAULT) -> str:
    """Return an extraction as Markdown.

    The title is left out of the text, because the metadata holds it: `options` decide where it is written.
    """
    children = body(extraction)
    if options.title_heading and (title := _title(extraction)):
        children = [Node(TITLE, {}, [title]), *children]
    head = front_matter(extraction) + "\n" if options.front_matter else ""
    return head + to_markdown(Node("", {}, children), options, formulas=HAS_FORMULA in extraction.html)


def body(extraction: Extraction) -> list[Node | str]:
    """Return the nodes of the text, without a heading at its start that repeats the title."""
    root, title = parse(extraction.html), _title(extraction)
    return _without_title(root.children, title) if title else root.children


def _title(extraction: Extraction) -> str:
    return " ".join((extraction.title or "").split())


def to_markdown(root: Node, options: MarkdownOptions = DEFAULT, *, formulas: bool = False) -> str:
    """Convert the tree of a clean fragment to Markdown; an empty tree to an empty str.

    Text that looks like markup is escaped, such as a literal `<script>`, `1. May` or `&copy;`.

    Args:
        root: the tree.
        options: the choices of the caller.
        formulas: whether the page has formulas, so that a `$` in the text must be escaped.

    """
    inline = Inline(options, formulas=formulas)
    markdown = Blocks(inline).render(root.children)
    if inline.addresses:
        markdown += f"\n\n{inline.definitions()}"
    return f"{markdown}\n" if markdown else ""


def _without_title(children: list[Node | str], title: str) -> list[Node | str]:
    """Return the nodes without the heading that repeats the title at their start."""
    for at, child in enumerate(children[: MAX_BEFORE_TITLE + 1]):
        if isinstance(child, Node) and child.tag in {"h1", "h2"} and _is_same(child.text(), title):
            return [*children[:at], *children[at + 1 :]]
    return children


def _is_same(heading: str, title: str) -> bool:
    """Return whether a heading is the title, up to case and white space."""
    return " ".join(heading.split()).casefold() == title.casefold()
