"""Parse HTML into an `HtmlDocument`: one walk over the Lexbor tree splits the page into blocks.

The walk is iterative, because pages nest elements thousands deep. It does not change the tree. Each block keeps its
structural elements, so that any selection of blocks can be serialised as a clean fragment.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document.structure import StructureRules
from extractor.document.urls import base_of
from extractor.document.words import count, squeeze
from extractor.types import LINE_BREAK, Block, Container, HtmlDocument, Markup, Run

# Elements that are left out with all their content.
SKIPPED = frozenset(
    "script style template svg math iframe object embed head title select datalist textarea canvas audio video "
    "map progress meter".split(),
)
# Inline elements that leave no trace; their content is part of the text.
TRANSPARENT = frozenset(
    "abbr acronym bdi bdo big cite data dfn font ins label mark nobr ruby rb rt rp small span time u var wbr "
    "picture source".split(),
)
# Structural elements keep their tag in the fragment. All other block-level elements are containers only.
STRUCTURAL = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr td th blockquote pre figcaption".split(),
)
# Structural elements that may be the tag of a block.
BLOCK_TAGS = STRUCTURAL - {"ul", "ol", "dl", "table", "tr"}
TABLE_PARTS = frozenset({"caption", "tr", "td", "th"})
# Inline elements that are kept, by the tag that replaces them.
MARKUP = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **{tag: tag for tag in ("sub", "sup", "q")},
}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# How the walk treats an element; all others are containers.
ROLES: Mapping[str, str] = {
    **dict.fromkeys(SKIPPED, "skipped"),
    **dict.fromkeys(TRANSPARENT, "transparent"),
    **dict.fromkeys(MARKUP, "markup"),
    "a": "link",
    "br": "break",
    "img": "image",
    "svg": "image",
    **dict.fromkeys(("input", "select", "textarea"), "control"),
}
# Menus and footers hold many blocks and hardly any main content.
ROLES_WITHOUT_NAVIGATION: Mapping[str, str] = {**ROLES, "nav": "navigation", "footer": "navigation"}
UNCLOSED_RATIO = 3  # navigation with this many times the text of the rest was left open and contains the page
NAME_ATTRIBUTES = ("class", "id", "role", "itemprop")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAX_STRUCTURE = 48  # structural elements around a block; inner ones beyond that are left out
MAX_MARKUP = 16  # inline elements around a run of text; inner ones beyond that are left out


def parse(html: str, url: str | None = None) -> HtmlDocument:
    """Parse any HTML, however messy, and split it into blocks."""
    tree = LexborHTMLParser(html)
    rules = StructureRules(tree, len(html))
    walk = _Walk(ROLES_WITHOUT_NAVIGATION, rules)
    if tree.root is not None:
        walk.visit_all(tree.root)
        if walk.navigation_characters > UNCLOSED_RATIO * sum(len(block.text) for block in walk.blocks):
            walk = _Walk(ROLES, rules)
            walk.visit_all(tree.root)
    columns = (walk.tags, walk.parents, walk.names, walk.hidden, walk.images, walk.controls)
    containers = tuple(map(Container, *columns))
    return HtmlDocument(
        html=html,
        url=url,
        base=_base_url(tree, url),
        tree=tree,
        containers=containers,
        blocks=tuple(walk.blocks),
        pictures=tuple(walk.pictures),
    )


def blocks_of(html: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML fragment."""
    return parse(html).blocks


def length(page: HtmlDocument) -> int:
    """Return the number of characters in the blocks of `page`."""
    return sum(len(block.text) for block in page.blocks)


def _base_url(tree: LexborHTMLParser, url: str | None) -> str | None:
    base = tree.css_first("base[href]")
    canonical = (
        node.attributes.get(name) or ""
        for selector, name in (("link[rel~=canonical i][href]", "href"), ('meta[property="og:url" i]', "content"))
        for node in tree.css(selector)
    )
    return base_of(base.attributes.get("href") if base is not None else None, url, canonical)


class _State(NamedTuple):
    """Properties of the current position that depend on the open elements."""

    container: int  # index of the innermost one
    structure: tuple[tuple[str, int], ...]
    inline: tuple[Markup, ...]
    linked: bool
    preformatted: bool


