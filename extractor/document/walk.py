"""One walk over a Lexbor tree: blocks, containers and pictures in document order.

The walk is iterative, because pages nest elements thousands deep. It does not change the tree.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from extractor.document import code, math
from extractor.document.elements import BLOCK_TAGS, HEADINGS, MARKUP, SKIPPED, STRUCTURAL, TABLE_PARTS
from extractor.document.exponents import marked
from extractor.document.structure import StructureRules
from extractor.document.words import count, squeeze
from extractor.types import LINE_BREAK, Block, Element, Markup, Picture, Run

FORMULA_ELEMENTS = frozenset({"span", "div", "p"})
HEADING_ANCHORS = frozenset({"¶", "#", "§", "🔗", "⚓", "link", "Link", "Permalink", "anchor"})
NAME_ATTRIBUTES = ("class", "id", "role", "itemprop")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
GUTTER_TAGS = frozenset({"td", "pre"})  # what else may hold line numbers is inline
CODE_CELLS = frozenset({"td", "th", "table", "tbody", "thead"})  # elements inside code that are no lines
MAX_MISSED_FORMULAS = 10  # elements of a page that are searched for TeX in vain; they may be nested
MAX_CONVERTED_FORMULAS = 2_000  # of a page; the MathML of further ones is left out
MAX_START_DIGITS = 9  # of the start of an ordered list
MAX_STRUCTURE = 48  # structural elements around a block; inner ones beyond that are left out
MAX_MARKUP = 16  # inline elements around a run of text; inner ones beyond that are left out


class _State(NamedTuple):
    """Properties of the current position that depend on the open elements."""

    container: int  # index of the innermost one
    structure: tuple[Element, ...]
    inline: tuple[Markup, ...]
    linked: bool
    preformatted: bool
    code: bool  # preformatted, and without parts of a page inside


class Walk:
    """A walk over a tree: the current state, the runs of the current block, and the blocks and containers so far."""

    def __init__(self, roles: Mapping[str, str], rules: StructureRules, *, formulas: bool, has_scripts: bool) -> None:
        self.roles, self.rules, self.formulas, self.has_scripts = roles, rules, formulas, has_scripts
        self.state = _State(-1, (), (), linked=False, preformatted=False, code=False)
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.linked: list[str] = []
        self.has_superscript = False
        self.formulas_missed = self.formulas_read = 0
        self.navigation_characters = 0
        # One list for each field of `Container`.
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.images: list[int] = []
        self.controls: list[int] = []
        self.pictures: list[Picture] = []

    def visit_all(self, root: LexborNode) -> None:
        """Visit every node in document order."""
        node: LexborNode | None = root
        undo: list[_State] = []
        while node is not None:
            before = self.state
            tag = node.tag
            if tag == "-text":
                self.add_text(node.text_content or "")
            elif self.enter(tag or "", node):
                child = node.first_child
                if child is not None:
                    undo.append(before)
                    node = child
                    continue
                if self.state is not before:
                    self.leave(before)
            following = node.next
            while following is None:
                node = node.parent
                if node is None or not undo:
                    self.flush()
                    return
                before = undo.pop()
                if self.state is not before:
                    self.leave(before)
                following = node.next
            node = following

    def add_text(self, text: str) -> None:
        """Add text to the current block; white space does not start a block."""
        if self.runs or self.state.preformatted or not text.isspace():
            self.runs.append((text, self.state.inline))
            if self.state.linked:
                self.linked.append(text)

    def leave(self, before: _State) -> None:
        """Process the end of an element: restore the state before it. The end of a container ends the block."""
        if self.runs and self.state.container != before.container:
            self.flush()
        self.state = before

    def enter(self, tag: str, node: LexborNode) -> bool:
        """Process a start tag; return whether to visit the children."""
        role = self.roles.get(tag) if not self.state.code else self.role_in_code(tag, node)
        if self.formulas and tag in FORMULA_ELEMENTS and self.formulas_missed < MAX_MISSED_FORMULAS:
            role = "formula" if math.has_formula_class(node.attributes.get("class") or "") else role
        if role is None:
            return self.enter_other(tag, node)
        if role == "transparent":
            return True
        if role == "link":
            return self.enter_link(node)
        if role == "markup":
            self.has_superscript |= tag == "sup"
            if not self.state.preformatted:
                self.enter_markup(Markup(MARKUP[tag], ""))
            return True
        return self.note_skipped(role, node)

    def enter_other(self, tag: str, node: LexborNode) -> bool:
        """Process the start of a container, or of a node that is no element."""
        if tag.startswith(("-", "!")):  # comments, doctype, processing instructions, document
            return tag == "-document"
        attributes = node.attributes
        if tag == "button" and code.is_copy_button(node, self.rules):
            return False
        if tag in GUTTER_TAGS and attributes and code.is_gutter(node, attributes, self.rules):
            return False
        if self.runs:
            self.flush()
        self.enter_container(tag, node, attributes)
        return True

    def role_in_code(self, tag: str, node: LexborNode) -> str:
        """Return how an element inside code is read. Elements that are containers elsewhere are lines here."""
        attributes = node.attributes
        if (
            tag == "button"
            or tag.startswith(("-", "!"))
            or (attributes and code.is_gutter(node, attributes, self.rules))
        ):
            return "skipped"
        role = self.roles.get(tag)
        if role is None:
            if tag not in CODE_CELLS:
                self.end_line()
            return "transparent"
        return role

    def note_skipped(self, role: str, node: LexborNode) -> bool:
        """Record an element whose children are not visited. Return True for a formula that must be read as text."""
        if role == "break":
            self.line_break()
        elif role == "formula":
            return not self.add_formula(node) and node.tag in FORMULA_ELEMENTS
        elif role == "image" and self.images:
            self.images[self.state.container] += 1
            if node.tag == "img" and not self.add_tex(math.image_formula(node)):
                self.pictures.append(Picture(len(self.blocks) + bool(self.runs), node, self.state.container))
        elif role == "control" and self.controls:
            self.controls[self.state.container] += 1
        elif role == "navigation":
            self.flush()
            self.navigation_characters += _characters(node)
        elif self.has_scripts and node.tag == "script":
            self.add_tex(math.script_formula(node))
        return False

    def enter_container(self, tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        """Add a container, and a structural element if it is one."""
        parent, structure, inline, linked, preformatted, in_code = self.state
        index = len(self.tags)
        self.tags.append(tag)
        self.parents.append(parent)
        only_class = attributes.get("class") if len(attributes) == 1 else None  # a shortcut for most elements
        self.names.append(only_class or " ".join(filter(None, map(attributes.get, NAME_ATTRIBUTES))))
        self.hidden.append(not only_class and bool(attributes) and _is_hidden(attributes))
        self.images.append(0)
        self.controls.append(0)
        if tag in STRUCTURAL and len(structure) < MAX_STRUCTURE and self.is_structural(tag, node):
            structure = (*structure, Element(tag, index, _detail(tag, node)))
            preformatted = preformatted or tag == "pre"
            in_code = in_code or (tag == "pre" and self.rules.is_code(node))
        self.state = _State(index, structure, inline, linked, preformatted, in_code)

    def in_heading(self) -> bool:
        """Return whether the innermost structural element is a heading."""
        return bool(self.state.structure) and self.state.structure[-1].tag in HEADINGS

    def is_structural(self, tag: str, node: LexborNode) -> bool:
        """Return whether an element of `STRUCTURAL` counts as one at this position."""
        if tag == "table":
            return self.rules.is_data_table(node)
        if tag in TABLE_PARTS:
            return any(each.tag == "table" for each in self.state.structure)
        if self.in_heading():
            return False
        return not (tag in HEADINGS and self.rules.is_unclosed(node))

    def enter_link(self, node: LexborNode) -> bool:
        """Start a link; return whether to visit the children, which are not text if it is the anchor of a heading."""
        if self.in_heading() and (self.rules.text_of(node) or "").strip() in HEADING_ANCHORS:
            return False
        href = node.attributes.get("href")
        self.state = self.state._replace(linked=True)
        if href:
            self.enter_markup(Markup("a", href))
        return True

    def enter_markup(self, markup: Markup) -> None:
        """Start an inline element, unless the same one is open already."""
        inline = self.state.inline
        if len(inline) < MAX_MARKUP and (markup not in inline or markup.tag == "q"):
            self.state = self.state._replace(inline=(*inline, markup))

    def end_line(self) -> None:
        """End a line of code."""
        if self.runs and not self.runs[-1][0].endswith(("\n", LINE_BREAK)):
            self.runs.append(("\n", ()))

    def add_formula(self, node: LexborNode) -> bool:
        """Add the formula of an element; return whether it is found, here or in a script beside the element."""
        if self.has_scripts and node.tag in FORMULA_ELEMENTS:
            return True
        formula = math.formula_of(node, convert=self.formulas_read < MAX_CONVERTED_FORMULAS)
        self.formulas_read += 1
        self.formulas_missed += formula is None
        return self.add_tex(formula)

    def add_tex(self, formula: math.Formula | None) -> bool:
        """Add a formula to the current block; return whether there is one."""
        if formula is None:
            return False
        self.runs.append((formula.tex, (*self.state.inline, Markup("math", "display" if formula.display else ""))))
        return True

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
        self.runs = []
        self.linked = []
        self.has_superscript = False


def _characters(node: LexborNode) -> int:
    """Return the number of characters of text in an element, without skipped elements and surrounding white space."""
    total = 0
    for each in node.traverse(include_text=True):
        if each.tag == "-text" and (each.parent is None or each.parent.tag not in SKIPPED):
            total += len((each.text_content or "").strip())
    return total


def _detail(tag: str, node: LexborNode) -> str:
    """Return `Element.detail` for an element."""
    if tag == "pre":
        return code.language_of(node)
    start = (node.attributes.get("start") or "") if tag == "ol" else ""
    return start if start.isdecimal() and len(start) <= MAX_START_DIGITS and start != "1" else ""


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Return whether an element is hidden when the page opens, as tabs, accordions and dialogs are."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDING.search(style or "") is not None
