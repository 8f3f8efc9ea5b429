"""Collect the runs of text of the current block, and end it."""

import re
from typing import NamedTuple

from extractor.document import math
from extractor.document.elements import BLOCK_TAGS
from extractor.document.exponents import marked
from extractor.document.words import count, squeeze
from extractor.types import LINE_BREAK, Block, Element, Markup, Run

_LABEL = re.compile(r"[\[(]?(\d{1,4})(?:[\])][.:]?|[.:)])\s+")  # of a footnote
NOTE_NUMBERS = 1 << 30  # `Element.number` of notes inside blocks start here


class State(NamedTuple):
    """Properties of the current position that depend on the open elements."""

    container: int  # index of the innermost one
    structure: tuple[Element, ...]
    inline: tuple[Markup, ...]
    linked: bool
    preformatted: bool
    code: bool  # preformatted, and without parts of a page inside


class _Suspended(NamedTuple):
    """A block that a note interrupts."""

    state: State
    blocks: int  # before it
    runs: list[Run]
    linked: list[str]
    has_superscript: bool


class BlockBuilder:
    """The current position, the runs of the current block, and the blocks so far."""

    def __init__(self, *, formulas: bool) -> None:
        self.formulas = formulas
        self.state = State(-1, (), (), linked=False, preformatted=False, code=False)
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.linked: list[str] = []
        self.has_superscript = False
        self.suspended: list[_Suspended] = []
        self.deferred: list[Block] = []  # notes inside the current block, which follow it
        self.label = ""  # number of a footnote whose text has not started yet; it may start with the number

    def add_text(self, text: str) -> None:
        """Add text to the current block; white space does not start a block."""
        if self.label and not text.isspace():
            if any(each.tag == "footnote" for each in self.state.structure):
                text = without_label(text.lstrip(), self.label)
            self.label = ""
        if self.runs or self.state.preformatted or not text.isspace():
            self.runs.append((text, self.state.inline))
            if self.state.linked:
                self.linked.append(text)

    def add_tex(self, formula: math.Formula | None) -> bool:
        """Add a formula to the current block; return whether there is one."""
        if formula is None:
            return False
        self.runs.append((formula.tex, (*self.state.inline, Markup("math", "display" if formula.display else ""))))
        return True

    def add_reference(self, number: str) -> None:
        """Add a reference to a footnote to the current block."""
        text = f"[{number}]"
        self.runs.append(
            (text, (*(each for each in self.state.inline if each.tag != "sup"), Markup("footnote", number)))
        )
        self.linked.append(text)

    def start_note(self, number: str) -> None:
        """Start a note inside the current block, which goes on after the note."""
        self.add_reference(number)
        self.suspended.append(_Suspended(self.state, len(self.blocks), self.runs, self.linked, self.has_superscript))
        self.runs, self.linked, self.has_superscript, self.label = [], [], False, number
        footnote = Element("footnote", NOTE_NUMBERS + int(number), number)
        self.state = self.state._replace(structure=(*self.state.structure, footnote), inline=(), linked=False)

    def end_note(self) -> None:
        """End the note inside a block."""
        before, self.deferred = self.deferred, []
        self.flush()
        state, start, self.runs, self.linked, self.has_superscript = self.suspended.pop()
        before += self.blocks[start:]
        del self.blocks[start:]
        self.deferred = before
        self.state = state

    def end_line(self) -> None:
        """End a line of code."""
        if self.runs and not self.runs[-1][0].endswith(("\n", LINE_BREAK)):
            self.runs.append(("\n", ()))

    def line_break(self) -> None:
        """End a line; a second break in a row ends the block."""
        if self.runs:
            if not self.state.preformatted and self.runs[-1][0] == LINE_BREAK:
                self.flush()
            else:
                self.runs.append((LINE_BREAK, self.state.inline))

    def flush(self) -> None:
        """End the current block, and keep it if it has any text."""
        runs = self.runs
        if not runs:
            return
        container, structure, _, _, preformatted, _ = self.state
        if self.formulas and not preformatted:
            runs = [piece for run in runs for piece in math.literal_formulas(run) if piece[0]]
        if preformatted:
            text = "".join([run[0] for run in runs]).replace(LINE_BREAK, "\n").strip("\r\n").rstrip()
        elif len(runs) == 1:
            text = squeeze(runs[0][0])
        else:
            lines = "".join(marked(runs) if self.has_superscript else [run[0] for run in runs]).split(LINE_BREAK)
            text = "\n".join(map(squeeze, lines)).strip() if len(lines) > 1 else squeeze(lines[0])
        if text and container >= 0 and not text.isspace():
            words = count(text)
            linked = 0
            if self.linked:
                linked = words if len(self.linked) == len(runs) else min(words, sum(map(count, self.linked)))
            tag = structure[-1].tag if structure and structure[-1].tag in BLOCK_TAGS else "p"
            self.blocks.append(Block(text, tuple(runs), tag, structure, container, words, linked))
        if self.deferred:
            self.blocks += self.deferred
            self.deferred = []
        self.runs = []
        self.linked = []
        self.has_superscript = False


def without_label(text: str, label: str) -> str:
    """Return the text at the start of a footnote without its number."""
    if text.strip() == label:
        return ""
    found = _LABEL.match(text)
    return text[len(found[0]) :] if found and found[1] == label else text
