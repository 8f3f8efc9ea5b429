"""The open elements of a page, followed tag by tag as the tree construction of the HTML standard does, without a tree.

See https://html.spec.whatwg.org/multipage/parsing.html#tree-construction. What a tag closes is looked for
among the `LOOKED_BACK` innermost elements alone. Where there are more, what it closes counts as open, and from
then on each tag as one before which all formatting is made again: both counts are too high, and never too low.
"""

from collections.abc import Set as AbstractSet

from extractor.errors import TooDeep

LOOKED_BACK = 64
_FOREIGN = "<"  # before the names of elements of SVG and MathML
_GONE = ""  # stands for a formatting element whose end tag came while a block inside it was open

_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr html "
    "head body frameset".split()  # a second one of the last four makes no element
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot", "colgroup"})
_CELLS = frozenset({"td", "th", "caption"})
_CLOSES_P = _HEADINGS | frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header "
    "hgroup main menu nav ol p pre search section summary ul listing li dd dt".split()
)
# Elements of SVG and MathML that hold HTML.
_POINTS = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())
# What an end tag does not reach beyond.
_BARRIERS = frozenset({"applet", "caption", "marquee", "object", "table", "td", "template", "th"}) | {
    f"{_FOREIGN}{each}" for each in _POINTS
}
_BUTTON_BARRIERS = _BARRIERS | {"button"}
_LIST_BARRIERS = _BARRIERS | {"ol", "ul"}
# What formatting does not reach beyond.
_MARKERS = frozenset({"applet", "caption", "marquee", "object", "td", "template", "th"})
_SPECIAL = _BARRIERS | _CLOSES_P | _ROWS | frozenset({"button", "select", "noscript"})
_ITEM_BARRIERS = _SPECIAL - {"address", "div", "p", "li", "dd", "dt"}
# Start tags that end SVG and MathML, and stand behind it.
_BREAKS_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
# Elements whose tags do nothing but open and close them; the second ones close paragraphs too.
_INLINE = frozenset("span label bdi bdo abbr cite q sub sup time mark del ins var ruby slot data".split())
_BLOCKS = _CLOSES_P - _HEADINGS - {"p", "li", "dd", "dt"}
_PLAIN = _INLINE | _BLOCKS


class _Formatting:
    """An entry of the list of active formatting elements."""

    __slots__ = ("attributes", "index", "name")

    def __init__(self, name: str, attributes: str, index: int) -> None:
        self.name, self.attributes, self.index = name, attributes, index
        """Its place among the open elements; -1 while it is not open."""


