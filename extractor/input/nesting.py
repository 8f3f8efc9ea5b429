"""The elements that are open at each tag of a page, as the HTML standard would have them, without a tree.

See https://html.spec.whatwg.org/multipage/parsing.html#tree-construction.
"""

from extractor.input.open_elements import OpenElements
from extractor.input.tag_rules import (
    BARRIERS,
    BLOCKS,
    BREAKS_OUT,
    BUTTON_BARRIERS,
    CELLS,
    CLOSES_P,
    FONT,
    FOREIGN,
    FORMATTING,
    GONE,
    HEADINGS,
    IMPLIED,
    INLINE,
    ITEM_BARRIERS,
    ITEMS,
    LIST_BARRIERS,
    LOOKED_BACK,
    MARKERS,
    NO_TEXT,
    PLAIN,
    POINTS,
    ROWS,
    RUBY,
    SCOPED,
    SECTIONS,
    SPECIAL,
    VOID,
)


class Nesting(OpenElements):
    """What start and end tags do to the open elements."""

    def open(self, name: str, attributes: str, closes_itself: bool) -> None:  # noqa: C901, FBT001 - a branch a rule; by place, since that is quicker
        """Take in a start tag that is none of raw text.

        Raises:
            TooDeep: more than `max_depth` elements are open.

        """
        if self.foreign:
            if name not in BREAKS_OUT and not (name == "font" and FONT.search(attributes)):
                self._open_foreign(name, closes_itself)
                return
            self._cut(self._roots[-1][0])
        if self._unsure:
            self.elements += len(self._active)
        if name in INLINE:
            self.text()
            self._push(name)
        elif name in BLOCKS and not self._paragraphs and name != "form":
            self._push(name)
        elif name in VOID:
            self._open_void(name)
        elif name in FORMATTING:
            self._open_formatting(name, attributes)
        elif name in CLOSES_P:
            self._open_block(name)
        elif name in CELLS or name in ROWS:
            self._open_part(name)
        elif name == "table":
            self._open_table()
        elif name in {"svg", "math"}:
            self.text()
            self._open_foreign(name, closes_itself)
        else:
            self._open_other(name)

    def opens_and_closes(self, name: str) -> bool:
        """Take in an element that holds text alone, if that leaves everything as it was; say whether it does."""
        if self.foreign or self.closed_early or self._unsure:
            return False
        if (
            name in INLINE
            or ((name in BLOCKS or name == "p") and not self._paragraphs and name != "form")
            or (name in FORMATTING and not self._active)
        ):
            self.elements += 1
            return True
        return False

    def close(self, name: str) -> None:  # noqa: C901, PLR0912 - a branch a rule of the standard
        """Take in an end tag."""
        if self.foreign and name in {"br", "p"}:
            self._cut(self._roots[-1][0])
        if name == "br":
            self._open_void(name)
        opened = self._open
        if not opened or name in VOID:
            return
        last = opened[-1]
        if name == "form":
            self._close_form()
        elif last == name and name in PLAIN:
            opened.pop()
            while opened and opened[-1] == GONE:
                opened.pop()
        elif last[:1] == FOREIGN and self._close_foreign(name):
            pass
        elif name in FORMATTING:
            self._close_formatting(name)
        elif name in CELLS or name in ROWS or name in {"table", "template"}:
            self._close_part(name)
        elif name in {"applet", "marquee", "object"}:
            if self._close_within({name}, BARRIERS - {name}):
                self._clear()
        elif last == name:
            self._cut(len(opened) - 1)
        elif name in HEADINGS:
            self._close_within(HEADINGS, BARRIERS)
        elif name in SCOPED:
            barriers = LIST_BARRIERS if name == "li" else BUTTON_BARRIERS if name == "p" else BARRIERS - {name}
            self._close_within({name}, barriers)
        else:
            self._close_within({name}, SPECIAL)

    def _close_form(self) -> None:
        """Close the form alone; what is open in it stays open."""
        place, self._form = self._form, None
        if place is None or place < 0 or not BARRIERS.isdisjoint(self._open[place + 1 :]):
            return
        if place == len(self._open) - 1:
            self._cut(place)
        else:
            self._open[place] = GONE

    def _open_foreign(self, name: str, closes_itself: bool) -> None:  # noqa: FBT001
        if closes_itself:
            self.elements += 1
            return
        if not self.foreign:
            self.foreign = True
            self._roots.append((len(self._open), name, False))
        elif name in POINTS[kind := self._roots[-1][1]]:
            self.foreign = False
            self._roots.append((len(self._open), kind, True))
        self._push(f"{FOREIGN}{name}")

    def _close_foreign(self, name: str) -> bool:
        """Whether an end tag closes an element of SVG or MathML."""
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - LOOKED_BACK, 0) - 1, -1):
            if opened[index][:1] != FOREIGN:
                return False
            if opened[index] == f"{FOREIGN}{name}":
                self._cut(index)
                return True
        return False

    def _open_block(self, name: str) -> None:
        if name == "form" and self._form is not None:
            return
        if name in ITEMS:
            self._close_within(ITEMS[name], ITEM_BARRIERS)
        if self._paragraphs:
            self._close_within({"p"}, BUTTON_BARRIERS)
        if name in HEADINGS and self._open and self._open[-1] in HEADINGS:
            self._cut(len(self._open) - 1)
        if name == "form" and "template" not in self._open[-LOOKED_BACK:]:
            self._form = len(self._open)
        self._paragraphs += name == "p"
        self._push(name)

    def _open_part(self, name: str) -> None:
        """Take in a row or cell: all that is open in the table is closed before it."""
        if not self._tables:
            return
        table = self._tables[-1]
        if self._open[table] == "table":
            self._close_cell(table)
        self.elements += 1
        if name not in {"caption", "col", "colgroup"}:
            self._sections[-1] = name if name in SECTIONS else self._sections[-1] or "tbody"
        if name in CELLS:
            self._active.append(None)
            self._push(name)

    def _close_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if name == "template" == self._open[table]:
            self._cut(table)
            self._clear()
        elif self._open[table] == "table":
            cell = "".join(self._open[table + 1 : table + 2])
            ends_section = name in SECTIONS and name == self._sections[-1] and cell != "caption"
            if ends_section:
                self._sections[-1] = ""
            if ends_section or name in {cell, "table"} or (name == "tr" and cell in {"td", "th"}):
                self._close_cell(table)
            if name == "table":
                self._cut(table)

    def _close_cell(self, table: int) -> None:
        """Close all that is open in the table that stands at `table`."""
        in_cell = table + 1 < len(self._open) and self._open[table + 1] in CELLS
        self._cut(table + 1)
        if in_cell:
            self._clear()

    def _open_table(self) -> None:
        """Take in a table, which ends the one that is open where there is no cell between."""
        if self._paragraphs:
            self._close_within({"p"}, BUTTON_BARRIERS)
        if self._tables:
            inner = self._tables[-1]
            inside = self._open[inner + 1 : inner + 2]
            if self._open[inner] == "table" and not (inside and inside[0] in CELLS):
                self._cut(inner)
        self._tables.append(len(self._open))
        self._sections.append("")
        self._push("table")

    def _open_void(self, name: str) -> None:
        self.elements += 1
        if name == "hr":
            if self._paragraphs:
                self._close_within({"p"}, BUTTON_BARRIERS)
        elif name == "input" and self.is_within("select"):
            self._close_within({"select"}, BARRIERS - {"select"})
        elif name not in NO_TEXT:
            self.text()

    def _open_other(self, name: str) -> None:
        opened = self._open
        if name in {"option", "optgroup"}:
            if opened and opened[-1] == "option":
                self._cut(len(opened) - 1)
        elif name == "button":
            self._close_within({name}, BARRIERS)
        elif name == "select" and self.is_within(name):  # a second one ends the first
            self._close_within({name}, BARRIERS - {name})
            return
        elif name in RUBY:
            if self.is_within("ruby"):
                while opened and opened[-1] in IMPLIED:
                    self._cut(len(opened) - 1)
            self._push(name)
            return
        if name == "template":
            self._tables.append(len(opened))
            self._sections.append("")
        else:
            self.text()
        if name in MARKERS:
            self._active.append(None)
        self._push(name)
