"""The types that the steps of the pipeline exchange. All are frozen.

bytes ──decode──▶ Decoded ──▶ HtmlDocument | PlainText ──engines──▶ Candidate ──choose──▶ Extraction (`extraction.py`)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, get_args

from msgspec import Meta
from selectolax.lexbor import LexborHTMLParser, LexborNode

Kind = Literal["html", "dump"]
CharsetSource = Literal["bom", "header", "meta", "detected", "none"]
PageType = Literal["article", "forum", "product", "collection", "listing", "documentation", "service"]
PAGE_TYPES: tuple[PageType, ...] = get_args(PageType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Decoded text of the input, its kind, and how its charset was found."""

    text: str
    kind: Kind
    """`html` for an HTML page, `dump` for plain text."""
    charset: str
    """Name of the Python codec that decoded the bytes, such as `utf-8` or `cp1251`; `unicode` for text input."""
    charset_source: CharsetSource
    """A byte order mark, the HTTP header, a `<meta>` or XML declaration, detection; `none` for text input."""
    malformed: int = 0
    """Number of byte sequences that are invalid in the charset; each became U+FFFD."""
    url: str | None = None
    """URL that a saved page names as its origin."""
    notes: tuple[str, ...] = ()
    """One sentence for each wrapper or encoding error that was undone."""


class Container(NamedTuple):
    """An element that contains blocks. Index 0 of `HtmlDocument.containers` is the root."""

    tag: str
    parent: int
    """Index of the parent container; -1 for the root."""
    names: str
    """Values of the attributes class, id, role and itemprop, joined by spaces."""
    hidden: bool
    """Whether the element is hidden by `hidden`, `aria-hidden`, `display: none` or `visibility: hidden`."""
    images: int
    """Number of images and icons that are direct content of the element."""
    controls: int
    """Number of form fields that are direct content of the element."""


class Markup(NamedTuple):
    """An inline element around a run of text."""

    tag: str
    """a, strong, em, code, kbd, del, sub, sup, q, abbr, math: a run of TeX, or footnote: a reference to a note."""
    detail: str
    """Link target as written in the page; number of a footnote; meaning of an abbreviation; `display` for a formula on
    a line of its own; empty otherwise."""


class Element(NamedTuple):
    """A structural element around a block."""

    tag: str
    """As in HTML, or footnote: the text of a note. A call-out is a blockquote."""
    number: int
    """Unique in the page."""
    detail: str = ""
    """Language of a `pre`; start of an `ol`; `done` or `open` for an `li` with a box; columns and rows that a `td` or
    `th` spans, such as `2x1`; kind of a call-out, such as `note`, and `title` for its title; number of a footnote;
    empty otherwise."""


class Media(NamedTuple):
    """A content image, or a player of video or sound."""

    url: str
    """As written in the page."""
    alt: str
    """Alternative text of an image; title of a player."""
    is_image: bool = True


class Picture(NamedTuple):
    """An `<img>`, `<video>`, `<audio>` or `<iframe>` element and its place."""

    blocks_before: int
    """Number of blocks before it, with the block that it interrupts."""
    node: LexborNode
    container: int
    """Index in `HtmlDocument.containers` of the innermost container."""


LINE_BREAK = "\u2028"
"""Text of the run that represents a `<br>`: the line separator of Unicode."""

Run = tuple[str, tuple[Markup, ...]]
"""Text with its original white space, and the inline elements around it, outermost first."""


class Block(NamedTuple):
    """A run of text without block-level elements inside, and the structure that rendering needs."""

    text: str
    """Text with collapsed white space; line breaks come from `<br>` and `<pre>` only."""
    runs: tuple[Run, ...]
    """The same text with its inline elements."""
    tag: str
    """Innermost structural element: p, h1..h6, li, td, th, dt, dd, pre, blockquote, figcaption, caption."""
    structure: tuple[Element, ...]
    """Structural elements around the block, outermost first."""
    container: int
    """Index in `HtmlDocument.containers` of the innermost container."""
    words: int
    linked: int  # words inside links
    before: tuple[Media, ...] = ()
    """Images and players between this block and the previous one that belong to this block."""
    after: tuple[Media, ...] = ()  # images and players after or inside this block


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlDocument:
    """A parsed HTML page. The tree is shared: code that changes a tree parses `html` again."""

    html: str
    url: str | None
    base: str | None
    """Base URL of relative links: from `<base href>`, the page's URL or its canonical URL."""
    tree: LexborHTMLParser
    containers: tuple[Container, ...]
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    """The images and players in document order."""


class Line(NamedTuple):
    """A line of plain text. A hard-wrapped paragraph is joined to one line."""

    text: str
    """Text with collapsed white space, without the list marker; never empty."""
    mark: str
    """List marker, number, `#` or `>` before the text; empty without one."""
    words: int
    indent: int = 0
    """Columns of white space before the line."""
    gap: bool = False
    """Whether an empty line or a horizontal rule precedes the line."""
    cells: int = 1
    """Number of table columns, separated by tabs or wide gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A page as plain text."""

    lines: tuple[Line, ...]
    prefix_metadata: Mapping[str, str]
    """Fields before the text, such as `date 2020-06-10`. Keys: `date`, `published`, `title`, `url`, `author`."""


@dataclass(frozen=True, slots=True)
class Note:
    """A decision of one step, for the explanation of an answer."""

    step: Annotated[str, Meta(description="Name of the step or engine that made the decision.")]
    reason: Annotated[str, Meta(description="What the step did, and why.")]
    text: Annotated[str, Meta(description="First words of the text concerned; empty without one.")] = ""


class Kept(NamedTuple):
    """Blocks that an engine keeps."""

    blocks: Sequence[Block]
    base: str | None
    """URL against which their links are resolved; None leaves out links that need one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The answer of one engine."""

    engine: str
    text: str
    kept: tuple[Kept, ...] = ()
    """What the HTML of the answer is made of, if the answer is chosen."""
    words: int = 0
    """Number of words in the blocks, without list markers and cell separators."""
    expected: float = 0.0
    """Expected word F1 of the text, 0 to 1; 0 if the engine has no estimate."""
    failure: float = 0.0
    """Probability, 0 to 1, that the word F1 is below one half; 0 if the engine has no estimate."""
    warnings: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    compared: tuple["Candidate", ...] = ()
    """Answers of other engines that this one was made with."""
