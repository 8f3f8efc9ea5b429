"""Footnotes: which links refer to a note, which elements are the notes, and what in a note only leads back."""

import re
from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document.elements import HEADINGS, ROLES
from extractor.document.structure import StructureRules

MAX_REFERENCES = 5_000  # of one page, and notes in the margin
MAX_NOTE_CHARACTERS = 5_000  # a longer element is no note
MAX_LABEL_CHARACTERS = 12
MAX_BACK_CHARACTERS = 60
MAX_DEPTH = 8  # elements between the target of a link and its block
MAX_OUTER = 20  # elements around a link that are searched for a note
MAX_SIBLINGS = 3  # elements after a reference that may hold a copy of its note
MAX_BEFORE = 20  # nodes before the target of a link in its block
NOTE_TAGS: Final = frozenset({"li", "p", "div", "dd", "aside", "blockquote"})
LINK_SELECTOR = 'a[href*="#"]'
# What a link to a note says: a number, a letter or a sign, with or without brackets.
_LABEL = re.compile(
    r"[\[(]?\s*(?:(?:note|fn|nb|n)\s?)?(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶]{1,3})\s*[\])]?\.?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,4}")
_BRACKETS = re.compile(r"\[.*\]")
_NAMES = re.compile(r"f(?:oo)?tn|\bfn|note|cite|\bref|bib|noter", re.IGNORECASE)
# What a note says to lead back to its references: arrows, or the labels of several references.
_BACK = re.compile(
    r"(?:\W|\b\w{1,2}\b|\b\d+\.\d+\b|jump (?:back )?up(?: to)?|(?:go )?back(?: to \w+)?|return)*+", re.IGNORECASE
)
_COPY_NAMES = re.compile(r"(?:side|margin)-?_?note(?!-?number|-?ref)", re.IGNORECASE)
_NUMBERED_ID = re.compile(r"(?:fn|footnote|note)[-_:.]?(\d{1,4})", re.IGNORECASE)
_WORD_BACK = re.compile(r"_ftnref(\d{1,4})")
_MARK_ONLY = re.compile(r"[\W\d]*footnotemark:[\W\d]*")
# In the source of a page that may number its notes without links, or hold them where it refers to them.
SIGNS: Final = ("footnote", "sidenote")
LATEX_SIGN: Final = "ltx_"  # at the start of a page that LaTeXML made
HEAD_CHARACTERS, TAIL_CHARACTERS = 20_000, 150_000  # of a page that are searched for the signs
INLINE_SELECTOR: Final = "span.sidenote, small.sidenote, aside.sidenote, span.footnoteContent, span.ltx_note_content"
MARK_SELECTOR: Final = ".ltx_note_mark, .ltx_tag_note, .sidenote-number, .sidenote-label, label.footref"


class Part(NamedTuple):
    """An element that belongs to a footnote."""

    kind: Literal["reference", "note", "inline", "left out"]
    """A link to a note; a note; a note where the text refers to it; what repeats a note or a number, or leads back."""
    number: str
    """Of the footnote, as printed; empty for what is left out."""


