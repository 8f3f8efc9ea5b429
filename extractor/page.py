"""Decoded HTML becomes a Page: one walk over the Lexbor tree cuts it into blocks.

The walk keeps no recursion (pages nest thousands deep), reads the tree and never changes it, and keeps with each
block the structure around it, so that any choice of blocks can be written out again as a clean fragment.
"""

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.model import Block, Container, Page
from extractor.urls import absolute
from extractor.words import count

SKIPPED = frozenset(
    "script style template svg math iframe object embed head title select datalist textarea canvas audio video "
    "map progress meter".split(),
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rt rp s samp "
    "small span strike strong sub sup time tt u var wbr img picture source input".split(),
)
# Structural elements keep their tag in the fragment; everything else block-level is only a container.
STRUCTURAL = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr td th blockquote pre figcaption".split(),
)
HOLDS_TEXT = STRUCTURAL - {"ul", "ol", "dl", "table", "tr"}
TABLE_PARTS = frozenset({"caption", "tr", "td", "th"})
MARKUP = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sub": "sub",
    "sup": "sup",
    "del": "del",
    "s": "del",
    "strike": "del",
    "q": "q",
}
HEADING_LENGTH = 300  # characters; more than this with paragraphs in it is no heading
HEADING = re.compile(r"h[1-6]\Z")
_EMPTY = re.compile(r'<(\w+)(?: href="[^"]*")?></\1>')
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
# A table that holds these, or another table, lays a page out; it is no table of data.
_LAYOUT = "h1, h2, h3, form, nav, article, section"


def parse(html: str, url: str | None = None) -> Page:
    """Parse `html` (text, any markup) and cut it into blocks; never fails on messy HTML."""
    tree = LexborHTMLParser(html)
    walk = _Walk()
    if tree.root is not None:
        walk.over(tree.root)
    containers, blocks = tuple(walk.containers), tuple(walk.blocks)
    return Page(html=html, url=url, base=_base_url(tree, url), tree=tree, containers=containers, blocks=blocks)


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of an HTML fragment: what `parse` gives, without the rest of the page."""
    return parse(html).blocks


def _base_url(tree: LexborHTMLParser, url: str | None) -> str | None:
    base = tree.css_first("base[href]")
    href = base.attributes.get("href") if base is not None else None
    return absolute(href, url) if href else url


class _Walk:
    """The state of one walk: the open elements, and the run of text being gathered."""

    def __init__(self) -> None:
        self.containers: list[Container] = []
        self.blocks: list[Block] = []
        self.at: list[int] = []  # open containers
        self.structure: list[tuple[str, int]] = []
        self.inline: list[tuple[str, str]] = []  # open inline markup: opening and closing tag
        self.links = 0
        self.pre = 0
        self.text: list[str] = []
        self.html: list[str] = []
        self.words = 0
        self.linked = 0

    def over(self, root: LexborNode) -> None:
        """Visit every node in document order."""
        node: LexborNode | None = root
        undo: list[str] = []
        while node is not None:
            action = self.enter(node)
            child = node.first_child if action else None
            if child is not None:
                undo.append(action)
                node = child
                continue
            if action:
                self.leave(action)
            while node is not None:
                following = node.next
                if following is not None:
                    node = following
                    break
                node = node.parent
                if node is None or not undo:
                    self.flush()
                    return
                self.leave(undo.pop())

    def enter(self, node: LexborNode) -> str:
        """Take a node in; the answer names what `leave` must undo, and is empty where nothing is inside."""
        tag = node.tag or ""
        if tag == "-text":
            self.gather(node.text_content or "")
        elif tag == "-document":
            return "document"
        elif tag == "br":
            self.line_break()
        elif tag in INLINE:
            return self.enter_inline(tag, node)
        elif not (tag in SKIPPED or tag.startswith(("-", "!")) or (tag == "button" and not self.in_heading())):
            self.flush()
            return self.enter_container(tag, node)
        return ""

    def enter_container(self, tag: str, node: LexborNode) -> str:
        attributes = node.attributes
        names = " ".join(filter(None, (attributes.get("class"), attributes.get("id"), attributes.get("role"))))
        parent = self.at[-1] if self.at else -1
        self.at.append(len(self.containers))
        self.containers.append(Container(tag, parent, names))
        if not self.is_structural(tag, node):
            return "container"
        self.structure.append((tag, len(self.containers)))
        self.pre += tag == "pre"
        return "structure"

    def in_heading(self) -> bool:
        return bool(self.structure) and HEADING.match(self.structure[-1][0]) is not None

    def is_structural(self, tag: str, node: LexborNode) -> bool:
        if tag not in STRUCTURAL:
            return False
        if tag == "table":
            return len(node.css("table")) == 1 and node.css_first(_LAYOUT) is None  # the search finds the node as well
        if tag in TABLE_PARTS:
            return any(name == "table" for name, _ in self.structure)
        if HEADING.match(tag) and node.css_first("p") is not None and len(node.text()) > HEADING_LENGTH:
            return False  # nobody closed it, and half the page is inside
        return not self.in_heading()

    def enter_inline(self, tag: str, node: LexborNode) -> str:
        if tag == "a":
            self.links += 1
            href = node.attributes.get("href")
            self.open(f'<a href="{escape(href)}">' if href else "", "</a>" if href else "")
            return "link"
        if tag in MARKUP and not self.pre:
            self.open(f"<{MARKUP[tag]}>", f"</{MARKUP[tag]}>")
            return "inline"
        return "plain"

    def open(self, start: str, end: str) -> None:
        self.inline.append((start, end))
        self.html.append(start)

    def leave(self, action: str) -> None:
        if action in ("link", "inline"):
            self.html.append(self.inline.pop()[1])
            self.links -= action == "link"
        elif action in ("container", "structure"):
            self.flush()
            self.at.pop()
            if action == "structure":
                self.pre -= self.structure.pop()[0] == "pre"

    def gather(self, text: str) -> None:
        if not self.pre:
            text = _SPACE.sub(" ", text)
            if not text or (text == " " and (not self.text or self.text[-1].endswith((" ", "\n")))):
                return
        self.text.append(text)
        self.html.append(escape(text, quote=False))
        found = count(text)
        self.words += found
        self.linked += found if self.links else 0

    def line_break(self) -> None:
        """One break ends a line; a second one in a row ends a paragraph."""
        if self.text and self.text[-1] == "\n" and not self.pre:
            self.flush()
        elif self.text:
            self.text.append("\n")
            self.html.append("\n" if self.pre else "<br>")

    def flush(self) -> None:
        """End the run of text: make a block of it if it says anything, and reopen the inline markup."""
        if self.text:
            text = "".join(self.text)
            if self.pre:
                text = text.strip("\r\n").rstrip()
            else:
                text = "\n".join(_SPACE.sub(" ", line).strip() for line in text.split("\n")).strip()
            if text.strip() and self.at:
                self.blocks.append(self.block(text))
            self.text.clear()
            self.words = self.linked = 0
        self.html = [start for start, _ in self.inline]

    def block(self, text: str) -> Block:
        html = "".join(self.html) + "".join(end for _, end in reversed(self.inline))
        if "></" in html:  # what held only an image, or was cut by a block inside
            html = _EMPTY.sub("", _EMPTY.sub("", html))
        tag = self.structure[-1][0] if self.structure else "p"
        return Block(
            text=text,
            html=html.strip("\r\n") if self.pre else html.strip(),
            tag=tag if tag in HOLDS_TEXT else "p",
            structure=tuple(self.structure),
            container=self.at[-1],
            words=self.words,
            linked=self.linked,
        )