class _Walk:
    """A walk over a tree: the current state, the runs of the current block, and the blocks and containers so far."""

    def __init__(self, roles: Mapping[str, str], rules: StructureRules) -> None:
        self.roles, self.rules = roles, rules
        self.state = _State(-1, (), (), linked=False, preformatted=False)
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.linked: list[str] = []
        self.navigation_characters = 0
        # One list for each field of `Container`.
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.images: list[int] = []
        self.controls: list[int] = []
        self.pictures: list[tuple[int, LexborNode]] = []

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
        if self.runs or self.state.preformatted or not text.isspace():
            self.runs.append((text, self.state.inline))
            if self.state.linked:
                self.linked.append(text)

    def leave(self, before: _State) -> None:
        if self.runs and self.state.container != before.container:
            self.flush()
        self.state = before

    def enter(self, tag: str, node: LexborNode) -> bool:
        """Process a start tag; return whether to visit the children."""
        role = self.roles.get(tag)
        if role is None:
            if tag.startswith(("-", "!")):  # comments, doctype, processing instructions, document
                return tag == "-document"
            if self.runs:
                self.flush()
            self.enter_container(tag, node)
            return True
        if role == "transparent":
            return True
        if role == "link":
            self.enter_link(node)
            return True
        if role == "markup":
            if not self.state.preformatted:
                self.enter_markup(Markup(MARKUP[tag], ""))
            return True
        self.note_skipped(role, node)
        return False

    def note_skipped(self, role: str, node: LexborNode) -> None:
        """Record an element whose children are not visited."""
        if role == "break":
            self.line_break()
        elif role == "image" and self.images:
            self.images[self.state.container] += 1
            if node.tag == "img":
                self.pictures.append((len(self.blocks) + bool(self.runs), node))
        elif role == "control" and self.controls:
            self.controls[self.state.container] += 1
        elif role == "navigation":
            self.flush()
            self.navigation_characters += _characters(node)

    def enter_container(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        parent, structure, inline, linked, preformatted = self.state
        index = len(self.tags)
        self.tags.append(tag)
        self.parents.append(parent)
        only_class = attributes.get("class") if len(attributes) == 1 else None  # a shortcut for most elements
        self.names.append(only_class or " ".join(filter(None, map(attributes.get, NAME_ATTRIBUTES))))
        self.hidden.append(not only_class and bool(attributes) and _is_hidden(attributes))
        self.images.append(0)
        self.controls.append(0)
        if tag in STRUCTURAL and len(structure) < MAX_STRUCTURE and self.is_structural(tag, node):
            structure = (*structure, (tag, index))
            preformatted = preformatted or tag == "pre"
        self.state = _State(index, structure, inline, linked, preformatted)

    def in_heading(self) -> bool:
        return bool(self.state.structure) and self.state.structure[-1][0] in HEADINGS

    def is_structural(self, tag: str, node: LexborNode) -> bool:
        if tag == "table":
            return self.rules.is_data_table(node)
        if tag in TABLE_PARTS:
            return any(name == "table" for name, _ in self.state.structure)
        if self.in_heading():
            return False
        return not (tag in HEADINGS and self.rules.is_unclosed(node))

    def enter_link(self, node: LexborNode) -> None:
        href = node.attributes.get("href")
        self.state = self.state._replace(linked=True)
        if href:
            self.enter_markup(Markup("a", href))

    def enter_markup(self, markup: Markup) -> None:
        inline = self.state.inline
        if len(inline) < MAX_MARKUP and (markup not in inline or markup.tag == "q"):
            self.state = self.state._replace(inline=(*inline, markup))

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
        container, structure, _, _, preformatted = self.state
        if preformatted:
            text = "".join([run[0] for run in runs]).replace(LINE_BREAK, "\n").strip("\r\n").rstrip()
        elif len(runs) == 1:
            text = squeeze(runs[0][0])
        else:
            lines = "".join([run[0] for run in runs]).split(LINE_BREAK)
            text = "\n".join(map(squeeze, lines)).strip() if len(lines) > 1 else squeeze(lines[0])
        if text and container >= 0 and not text.isspace():
            words = count(text)
            linked = 0
            if self.linked:
                linked = words if len(self.linked) == len(runs) else min(words, sum(map(count, self.linked)))
            tag = structure[-1][0] if structure and structure[-1][0] in BLOCK_TAGS else "p"
            self.blocks.append(Block(text, tuple(runs), tag, structure, container, words, linked))
        self.runs = []
        self.linked = []


def _characters(node: LexborNode) -> int:
    """Return the number of characters of text in an element, without skipped elements and surrounding white space."""
    total = 0
    for each in node.traverse(include_text=True):
        if each.tag == "-text" and (each.parent is None or each.parent.tag not in SKIPPED):
            total += len((each.text_content or "").strip())
    return total


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Return whether an element is hidden when the page opens, as tabs, accordions and dialogs are."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDING.search(style or "") is not None