class _Finder:
    """The footnotes of a page that are found so far."""

    def __init__(self, tree: LexborHTMLParser, rules: StructureRules) -> None:
        self.tree, self.rules = tree, rules
        self.parts: dict[int, Part] = {}
        self.numbers: dict[int, str] = {}  # by the `mem_id` of the note
        self.used: set[int] = set()
        self.greatest = 0

    def text(self, node: LexborNode) -> str:
        """Return the text of an element without outer white space; a long text once no more may be read."""
        text = self.rules.text_of(node)
        return "?" * (MAX_NOTE_CHARACTERS + 1) if text is None else text.strip()

    def add(self, reference: LexborNode, target: LexborNode) -> None:
        """Add the footnote of a reference, if the target of the link is a note."""
        note, label = self.note_of(target)
        if note is None or note.mem_id == reference.mem_id or self.is_inside_note(reference):
            return
        if self.is_inside_note(note):
            return
        if note.mem_id not in self.numbers:
            text = self.text(note)
            if not MAX_NOTE_CHARACTERS > len(text) > 0 or _LABEL.fullmatch(text):
                return
            number = self.number_of(self.text(reference))
            self.numbers[note.mem_id] = number
            self.parts[note.mem_id] = Part("note", number)
            if label is not None:
                self.parts[label.mem_id] = Part("left out", "")
            self.leave_out_backlinks(note)
        self.add_reference(reference, self.numbers[note.mem_id])

    def number_of(self, label: str) -> str:
        """Return the number of a new note: the printed one, unless it has none or another note has it."""
        printed = _NUMBER.search(label)
        number = int(printed[0]) if printed else 0
        if not printed or number in self.used:
            number = self.greatest + 1
        self.used.add(number)
        self.greatest = max(self.greatest, number)
        return str(number)

    def add_reference(self, reference: LexborNode, number: str) -> None:
        """Record a reference, and leave out the copy of the note that may follow it."""
        self.parts[reference.mem_id] = Part("reference", number)
        parent = reference.parent
        sibling = (parent if parent is not None and parent.tag == "sup" else reference).next
        for _ in range(MAX_SIBLINGS):
            if sibling is None:
                return
            if sibling.is_element_node and _COPY_NAMES.search(sibling.attributes.get("class") or ""):
                self.parts[sibling.mem_id] = Part("left out", "")
                return
            sibling = sibling.next

    def is_inside_note(self, node: LexborNode) -> bool:
        """Return whether an element is inside a note, as the links back are."""
        return any(each.mem_id in self.numbers for each in _around(node, MAX_OUTER))

    def note_of(self, target: LexborNode) -> tuple[LexborNode | None, LexborNode | None]:
        """Return the note that starts at a target, and the element that holds its label and nothing else."""
        block = target
        for _ in range(MAX_DEPTH):
            if ROLES.get(block.tag or "") is None or block.parent is None:
                break
            block = block.parent
        tag = block.tag or ""
        if tag in HEADINGS or tag in {"dt", "td", "th"}:
            following = _next_element(block)
            is_label = bool(_LABEL.fullmatch(self.text(block)))
            is_note = following is not None and following.tag in {*NOTE_TAGS, "td"}
            return (following, block) if is_label and is_note else (None, None)
        if tag not in NOTE_TAGS or not self.starts(block, target):
            return None, None
        return block, _label_of(block, self.text)

    def starts(self, block: LexborNode, target: LexborNode) -> bool:
        """Return whether a block starts with a target; a label may precede it."""
        node = target
        steps = 0
        while node.mem_id != block.mem_id:
            sibling = node.prev
            while sibling is not None:
                steps += 1
                before = self.text(sibling) if sibling.is_element_node else (sibling.text_content or "").strip()
                if steps > MAX_BEFORE or (before and not _LABEL.fullmatch(before)):
                    return False
                sibling = sibling.prev
            if node.parent is None:
                return False
            node = node.parent
        return True

    def leave_out_backlinks(self, note: LexborNode) -> None:
        """Leave out the links of a note that lead back to its references, with what is around them and nothing else."""
        for link in note.css(LINK_SELECTOR):
            if not self.is_back(link):
                continue
            outermost = link
            for around in _around(link, MAX_DEPTH):
                if around.mem_id == note.mem_id or not self.is_back(around):
                    break
                outermost = around
            self.parts[outermost.mem_id] = Part("left out", "")

    def is_back(self, node: LexborNode) -> bool:
        """Return whether an element only leads back from a note."""
        text = self.text(node)
        return len(text) <= MAX_BACK_CHARACTERS and _BACK.fullmatch(text) is not None


