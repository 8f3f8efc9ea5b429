"""Apply the tree construction rules of the HTML standard to tags, without building a tree.

See https://html.spec.whatwg.org/multipage/parsing.html#tree-construction.
"""

from extractor.input.open_elements import OpenElements
from extractor.input.tag_rules import (
    BREAKOUT_TAGS,
    BUTTON_SCOPE,
    CLOSED_BY_ITEM,
    CLOSED_IN_SCOPE,
    CLOSES_PARAGRAPH,
    FONT_ATTRIBUTES,
    FOREIGN_PREFIX,
    FORMATTING_ELEMENTS,
    HEADINGS,
    IMPLIED_END_TAGS,
    INTEGRATION_POINTS,
    ITEM_SEARCH_END,
    LIST_ITEM_SCOPE,
    MARKER_ELEMENTS,
    MAX_SEARCHED_ELEMENTS,
    NEVER_OPEN,
    NO_RECONSTRUCTION,
    PLAIN_BLOCKS,
    PLAIN_ELEMENTS,
    PLAIN_INLINE,
    REMOVED,
    RUBY_ELEMENTS,
    SCOPE,
    SPECIAL_ELEMENTS,
    TABLE_CELLS,
    TABLE_ROWS,
    TABLE_SECTIONS,
)


class Nesting(OpenElements):
    """The stack of open elements, updated by start and end tags."""

    def open(self, name: str, attributes: str, closes_itself: bool) -> None:  # noqa: C901, FBT001 - one branch for each rule; positional arguments are faster
        """Process a start tag, except of raw text elements.

        Raises:
            TooDeep: more than `max_depth` elements are open.

        """
        if self.foreign:
            if name not in BREAKOUT_TAGS and not (name == "font" and FONT_ATTRIBUTES.search(attributes)):
                self._open_foreign(name, closes_itself)
                return
            self._pop_to(self._foreign_roots[-1][0])
        if self._overestimates:
            self.elements += len(self._active)
        if name in PLAIN_INLINE:
            self.reconstruct_formatting()
            self._push(name)
        elif name in PLAIN_BLOCKS and not self._paragraphs and name != "form":
            self._push(name)
        elif name in NEVER_OPEN:
            self._open_void(name)
        elif name in FORMATTING_ELEMENTS:
            self._open_formatting(name, attributes)
        elif name in CLOSES_PARAGRAPH:
            self._open_block(name)
        elif name in TABLE_CELLS or name in TABLE_ROWS:
            self._open_table_part(name)
        elif name == "table":
            self._open_table()
        elif name in {"svg", "math"}:
            self.reconstruct_formatting()
            self._open_foreign(name, closes_itself)
        else:
            self._open_other(name)

    def count_text_element(self, name: str) -> bool:
        """Count an element that contains text only, if its tags leave the state unchanged; return whether they do."""
        if self.foreign or self.needs_reconstruction or self._overestimates:
            return False
        if (
            name in PLAIN_INLINE
            or ((name in PLAIN_BLOCKS or name == "p") and not self._paragraphs and name != "form")
            or (name in FORMATTING_ELEMENTS and not self._active)
        ):
            self.elements += 1
            return True
        return False

    def close(self, name: str) -> None:  # noqa: C901, PLR0912 - one branch for each rule
        """Process an end tag."""
        if self.foreign and name in {"br", "p"}:
            self._pop_to(self._foreign_roots[-1][0])
        if name == "br":
            self._open_void(name)
        opened = self._open
        if not opened or name in NEVER_OPEN:
            return
        last = opened[-1]
        if name == "form":
            self._close_form()
        elif last == name and name in PLAIN_ELEMENTS:
            opened.pop()
            while opened and opened[-1] == REMOVED:
                opened.pop()
        elif last[:1] == FOREIGN_PREFIX and self._close_foreign(name):
            pass
        elif name in FORMATTING_ELEMENTS:
            self._close_formatting(name)
        elif name in TABLE_CELLS or name in TABLE_ROWS or name in {"table", "template"}:
            self._close_table_part(name)
        elif name in {"applet", "marquee", "object"}:
            if self._close_in_scope({name}, SCOPE - {name}):
                self._clear_to_marker()
        elif last == name:
            self._pop_to(len(opened) - 1)
        elif name in HEADINGS:
            self._close_in_scope(HEADINGS, SCOPE)
        elif name in CLOSED_IN_SCOPE:
            barriers = LIST_ITEM_SCOPE if name == "li" else BUTTON_SCOPE if name == "p" else SCOPE - {name}
            self._close_in_scope({name}, barriers)
        else:
            self._close_in_scope({name}, SPECIAL_ELEMENTS)

    def _close_form(self) -> None:
        """Close the current form; elements inside it stay open."""
        place, self._form_pointer = self._form_pointer, None
        if place is None or place < 0 or not SCOPE.isdisjoint(self._open[place + 1 :]):
            return
        if place == len(self._open) - 1:
            self._pop_to(place)
        else:
            self._open[place] = REMOVED

    def _open_foreign(self, name: str, closes_itself: bool) -> None:  # noqa: FBT001
        if closes_itself:
            self.elements += 1
            return
        if not self.foreign:
            self.foreign = True
            self._foreign_roots.append((len(self._open), name, False))
        elif name in INTEGRATION_POINTS[kind := self._foreign_roots[-1][1]]:
            self.foreign = False
            self._foreign_roots.append((len(self._open), kind, True))
        self._push(f"{FOREIGN_PREFIX}{name}")

    def _close_foreign(self, name: str) -> bool:
        """Close an SVG or MathML element; return whether there was one to close."""
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - MAX_SEARCHED_ELEMENTS, 0) - 1, -1):
            if opened[index][:1] != FOREIGN_PREFIX:
                return False
            if opened[index] == f"{FOREIGN_PREFIX}{name}":
                self._pop_to(index)
                return True
        return False

    def _open_block(self, name: str) -> None:
        if name == "form" and self._form_pointer is not None:
            return
        if name in CLOSED_BY_ITEM:
            self._close_in_scope(CLOSED_BY_ITEM[name], ITEM_SEARCH_END)
        if self._paragraphs:
            self._close_in_scope({"p"}, BUTTON_SCOPE)
        if name in HEADINGS and self._open and self._open[-1] in HEADINGS:
            self._pop_to(len(self._open) - 1)
        if name == "form" and "template" not in self._open[-MAX_SEARCHED_ELEMENTS:]:
            self._form_pointer = len(self._open)
        self._paragraphs += name == "p"
        self._push(name)

    def _open_table_part(self, name: str) -> None:
        """Process the start tag of a row or cell, which closes all open elements in the table."""
        if not self._tables:
            return
        table = self._tables[-1]
        if self._open[table] == "table":
            self._close_cell(table)
        self.elements += 1
        if name not in {"caption", "col", "colgroup"}:
            self._sections[-1] = name if name in TABLE_SECTIONS else self._sections[-1] or "tbody"
        if name in TABLE_CELLS:
            self._active.append(None)
            self._push(name)

    def _close_table_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if name == "template" == self._open[table]:
            self._pop_to(table)
            self._clear_to_marker()
        elif self._open[table] == "table":
            cell = "".join(self._open[table + 1 : table + 2])
            ends_section = name in TABLE_SECTIONS and name == self._sections[-1] and cell != "caption"
            if ends_section:
                self._sections[-1] = ""
            if ends_section or name in {cell, "table"} or (name == "tr" and cell in {"td", "th"}):
                self._close_cell(table)
            if name == "table":
                self._pop_to(table)

    def _close_cell(self, table: int) -> None:
        """Close all elements in the table at index `table`."""
        in_cell = table + 1 < len(self._open) and self._open[table + 1] in TABLE_CELLS
        self._pop_to(table + 1)
        if in_cell:
            self._clear_to_marker()

    def _open_table(self) -> None:
        """Process the start tag of a table, which closes an open table unless it is inside a cell of it."""
        if self._paragraphs:
            self._close_in_scope({"p"}, BUTTON_SCOPE)
        if self._tables:
            inner = self._tables[-1]
            inside = self._open[inner + 1 : inner + 2]
            if self._open[inner] == "table" and not (inside and inside[0] in TABLE_CELLS):
                self._pop_to(inner)
        self._tables.append(len(self._open))
        self._sections.append("")
        self._push("table")

    def _open_void(self, name: str) -> None:
        self.elements += 1
        if name == "hr":
            if self._paragraphs:
                self._close_in_scope({"p"}, BUTTON_SCOPE)
        elif name == "input" and self.is_in_scope("select"):
            self._close_in_scope({"select"}, SCOPE - {"select"})
        elif name not in NO_RECONSTRUCTION:
            self.reconstruct_formatting()

    def _open_other(self, name: str) -> None:
        opened = self._open
        if name in {"option", "optgroup"}:
            if opened and opened[-1] == "option":
                self._pop_to(len(opened) - 1)
        elif name == "button":
            self._close_in_scope({name}, SCOPE)
        elif name == "select" and self.is_in_scope(name):  # the start tag of a second one closes the first
            self._close_in_scope({name}, SCOPE - {name})
            return
        elif name in RUBY_ELEMENTS:
            if self.is_in_scope("ruby"):
                while opened and opened[-1] in IMPLIED_END_TAGS:
                    self._pop_to(len(opened) - 1)
            self._push(name)
            return
        if name == "template":
            self._tables.append(len(opened))
            self._sections.append("")
        else:
            self.reconstruct_formatting()
        if name in MARKER_ELEMENTS:
            self._active.append(None)
        self._push(name)
