"""The stack of open elements and the list of active formatting elements of the HTML standard, without a tree.

See https://html.spec.whatwg.org/multipage/parsing.html#parse-state. What a tag closes is looked for among the
`LOOKED_BACK` innermost elements alone. Where there are more, what it closes counts as open, and from then on each tag
as one before which all formatting is made again: both counts are too high, and never too low.
"""

from collections.abc import Set as AbstractSet

from extractor.errors import TooDeep
from extractor.input.tag_rules import BARRIERS, GONE, LOOKED_BACK, MOST_CLONES, SPECIAL


class _Formatting:
    """An entry of the list of active formatting elements."""

    __slots__ = ("attributes", "index", "name")

    def __init__(self, name: str, attributes: str, index: int) -> None:
        self.name, self.attributes, self.index = name, attributes, index
        """Its place among the open elements; -1 while it is not open."""


class OpenElements:
    """The open elements, outermost first, and what formatting is active.

    Args:
        max_depth: how many may be open.

    """

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.elements = 0
        """How many the parser has made."""
        self.foreign = False
        """Whether the next tag stands in SVG or MathML."""
        self._open: list[str] = []
        self._paragraphs = 0  # how many `<p>` are open
        self._tables: list[int] = []  # where tables and templates stand
        self._sections: list[str] = []  # which of their sections is open
        # Where SVG and MathML begin, and the HTML in them; which of the two it is, and whether it holds HTML.
        self._roots: list[tuple[int, str, bool]] = []
        self._active: list[_Formatting | None] = []  # None is a marker
        self._formatting: dict[int, _Formatting] = {}  # those that are open, by place
        self.closed_early = False
        """Whether formatting is active that is not open, so that text must be told of."""
        self._form: int | None = None  # the place of the form that tags belong to, -1 where it is closed
        self._unsure = False  # whether something may count as open that is not

    def text(self) -> None:
        """Take in text, or a tag that counts as text: formatting that a block closed is opened again before it."""
        if not self.closed_early or self.foreign:
            return
        active, first = self._active, len(self._active)
        self.closed_early = False
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
            message = f"elements are nested more than {self.max_depth} deep"
            raise TooDeep(message)

    def _cut(self, size: int) -> None:
        """Close the elements from the `size`-th on, and those that were gone already around them."""
        opened = self._open
        while size and opened[size - 1] == GONE:
            size -= 1
        for index in range(len(opened) - 1, size - 1, -1):
            name = opened[index]
            self._paragraphs -= name == "p"
            if (entry := self._formatting.pop(index, None)) is not None:
                entry.index, self.closed_early = -1, True
        if self._form is not None and self._form >= size:
            self._form = -1
        del opened[size:]
        while self._tables and self._tables[-1] >= size:
            self._tables.pop()
            self._sections.pop()
        if self._roots and self._roots[-1][0] >= size:
            while self._roots and self._roots[-1][0] >= size:
                self._roots.pop()
            self.foreign = bool(self._roots) and not self._roots[-1][2]

    def _clear(self) -> None:
        """Forget the active formatting up to the last marker."""
        while self._active:
            entry = self._active.pop()
            if entry is None:
                break
            self._formatting.pop(entry.index, None)
        before = self._active[-1] if self._active else None
        if before is not None and before.index < 0:
            self.closed_early = True

    def _close_within(self, names: AbstractSet[str], barriers: AbstractSet[str]) -> bool:
        """Close the innermost element of `names`, with all inside it, unless one of `barriers` stands before it.

        Returns whether one was closed.
        """
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - LOOKED_BACK, 0) - 1, -1):
            if opened[index] in names:
                self._cut(index)
                return True
            if opened[index] in barriers:
                return False
        self._unsure |= len(opened) > LOOKED_BACK
        return False

    def is_within(self, name: str) -> bool:
        """Whether an element is open, and no barrier before it."""
        opened = self._open
        for each in reversed(opened[-LOOKED_BACK:]):
            if each == name or each in BARRIERS:
                return each == name
        self._unsure |= len(opened) > LOOKED_BACK
        return False

    def _open_formatting(self, name: str, attributes: str) -> None:
        if name in {"a", "nobr"} and self._is_active(name):
            self.text()
            self._close_formatting(name, out_of_scope=name == "a")
        self.text()
        if len(self._active) > 1:
            self._drop_third(name, attributes)
        entry = _Formatting(name, attributes, len(self._open))
        self._active.append(entry)
        self._formatting[entry.index] = entry
        self._push(name)

    def _drop_third(self, name: str, attributes: str) -> None:
        """Forget the third last of elements that are alike: the "Noah's Ark clause" of the standard."""
        alike = 0
        for place in range(len(self._active) - 1, max(len(self._active) - LOOKED_BACK, 0) - 1, -1):
            other = self._active[place]
            if other is None:
                break
            alike += other.name == name and other.attributes == attributes
            if alike == 3:  # noqa: PLR2004 - two and the new one stay
                self._formatting.pop(other.index, None)
                del self._active[place]
                break

    def _is_active(self, name: str) -> bool:
        for entry in reversed(self._active[-LOOKED_BACK:]):
            if entry is None or entry.name == name:
                return entry is not None
        return False

    def _close_formatting(self, name: str, *, out_of_scope: bool = False) -> None:
        """Close a formatting element; a block that is open inside it stays open.

        Args:
            name: of the element.
            out_of_scope: whether to forget it even if a barrier stands before it, as the next link does.

        """
        active, opened = self._active, self._open
        if active and (entry := active[-1]) is not None and entry.name == name and entry.index == len(opened) - 1:
            active.pop()
            del self._formatting[entry.index]
            opened.pop()
            while opened and opened[-1] == GONE:
                opened.pop()
            return
        for place in range(len(active) - 1, max(len(active) - LOOKED_BACK, 0) - 1, -1):
            entry = active[place]
            if entry is None:
                break
            if entry.name == name:
                index = entry.index
                far = index >= 0 and not BARRIERS.isdisjoint(opened[index + 1 :])
                if far and not out_of_scope:
                    return
                del active[place]
                if index < 0:
                    return
                del self._formatting[index]
                if far:
                    opened[index] = GONE
                    return
                self._close_around(index)
                return
        self._close_within({name}, SPECIAL)

    def _close_around(self, index: int) -> None:
        """Close the formatting element at `index`; of what is open in it, blocks stay open."""
        opened = self._open
        blocks = [place for place in range(index + 1, len(opened)) if opened[place] in SPECIAL]
        if not blocks:
            self._cut(index)
            return
        self.elements += MOST_CLONES
        opened[index] = GONE
        if len(blocks) < MOST_CLONES:
            self._cut(blocks[-1] + 1)
        else:
            self._unsure = True
