"""Decoded HTML becomes a HtmlDocument: one walk over the Lexbor tree cuts it into blocks.

The walk keeps no recursion (pages nest thousands deep), reads the tree and never changes it, and keeps with each
block the structure around it, so that any choice of blocks can be written out again as a clean fragment.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.document.contents import Contents
from extractor.document.urls import base_of
from extractor.document.words import count, squeeze
from extractor.types import LINE_BREAK, Block, Container, HtmlDocument, Markup, Run

SKIPPED = frozenset(
    "script style template svg math iframe object embed head title select datalist textarea canvas audio video "
    "map progress meter".split(),
)
PLAIN = frozenset(
    "abbr acronym bdi bdo big cite data dfn font ins label mark nobr ruby rb rt rp small span time u var wbr "
    "picture source".split(),
)
# Structural elements keep their tag in the fragment; everything else block-level is only a container.
STRUCTURAL = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr td th blockquote pre figcaption".split(),
)
HOLDS_TEXT = STRUCTURAL - {"ul", "ol", "dl", "table", "tr"}
TABLE_PARTS = frozenset({"caption", "tr", "td", "th"})
MARKUP = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **{tag: tag for tag in ("sub", "sup", "q")},
}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What the walk does with an element that is no container.
ROLES: Mapping[str, str] = {
    **dict.fromkeys(SKIPPED, "skipped"),
    **dict.fromkeys(PLAIN, "plain"),
    **dict.fromkeys(MARKUP, "markup"),
    "a": "link",
    "br": "break",
    "img": "image",
    "svg": "image",
    **dict.fromkeys(("input", "select", "textarea"), "control"),
}
# Menus and footers of the site: a third of all blocks, and next to none of the text that people keep.
WITHOUT_SITE: Mapping[str, str] = {**ROLES, "nav": "aside", "footer": "aside"}
LEFT_OPEN = 3  # where they hold this many times the text outside, somebody left one open, and the page is inside
NAMES = ("class", "id", "role", "itemprop")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAX_STRUCTURE = 48  # structural elements around a block; deeper ones are left out
MAX_MARKUP = 16  # inline elements around a run of text, likewise


def parse(html: str, url: str | None = None) -> HtmlDocument:
    """Parse `html` (text, any markup) and cut it into blocks; never fails on messy HTML."""
    tree = LexborHTMLParser(html)
    inside = Contents(tree, len(html))
    walk = _Walk(WITHOUT_SITE, inside)
    if tree.root is not None:
        walk.over(tree.root)
        if walk.set_aside > LEFT_OPEN * sum(len(block.text) for block in walk.blocks):
            walk = _Walk(ROLES, inside)
            walk.over(tree.root)
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
    """The blocks of an HTML fragment: what `parse` gives, without the rest of the page."""
    return parse(html).blocks


def length(page: HtmlDocument) -> int:
    """How many characters the blocks of `page` have."""
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
    """What the elements around the present node say; leaving an element brings back what was before it."""

    at: int  # the innermost open container
    structure: tuple[tuple[str, int], ...]
    inline: tuple[Markup, ...]
    linked: bool
    pre: bool


class _Walk:
    """One walk: where it is, the run of text being gathered, and what it has found."""

    def __init__(self, roles: Mapping[str, str], inside: Contents) -> None:
        self.roles, self.inside = roles, inside
        self.state = _State(-1, (), (), linked=False, pre=False)
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.linked: list[str] = []
        self.set_aside = 0
        # The columns of the containers.
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.images: list[int] = []
        self.controls: list[int] = []
        self.pictures: list[tuple[int, LexborNode]] = []

    def over(self, root: LexborNode) -> None:
        """Visit every node in document order."""
        node: LexborNode | None = root
        undo: list[_State] = []
        while node is not None:
            before = self.state
            tag = node.tag
            if tag == "-text":
                self.read_structured_data(node.text_content or "")
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

    def read_structured_data(self, text: str) -> None:
        if self.runs or self.state.pre or not text.isspace():
            self.runs.append((text, self.state.inline))
            if self.state.linked:
                self.linked.append(text)

    def leave(self, before: _State) -> None:
        if self.runs and self.state.at != before.at:
            self.flush()
        self.state = before

    def enter(self, tag: str, node: LexborNode) -> bool:
        """Take an element in, and say whether to look inside."""
        role = self.roles.get(tag)
        if role is None:
            if tag.startswith(("-", "!")):  # comments, doctype, processing instructions; and the document itself
                return tag == "-document"
            if self.runs:
                self.flush()
            self.enter_container(tag, node)
            return True
        if role == "plain":
            return True
        if role == "link":
            self.enter_link(node)
            return True
        if role == "markup":
            if not self.state.pre:
                self.enter_markup(Markup(MARKUP[tag], ""))
            return True
        self.pass_by(role, node)
        return False

    def pass_by(self, role: str, node: LexborNode) -> None:
        """Take note of an element that is not looked into."""
        if role == "break":
            self.line_break()
        elif role == "image" and self.images:
            self.images[self.state.at] += 1
            if node.tag == "img":
                self.pictures.append((len(self.blocks) + bool(self.runs), node))
        elif role == "control" and self.controls:
            self.controls[self.state.at] += 1
        elif role == "aside":
            self.flush()
            self.set_aside += _length(node)

    def enter_container(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        at, structure, inline, linked, pre = self.state
        index = len(self.tags)
        self.tags.append(tag)
        self.parents.append(at)
        only_class = attributes.get("class") if len(attributes) == 1 else None  # as most have it
        self.names.append(only_class or " ".join(filter(None, map(attributes.get, NAMES))))
        self.hidden.append(not only_class and bool(attributes) and _is_hidden(attributes))
        self.images.append(0)
        self.controls.append(0)
        if tag in STRUCTURAL and len(structure) < MAX_STRUCTURE and self.is_structural(tag, node):
            structure = (*structure, (tag, index))
            pre = pre or tag == "pre"
        self.state = _State(index, structure, inline, linked, pre)

    def in_heading(self) -> bool:
        return bool(self.state.structure) and self.state.structure[-1][0] in HEADINGS

    def is_structural(self, tag: str, node: LexborNode) -> bool:
        if tag == "table":
            return self.inside.is_data(node)
        if tag in TABLE_PARTS:
            return any(name == "table" for name, _ in self.state.structure)
        if self.in_heading():
            return False
        return not (tag in HEADINGS and self.inside.is_left_open(node))

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
        """One break ends a line; a second one in a row ends a paragraph."""
        if self.runs:
            if not self.state.pre and self.runs[-1][0] == LINE_BREAK:
                self.flush()
            else:
                self.runs.append((LINE_BREAK, self.state.inline))

    def flush(self) -> None:
        """End the run of text: make a block of it if it says anything."""
        runs = self.runs
        if not runs:
            return
        at, structure, _, _, pre = self.state
        if pre:
            text = "".join([run[0] for run in runs]).replace(LINE_BREAK, "\n").strip("\r\n").rstrip()
        elif len(runs) == 1:
            text = squeeze(runs[0][0])
        else:
            lines = "".join([run[0] for run in runs]).split(LINE_BREAK)
            text = "\n".join(map(squeeze, lines)).strip() if len(lines) > 1 else squeeze(lines[0])
        if text and at >= 0 and not text.isspace():
            words = count(text)
            linked = 0
            if self.linked:
                linked = words if len(self.linked) == len(runs) else min(words, sum(map(count, self.linked)))
            tag = structure[-1][0] if structure and structure[-1][0] in HOLDS_TEXT else "p"
            self.blocks.append(Block(text, tuple(runs), tag, structure, at, words, linked))
        self.runs = []
        self.linked = []


def _length(node: LexborNode) -> int:
    """How much text is inside an element, in characters, scripts and blanks aside."""
    total = 0
    for each in node.traverse(include_text=True):
        if each.tag == "-text" and (each.parent is None or each.parent.tag not in SKIPPED):
            total += len((each.text_content or "").strip())
    return total


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether the page hides an element from the start: tabs, accordions, dialogs."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDING.search(style or "") is not None