def find(tree: LexborHTMLParser, rules: StructureRules, html: str) -> dict[int, Part]:
    """Return the elements that belong to footnotes, by `mem_id`; most pages have none.

    A reference is a short link, such as a number, whose target in the page is the start of a paragraph or list item.
    """
    finder = _Finder(tree, rules)
    links = [(node, _fragment(node, finder.text)) for node in tree.css(LINK_SELECTOR)]
    candidates = [(node, fragment) for node, fragment in links if fragment]
    if candidates:
        targets = _targets(tree, {fragment for _, fragment in candidates})
        for node, fragment in candidates:
            if word := _WORD_BACK.fullmatch(fragment):  # Microsoft Word: the links back survive where anchors do not
                targets.setdefault(f"_ftn{word[1]}", node)
        for node, fragment in candidates[:MAX_REFERENCES]:
            if fragment in targets:
                finder.add(node, targets[fragment])
    if any(html.find(sign, -TAIL_CHARACTERS) >= 0 for sign in SIGNS) or LATEX_SIGN in html[:HEAD_CHARACTERS]:
        if not finder.numbers:
            _add_unlinked(finder)
        _add_inline(finder)
    return finder.parts


def _fragment(node: LexborNode, text_of: Callable[[LexborNode], str]) -> str:
    """Return the target of a link in the page; empty if the link cannot be a reference to a note."""
    attributes = node.attributes
    fragment = (attributes.get("href") or "").partition("#")[2]
    if not fragment:
        return ""
    label = text_of(node)
    if len(label) > MAX_LABEL_CHARACTERS or not _LABEL.fullmatch(label):
        return ""
    parent = node.parent
    names = " ".join(filter(None, (fragment, attributes.get("class"), attributes.get("role"), attributes.get("id"))))
    is_raised = (parent is not None and parent.tag == "sup") or node.css_first("sup") is not None
    return unquote(fragment) if is_raised or _BRACKETS.fullmatch(label) or _NAMES.search(names) else ""


def _targets(tree: LexborHTMLParser, wanted: set[str]) -> dict[str, LexborNode]:
    """Return the first element of each wanted `id`, or `name` of an anchor."""
    found: dict[str, LexborNode] = {}
    for selector, name in (("[id]", "id"), ("a[name]", "name")):
        for node in tree.css(selector):
            value = node.attributes.get(name) or ""
            if value in wanted:
                found.setdefault(value, node)
    return found


def _add_unlinked(finder: _Finder) -> None:
    """Add footnotes whose references are superscript numbers without a link, by the numbers in the notes' ids."""
    notes: dict[str, LexborNode] = {}
    for node in finder.tree.css("li[id]"):
        if found := _NUMBERED_ID.fullmatch(node.attributes.get("id") or ""):
            notes.setdefault(found[1], node)
    for node in finder.tree.css("sup") if notes else ():
        label = finder.text(node)
        if label in notes and node.css_first("a") is None:
            finder.add(node, notes[label])


def _add_inline(finder: _Finder) -> None:
    """Add the notes that stand where the text refers to them, in the margin or hidden."""
    found = False
    for node in finder.tree.css(INLINE_SELECTOR)[:MAX_REFERENCES]:
        if node.mem_id in finder.parts or finder.is_inside_note(node):
            continue
        if _MARK_ONLY.fullmatch(finder.text(node)):  # LaTeX writes a second mark for a note elsewhere
            finder.parts[node.mem_id] = Part("left out", "")
            continue
        note, parent = node, node.parent
        if parent is not None and parent.tag == "span":
            own = finder.text(parent).replace(finder.text(node), "", 1).strip()
            note = parent if own and _LABEL.fullmatch(own) else node
        finder.numbers[note.mem_id] = finder.number_of("")
        finder.parts[note.mem_id] = Part("inline", finder.numbers[note.mem_id])
        found = True
    for node in finder.tree.css(MARK_SELECTOR) if found else ():
        finder.parts.setdefault(node.mem_id, Part("left out", ""))


def _label_of(block: LexborNode, text_of: Callable[[LexborNode], str]) -> LexborNode | None:
    """Return the element at the start of a note that holds only its label."""
    child = block.first_child
    while child is not None and not child.is_element_node:
        if (child.text_content or "").strip():
            return None
        child = child.next
    if child is None or ROLES.get(child.tag or "") is None:
        return None
    return child if _LABEL.fullmatch(text_of(child)) else None


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _around(node: LexborNode, limit: int) -> Iterable[LexborNode]:
    """Yield the elements around a node, innermost first."""
    parent = node.parent
    for _ in range(limit):
        if parent is None:
            return
        yield parent
        parent = parent.parent
