"""The stack of open elements and the list of active formatting elements of the HTML standard, without a tree.

See https://html.spec.whatwg.org/multipage/parsing.html#parse-state. Only the `MAX_SEARCHED_ELEMENTS` innermost
elements are searched for the one that a tag closes. If it is further out, it stays on the stack, and from then on all
active formatting elements count as reconstructed before each tag. So the counts may be too high, but never too low.
"""

from collections.abc import Set as AbstractSet

from extractor.errors import TooDeep
from extractor.input.limit_values import DEPTH, MAX_DEPTH
from extractor.input.tag_rules import MAX_CLONES, MAX_SEARCHED_ELEMENTS, REMOVED, SCOPE, SPECIAL_ELEMENTS


class _Formatting:
    """An entry of the list of active formatting elements."""

    __slots__ = ("attributes", "index", "name")

    def __init__(self, name: str, attributes: str, index: int) -> None:
        self.name, self.attributes, self.index = name, attributes, index
        """Index on the stack of open elements; -1 while the element is closed."""


class OpenElements:
    """The stack of open elements, outermost first, and the list of active formatting elements.

    Args:
        max_depth: largest number of open elements.

    """

    def __init__(self, max_depth: int = MAX_DEPTH) -> None:
        self.max_depth = max_depth
        self.elements = 0
        """Number of elements that the parser creates."""
        self.foreign = False
        """Whether the next tag is in foreign content, that is SVG or MathML."""
        self._open: list[str] = []
        self._paragraphs = 0  # number of open `<p>`
        self._tables: list[int] = []  # indices of open tables and templates
        self._sections: list[str] = []  # the open section of each of these; empty for none
        # Indices of `<svg>`, `<math>` and integration points; `svg` or `math`; whether it is an integration point.
        self._foreign_roots: list[tuple[int, str, bool]] = []
        self._active: list[_Formatting | None] = []  # None is a marker
        self._formatting: dict[int, _Formatting] = {}  # the open ones, by index
        self.needs_reconstruction = False
        """Whether an active formatting element is closed, so that the next text opens it again."""
        self._form_pointer: int | None = None  # index of the current form; -1 once it is off the stack
        self._overestimates = False  # whether closed elements may count as open

    def reconstruct_formatting(self) -> None:
        """Reconstruct the active formatting elements, as before text."""
        if not self.needs_reconstruction or self.foreign:
            return
        active, first = self._active, len(self._active)
        self.needs_reconstruction = False
        while first and (entry := active[first - 1]) is not None and entry.index < 0:
            first -= 1
        for entry in active[first:]:
            if entry is not None:
                entry.index = len(self._open)
                self._formatting[entry.index] = entry
                self._push(entry.name)

    def _push(self, name: str) -> None:
        self._open.append(name)
        self.elements += 1
        if len(self._open) > self.max_depth:
            raise TooDeep(DEPTH)

    def _pop_to(self, size: int) -> None:
        """Close all elements from index `size` on, and removed elements directly before it."""
        opened = self._open
        while size and opened[size - 1] == REMOVED:
            size -= 1
        for index in range(len(opened) - 1, size - 1, -1):
            name = opened[index]
            self._paragraphs -= name == "p"
            if (entry := self._formatting.pop(index, None)) is not None:
                entry.index, self.needs_reconstruction = -1, True
        if self._form_pointer is not None and self._form_pointer >= size:
            self._form_pointer = -1
        del opened[size:]
        while self._tables and self._tables[-1] >= size:
            self._tables.pop()
            self._sections.pop()
        if self._foreign_roots and self._foreign_roots[-1][0] >= size:
            while self._foreign_roots and self._foreign_roots[-1][0] >= size:
                self._foreign_roots.pop()
            self.foreign = bool(self._foreign_roots) and not self._foreign_roots[-1][2]

    def _clear_to_marker(self) -> None:
        """Clear the list of active formatting elements up to the last marker."""
        while self._active:
            entry = self._active.pop()
            if entry is None:
                break
            self._formatting.pop(entry.index, None)
        before = self._active[-1] if self._active else None
        if before is not None and before.index < 0:
            self.needs_reconstruction = True

    def _close_in_scope(self, names: AbstractSet[str], scope: AbstractSet[str]) -> bool:
        """Close the innermost element of `names` and all inside it, unless an element of `scope` comes first.

        Returns whether an element was closed.
        """
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - MAX_SEARCHED_ELEMENTS, 0) - 1, -1):
            if opened[index] in names:
                self._pop_to(index)
                return True
            if opened[index] in scope:
                return False
        self._overestimates |= len(opened) > MAX_SEARCHED_ELEMENTS
        return False

    def is_in_scope(self, name: str) -> bool:
        """Return whether an element is in scope."""
        opened = self._open
        for each in reversed(opened[-MAX_SEARCHED_ELEMENTS:]):
            if each == name or each in SCOPE:
                return each == name
        self._overestimates |= len(opened) > MAX_SEARCHED_ELEMENTS
        return False

    def _open_formatting(self, name: str, attributes: str) -> None:
        if name in {"a", "nobr"} and self._is_active(name):
            self.reconstruct_formatting()
            self._close_formatting(name, out_of_scope=name == "a")
        self.reconstruct_formatting()
        if len(self._active) > 1:
            self._apply_noahs_ark(name, attributes)
        entry = _Formatting(name, attributes, len(self._open))
        self._active.append(entry)
        self._formatting[entry.index] = entry
        self._push(name)

    def _apply_noahs_ark(self, name: str, attributes: str) -> None:
        """Keep at most three equal elements after the last marker: the "Noah's Ark clause" of the standard."""
        alike = 0
        for place in range(len(self._active) - 1, max(len(self._active) - MAX_SEARCHED_ELEMENTS, 0) - 1, -1):
            other = self._active[place]
            if other is None:
                break
            alike += other.name == name and other.attributes == attributes
            if alike == 3:  # noqa: PLR2004 - two stay besides the new one
                self._formatting.pop(other.index, None)
                del self._active[place]
                break

    def _is_active(self, name: str) -> bool:
        for entry in reversed(self._active[-MAX_SEARCHED_ELEMENTS:]):
            if entry is None or entry.name == name:
                return entry is not None
        return False

    def _close_formatting(self, name: str, *, out_of_scope: bool = False) -> None:
        """Close a formatting element; blocks that are open inside it stay open.

        Args:
            name: name of the element.
            out_of_scope: whether to remove it even if it is not in scope, as the start tag of the next link does.

        """
        active, opened = self._active, self._open
        if active and (entry := active[-1]) is not None and entry.name == name and entry.index == len(opened) - 1:
            active.pop()
            del self._formatting[entry.index]
            opened.pop()
            while opened and opened[-1] == REMOVED:
                opened.pop()
            return
        for place in range(len(active) - 1, max(len(active) - MAX_SEARCHED_ELEMENTS, 0) - 1, -1):
            entry = active[place]
            if entry is None:
                break
            if entry.name == name:
                index = entry.index
                far = index >= 0 and not SCOPE.isdisjoint(opened[index + 1 :])
                if far and not out_of_scope:
                    return
                del active[place]
                if index < 0:
                    return
                del self._formatting[index]
                if far:
                    opened[index] = REMOVED
                    return
                self._run_adoption_agency(index)
                return
        self._close_in_scope({name}, SPECIAL_ELEMENTS)

    def _run_adoption_agency(self, index: int) -> None:
        """Close the formatting element at `index`, but keep the blocks open that are inside it."""
        opened = self._open
        blocks = [place for place in range(index + 1, len(opened)) if opened[place] in SPECIAL_ELEMENTS]
        if not blocks:
            self._pop_to(index)
            return
        self.elements += MAX_CLONES
        opened[index] = REMOVED
        if len(blocks) < MAX_CLONES:
            self._pop_to(blocks[-1] + 1)
        else:
            self._overestimates = True
