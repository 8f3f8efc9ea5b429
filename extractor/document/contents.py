"""What elements hold that is asked of them before they are walked: found for all together, in one look at the tree."""

from collections.abc import Iterable
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADING_LENGTH = 300  # characters; more than this with paragraphs in it is no heading
MEASURED = 4  # times the length of the page may be read to measure headings that hold paragraphs
# A table that holds these lays a page out; it is no table of data.
_LAYOUT = "table, h1, h2, h3, form, nav, article, section"


class Contents:
    """What some elements hold, found for all of them together.

    Args:
        tree: the page.
        size: how many characters it has. Headings may be measured up to `MEASURED` times that; others count as long.

    """

    def __init__(self, tree: LexborHTMLParser, size: int) -> None:
        self._tree, self._characters = tree, MEASURED * size

    @cached_property
    def _laying_out(self) -> set[int]:
        """The elements around those of `_LAYOUT`."""
        return _around(self._tree.css(_LAYOUT))

    @cached_property
    def _around_paragraphs(self) -> set[int]:
        return _around(self._tree.css("p"))

    def is_data(self, table: LexborNode) -> bool:
        """Whether a table holds data: no other table, and nothing that pages are laid out with."""
        return table.mem_id not in self._laying_out

    def is_left_open(self, heading: LexborNode) -> bool:
        """Whether a heading holds paragraphs of text: nobody closed it, and half the page is inside."""
        if heading.mem_id not in self._around_paragraphs:
            return False
        if self._characters > 0:
            length = len(heading.text())
            self._characters -= length
            return length > HEADING_LENGTH
        return True


def _around(nodes: Iterable[LexborNode]) -> set[int]:
    """The identities of all elements around any of `nodes`."""
    found: set[int] = set()
    for node in nodes:
        around = node.parent
        while around is not None and around.mem_id not in found:
            found.add(around.mem_id)
            around = around.parent
    return found
