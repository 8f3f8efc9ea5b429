"""`Element.detail`: what a structural element says besides its tag."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborNode

from extractor.document import code
from extractor.types import Block, Element

DETAILED = frozenset({"pre", "ol", "td", "th"})  # elements with a detail
MAX_DIGITS = 9  # of the start of an ordered list, or of the columns and rows that a cell spans
MAX_SPAN = 100  # columns or rows of one cell


def detail_of(tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> str:
    """Return `Element.detail` for an element."""
    if tag == "pre":
        return code.language_of(node)
    if tag not in DETAILED or not attributes:
        return ""
    if tag == "ol":
        start = _whole_number(attributes.get("start"))
        return "" if start == 1 else str(start)
    spans = [min(_whole_number(attributes.get(name)), MAX_SPAN) or 1 for name in ("colspan", "rowspan")]
    return "" if spans == [1, 1] else f"{spans[0]}x{spans[1]}"


def _whole_number(value: str | None) -> int:
    """Return the number of an attribute; 1 if it has none or is invalid."""
    return int(value) if value and value.isdecimal() and len(value) <= MAX_DIGITS else 1


def task_of(node: LexborNode, structure: Sequence[Element]) -> Element | None:
    """Return the list item that a form field makes a task, with `done` or `open` as its detail; None for other fields.

    A field that a reader can change belongs to a form, unless its class says that it is a task.
    """
    attributes = node.attributes
    if attributes.get("type") != "checkbox" or not structure or structure[-1].tag not in {"li", "p"}:
        return None
    if "disabled" not in attributes and "task" not in (attributes.get("class") or ""):
        return None
    item = next((each for each in reversed(structure) if each.tag == "li"), None)
    return item._replace(detail="done" if "checked" in attributes else "open") if item is not None else None


def with_details(blocks: Iterable[Block], details: Mapping[int, str]) -> Iterator[Block]:
    """Yield blocks with details that are known only inside their elements, by `Element.number`."""
    for block in blocks:
        structure = (each._replace(detail=details.get(each.number, each.detail)) for each in block.structure)
        yield block._replace(structure=tuple(structure))
