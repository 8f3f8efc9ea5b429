"""Tell data tables from layout tables, and headings from headings that were left open.

Each question needs to know what an element contains. The answers for all elements come from one query of the tree.
"""

from collections.abc import Iterable
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HEADING_CHARACTERS = 300  # a longer heading with paragraphs inside was left open
MAX_READ_FACTOR = 4  # text read to measure headings, in multiples of the page's size
# A table with any of these inside is a layout table.
_LAYOUT = (
    "table, h1, h2, h3, form, nav, article, section, "
    # code with line numbers
    "td.gutter, td.linenos, td.lineno, td.rouge-gutter, td.blob-num, td.hljs-ln-numbers"
)


class StructureRules:
    """Rules that decide which tables and headings count as structural elements.

    Args:
        tree: the page.
        size: the page's size in characters. It limits how much text is read to measure headings.

    """

    def __init__(self, tree: LexborHTMLParser, size: int) -> None:
        self._tree, self._characters_left = tree, MAX_READ_FACTOR * size

    @cached_property
    def _around_layout(self) -> set[int]:
        return _ancestors(self._tree.css(_LAYOUT))

    @cached_property
    def _around_paragraphs(self) -> set[int]:
        return _ancestors(self._tree.css("p"))

    def is_data_table(self, table: LexborNode) -> bool:
        """Return whether a table contains data and no page layout."""
        return table.mem_id not in self._around_layout

    def is_unclosed(self, heading: LexborNode) -> bool:
        """Return whether a heading has no end tag where it should, so that paragraphs ended up inside.

        Once the characters that may be read are used up, each heading with paragraphs counts as unclosed.
        """
        if heading.mem_id not in self._around_paragraphs:
            return False
        if self._characters_left > 0:
            length = len(heading.text())
            self._characters_left -= length
            return length > MAX_HEADING_CHARACTERS
        return True


def _ancestors(nodes: Iterable[LexborNode]) -> set[int]:
    """Return the `mem_id` of all ancestors of `nodes`."""
    found: set[int] = set()
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in found:
            found.add(parent.mem_id)
            parent = parent.parent
    return found
