"""What the walk over a tree gets and gives; its twins share these types."""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.document.footnotes import Part
from extractor.document.structure import StructureRules
from extractor.types import Block, Container, Picture


class Facts(NamedTuple):
    """What the walk has to know about a page."""

    navigation: bool
    """Whether menus and footers are read too."""
    rules: StructureRules
    footnotes: Mapping[int, Part]
    """By `LexborNode.mem_id`."""
    formulas: bool
    """Whether the page may have formulas."""
    has_scripts: bool
    """Whether the formulas are in scripts."""


class Walked(NamedTuple):
    """What the walk finds, in document order."""

    blocks: list[Block]
    containers: list[Container]
    pictures: list[Picture]
    details: dict[int, str]
    """`Element.detail` that is known only inside the element, by `Element.number`."""
    navigation_characters: int
    """Number of characters in menus and footers that were left out."""