class Nesting:
    """The open elements, outermost first.

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
        self._roots: list[tuple[int, bool]] = []  # where SVG and MathML begin, and the HTML in them
        self._active: list[_Formatting | None] = []  # None is a marker
        self._formatting: dict[int, _Formatting] = {}  # those that are open, by place
        self._closed_early = False  # whether one is active that is not open
        self._unsure = False  # whether something may count as open that is not

    def open(self, name: str, attributes: str, closes_itself: bool) -> None:  # noqa: FBT001 - by place, which is quicker
        """Take in a start tag that is none of raw text.

        Raises:
            TooDeep: more than `max_depth` elements are open.

        """
        if self.foreign:
            if name not in _BREAKS_OUT:
                self._open_foreign(name, closes_itself)
                return
            self._cut(self._roots[-1][0])
        if self._unsure:
            self.elements += len(self._active)
        if self._closed_early:  # text before a tag is not looked for: as if there always were some
            self._open_again()
        if name in _VOID:
            self.elements += 1
        elif name in _INLINE or (name in _BLOCKS and not self._paragraphs):
            self._push(name)
        elif name in _FORMATTING:
            self._open_formatting(name, attributes)
        elif name in _CLOSES_P:
            self._open_block(name)
        elif name in _CELLS or name in _ROWS:
            self._open_part(name)
        elif name in {"svg", "math"}:
            self._open_foreign(name, closes_itself)
        else:
            self._open_other(name)

    def close(self, name: str) -> None:
        """Take in an end tag."""
        opened = self._open
        if not opened or name in _VOID:
            return
        last = opened[-1]
        if last == name and name in _PLAIN:
            opened.pop()
            while opened and opened[-1] == _GONE:
                opened.pop()
        elif last[:1] == _FOREIGN and self._close_foreign(name):
            pass
        elif name in _FORMATTING:
            self._close_formatting(name)
        elif last == name:
            self._cut(len(opened) - 1)
        elif name in _CELLS or name in _ROWS or name in {"table", "template"}:
            self._close_part(name)
        elif name in _HEADINGS:
            self._close_within(_HEADINGS, _BARRIERS)
        elif name in _SPECIAL or name in _MARKERS:
            barriers = _LIST_BARRIERS if name == "li" else _BUTTON_BARRIERS if name == "p" else _BARRIERS - {name}
            self._close_within({name}, barriers)
        else:
            self._close_within({name}, _SPECIAL)

    def _push(self, name: str) -> None:
        self._open.append(name)
        self.elements += 1
        if len(self._open) > self.max_depth:
            message = f"elements are nested more than {self.max_depth} deep"
            raise TooDeep(message)

    def _open_foreign(self, name: str, closes_itself: bool) -> None:  # noqa: FBT001
        if closes_itself:
            self.elements += 1
            return
        if name in {"svg", "math"} or name in _POINTS:
            self.foreign = name not in _POINTS
            self._roots.append((len(self._open), self.foreign))
        self._push(f"{_FOREIGN}{name}")

    def _cut(self, size: int) -> None:
        """Close the elements from the `size`-th on, and those that were gone already around them."""
        opened = self._open
        while size and opened[size - 1] == _GONE:
            size -= 1
        for index in range(len(opened) - 1, size - 1, -1):
            name = opened[index]
            self._paragraphs -= name == "p"
            if name in _MARKERS:
                while self._active and self._active.pop() is not None:
                    pass
            elif (entry := self._formatting.pop(index, None)) is not None:
                entry.index, self._closed_early = -1, True
        del opened[size:]
        while self._tables and self._tables[-1] >= size:
            self._tables.pop()
        if self._roots and self._roots[-1][0] >= size:
            while self._roots and self._roots[-1][0] >= size:
                self._roots.pop()
            self.foreign = bool(self._roots) and self._roots[-1][1]

    def _close_within(self, names: AbstractSet[str], barriers: AbstractSet[str]) -> None:
        """Close the innermost element of `names`, with all inside it, unless one of `barriers` stands before it."""
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - LOOKED_BACK, 0) - 1, -1):
            if opened[index] in names:
                self._cut(index)
                return
            if opened[index] in barriers:
                return
        self._unsure |= len(opened) > LOOKED_BACK

    def _close_foreign(self, name: str) -> bool:
        """Whether an end tag closes an element of SVG or MathML."""
        opened = self._open
        for index in range(len(opened) - 1, max(len(opened) - LOOKED_BACK, 0) - 1, -1):
            if opened[index][:1] != _FOREIGN:
                return False
            if opened[index] == f"{_FOREIGN}{name}":
                self._cut(index)
                return True
        return False

    def _open_block(self, name: str) -> None:
        if name in _ITEMS:
            self._close_within(_ITEMS[name], _ITEM_BARRIERS)
        if self._paragraphs:
            self._close_within({"p"}, _BUTTON_BARRIERS)
        if name in _HEADINGS and self._open and self._open[-1] in _HEADINGS:
            self._cut(len(self._open) - 1)
        self._paragraphs += name == "p"
        self._push(name)

    def _open_part(self, name: str) -> None:
        """Take in a row or cell: all that is open in the table is closed before it."""
        if not self._tables:
            return
        table = self._tables[-1]
        if self._open[table] == "table":
            self._cut(table + 1)
        self.elements += 1
        if name in _CELLS:
            self._active.append(None)
            self._push(name)

    def _close_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if name == self._open[table]:
            self._cut(table)
        elif self._open[table] == "table" and table + 1 < len(self._open):
            cells = {"td", "th"} if name == "tr" else {name}
            if self._open[table + 1] in cells:
                self._cut(table + 1)

    def _open_other(self, name: str) -> None:
        if name == "table":
            if self._tables:  # without a cell between, it ends the table that is open
                inner = self._tables[-1]
                if self._open[inner] == name and self._open[inner + 1 : inner + 2] not in ([each] for each in _CELLS):
                    self._cut(inner)
        elif name in {"option", "optgroup"}:
            if self._open and self._open[-1] == "option":
                self._cut(len(self._open) - 1)
        elif name == "button":
            self._close_within({name}, _BARRIERS)
        if name in {"table", "template"}:
            self._tables.append(len(self._open))
        if name in _MARKERS:
            self._active.append(None)
        self._push(name)

    def _open_again(self) -> None:
        """Open formatting that a block closed."""
        active, first = self._active, len(self._active)
        self._closed_early = False
        while first and (entry := active[first - 1]) is not None and entry.index < 0:
            first -= 1
        for entry in active[first:]:
            if entry is not None:
                entry.index = len(self._open)
                self._formatting[entry.index] = entry
                self._push(entry.name)

    def _open_formatting(self, name: str, attributes: str) -> None:
        if name in {"a", "nobr"} and self._is_active(name):
            self._close_formatting(name)
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

    def _close_formatting(self, name: str) -> None:
        """Close a formatting element; a block that is open inside it stays open."""
        active, opened = self._active, self._open
        if active and (entry := active[-1]) is not None and entry.name == name and entry.index == len(opened) - 1:
            active.pop()
            del self._formatting[entry.index]
            opened.pop()
            while opened and opened[-1] == _GONE:
                opened.pop()
            return
        for place in range(len(active) - 1, max(len(active) - LOOKED_BACK, 0) - 1, -1):
            entry = active[place]
            if entry is None:
                break
            if entry.name == name:
                del active[place]
                index = entry.index
                if index < 0:
                    return
                del self._formatting[index]
                if len(opened) - index > LOOKED_BACK or not _SPECIAL.isdisjoint(opened[index + 1 :]):
                    self.elements += 8  # as often as the standard makes it anew between the blocks
                    opened[index] = _GONE
                else:
                    self._cut(index)
                return
        self._close_within({name}, _SPECIAL)
