"""Blocks as plain text."""

from collections.abc import Iterable

from extractor.types import Block, Element

_LISTS = ("ul", "ol")


def text_of(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text, with `- ` or a number before list items and ` | ` between the cells of a row."""
    out: list[str] = []
    before: Block | None = None
    numbers: dict[int, int] = {}
    for block in blocks:
        if before is not None:
            out.append(_separator(before, block))
        out.append(_marker(before, block, numbers) + block.text)
        before = block
    return "".join(out).strip()


def _element(block: Block, *tags: str) -> Element | None:
    """Return the innermost structural element of the block with one of `tags`."""
    return next((element for element in reversed(block.structure) if element.tag in tags), None)


def _separator(before: Block, block: Block) -> str:
    """Return the text between two blocks."""
    if not before.structure or before.structure[:1] != block.structure[:1]:
        return "\n\n"  # no common element
    row = _element(block, "tr")
    if row is not None and row == _element(before, "tr"):
        cell = _element(block, "td", "th")
        return " " if cell == _element(before, "td", "th") else " | "
    for shared in (("table",), ("dl",)):
        if (outer := _element(block, *shared)) is not None and outer == _element(before, *shared):
            return "\n"
    # Nested lists are part of the outermost list.
    lists = [next((element for element in each.structure if element.tag in _LISTS), None) for each in (before, block)]
    return "\n" if lists[0] is not None and lists[0] == lists[1] else "\n\n"


def _marker(before: Block | None, block: Block, numbers: dict[int, int]) -> str:
    """Return the indentation and list marker of a block, and count the items of its list in `numbers`."""
    if footnote := _element(block, "footnote"):
        return "" if before is not None and footnote in before.structure else f"[{footnote.detail}] "
    item = _element(block, "li")
    if item is None:
        return ""
    depth = sum(each.tag in _LISTS for each in block.structure)
    indent = "  " * max(depth - 1, 0)
    if before is not None and item in before.structure:
        return f"{indent}  "
    owner = _element(block, *_LISTS)
    box = {"done": "[x] ", "open": "[ ] "}.get(item.detail, "")
    if owner is None or owner.tag == "ul":
        return f"{indent}- {box}"
    numbers[owner.number] = numbers.get(owner.number, int(owner.detail or 1) - 1) + 1
    return f"{indent}{numbers[owner.number]}. {box}"
