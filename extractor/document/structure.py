"""Tell data tables from layout tables, code from whole pages in `<pre>`, and headings from unclosed ones.

Each question needs to know what an element contains. The answers for all elements come from one query of the tree.
"""

from collections.abc import Iterable
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HEADING_CHARACTERS = 300  # a longer heading with paragraphs inside was left open
MAX_READ_FACTOR = 4  # text read by all rules, in multiples of the page's size
# A table with any of these inside is a layout table.
_LAYOUT = (
    "table, h1, h2, h3, form, nav, article, section, "
    # code with line numbers
    "td.gutter, td.linenos, td.lineno, td.rouge-gutter, td.blob-num, td.hljs-ln-numbers"
)
# A `<pre>` with any of these inside is no code. It was left open, or a whole page is in it.
_PAGE_PARTS = "h1, h2, h3, h4, form, nav, article, section, footer"


class StructureRules:
    """Rules that decide which tables, headings and code blocks count as structural elements.

    Args:
        tree: the page.
        size: the page's size in characters. It limits how much text is read, since elements may be nested.

    """

    def __init__(self, tree: LexborHTMLParser, size: int) -> None:
        self._tree, self._characters_left = tree, MAX_READ_FACTOR * size

    @cached_property
    def _around_layout(self) -> set[int]:
        return _ancestors(self._tree.css(_LAYOUT))

    @cached_property
    def _around_paragraphs(self) -> set[int]:
        return _ancestors(self._tree.css("p"))

    @cached_property
    def _around_page_parts(self) -> set[int]:
        return _ancestors(self._tree.css(_PAGE_PARTS))

    def is_code(self, pre: LexborNode) -> bool:
        """Return whether a `<pre>` contains text only, as code does, and no parts of a page."""
        return pre.mem_id not in self._around_page_parts

    def is_data_table(self, table: LexborNode) -> bool:
        """Return whether a table contains data and no page layout."""
        return table.mem_id not in self._around_layout

    def text_of(self, node: LexborNode) -> str | None:
        """Return the text of an element; None once the characters that may be read are used up."""
        if self._characters_left <= 0:
            return None
        text = node.text(deep=True)
        self._characters_left -= len(text)
        return text

    def is_unclosed(self, heading: LexborNode) -> bool:
        """Return whether a heading has no end tag where it should, so that paragraphs ended up inside.

        Once the characters that may be read are used up, each heading with paragraphs counts as unclosed.
        """
        if heading.mem_id not in self._around_paragraphs:
            return False
        text = self.text_of(heading)
        return text is None or len(text) > MAX_HEADING_CHARACTERS


def _ancestors(nodes: Iterable[LexborNode]) -> set[int]:
    """Return the `mem_id` of all ancestors of `nodes`."""
    found: set[int] = set()
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in found:
            found.add(parent.mem_id)
            parent = parent.parent
    return found
