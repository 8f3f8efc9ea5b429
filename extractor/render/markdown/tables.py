"""Tables as Markdown: pipe tables with spans resolved; as HTML or as a list if the cells hold blocks."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from extractor.render.markdown.tree import Node

if TYPE_CHECKING:
    from extractor.render.markdown.blocks import Blocks

_RAGGED: Final = frozenset({"ul", "ol", "dl", "pre", "blockquote", "table"})  # in a cell
MAX_FILL: Final = 10  # places that spans may fill, for each cell of a table ...
MIN_FILL: Final = 1_000  # ... and in any table


def render(table: Node, blocks: "Blocks") -> str:
    """Return a table, after its caption."""
    rows = [each.elements() for each in table.elements() if each.tag == "tr"]
    captions = [blocks.paragraph(each.children) for each in table.elements() if each.tag == "caption"]
    if not any(rows):
        return "\n\n".join(captions)
    if any(each.tag in _RAGGED for row in rows for cell in row for each in cell.elements()):
        written = {"html": _html, "list": _list, "pipe": _pipes}[blocks.inline.options.ragged_tables](rows, blocks)
    else:
        written = _pipes(rows, blocks)
    return "\n\n".join([*captions, written])


def _pipes(rows: Sequence[Sequence[Node]], blocks: "Blocks") -> str:
    """Return a pipe table. The first row is the header, because Markdown needs one, and has a cell for each column."""
    lines = [[_cell(node, blocks) if node is not None else "" for node in row] for row in resolved(rows)]
    width = max(map(len, lines))
    lines[0] += [""] * (width - len(lines[0]))
    widths = [0] * width
    if blocks.inline.options.pad_tables and width * len(lines) <= MAX_FILL * sum(map(len, rows)) + MIN_FILL:
        lines = [row + [""] * (width - len(row)) for row in lines]
        widths = [max(3, *(len(row[column]) for row in lines)) for column in range(width)]
    rule = ["-" * max(each, 3) for each in widths]
    return "\n".join(
        f"| {' | '.join(text.ljust(each) for text, each in zip(row, widths, strict=False))} |"
        for row in (lines[0], rule, *lines[1:])
    )


def _cell(cell: Node, blocks: "Blocks") -> str:
    """Return the content of a cell in one line."""
    parts: list[str] = []
    pending: list[Node | str] = []
    for each in (*cell.children, Node("", {}, [])):
        if isinstance(each, str) or each.tag not in {"", "p", "h1", "h2", "h3", "h4", "h5", "h6", *_RAGGED}:
            pending.append(each)
            continue
        if text := blocks.inline.render(pending, in_table=True):
            parts.append(text)
        pending = []
        if each.tag in _RAGGED:
            parts += _lines(each, blocks)
        elif text := blocks.inline.render(each.children, in_table=True):
            parts.append(text)
    return "<br>".join(parts)


def _lines(node: Node, blocks: "Blocks") -> Iterable[str]:
    """Yield the lines of a list, code or quote in a cell that must be one line."""
    if node.tag == "pre":
        for line in node.text().split("\n"):
            yield blocks.inline.render([Node("code", {}, [line])], in_table=True)
    else:
        for each in node.elements():
            yield f"- {_cell(each, blocks)}" if each.tag == "li" else _cell(each, blocks)


def resolved(rows: Sequence[Sequence[Node]]) -> list[list[Node | None]]:
    """Return the cells of each row by column, with None where a cell above or to the left spans the place.

    Spans that would make the table much larger than its cells are ignored.

    Args:
        rows: the cells of each row, `colspan` and `rowspan` as attributes.

    """
    left = MAX_FILL * sum(map(len, rows)) + MIN_FILL  # places that spans may still fill
    grid: list[list[Node | None]] = []
    spanned: dict[int, int] = {}  # rows that are still covered, by column
    for row in rows:
        line: list[Node | None] = []
        for cell in row:
            _fill(line, spanned)
            columns, height = (int(cell.attributes.get(name) or 1) for name in ("colspan", "rowspan"))
            if (left := left - columns * height) < 0:
                columns = height = 1
            for each in range(columns):
                if height > 1:
                    spanned[len(line)] = height - 1
                line.append(None if each else cell)
        _fill(line, spanned)
        grid.append(line)
    return grid


def _fill(line: list[Node | None], spanned: dict[int, int]) -> None:
    """Add the places at the end of a row that cells above cover."""
    while spanned.get(len(line), 0):
        spanned[len(line)] -= 1
        line.append(None)


def _html(rows: Sequence[Sequence[Node]], blocks: "Blocks") -> str:
    """Return a table as HTML, a line for each row."""
    written = (blocks.inline.html(row).replace("\n", "&#10;") for row in rows)
    return "\n".join(["<table>", *(f"<tr>{row}</tr>" for row in written), "</table>"])


def _list(rows: Sequence[Sequence[Node]], blocks: "Blocks") -> str:
    """Return a table as a list: an item for each row, and in it one for each cell, with the header before the text."""
    first, *others = resolved(rows)
    header = [_cell(cell, blocks) if cell is not None else "" for cell in first]
    out: list[str] = []
    for row in others or [first]:
        cells = [(name, cell) for name, cell in zip_longest(header, row, fillvalue=None) if cell is not None]
        inner = [Node("li", {}, [*([f"{name}: "] if name else []), *cell.children]) for name, cell in cells]
        out.append(blocks.list(Node("ul", {}, [Node("li", {}, [Node("ul", {}, list(inner))])]), 0))
    return "\n".join(out)
