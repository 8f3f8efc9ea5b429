"""The types that flow through the pipeline: all frozen, none changes meaning on the way.

bytes ──decode──▶ Decoded ──▶ HtmlDocument | PlainText ──engines──▶ Candidates ──choose──▶ Extraction
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, LexborNode

Array = NDArray[Any]
Floats = NDArray[np.float64]
Kind = Literal["html", "dump"]
CharsetSource = Literal["bom", "header", "meta", "detected", "none"]
PageType = Literal["article", "forum", "product", "collection", "listing", "documentation", "service"]
PAGE_TYPES: tuple[PageType, ...] = get_args(PageType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text that was bytes, what it is, and who said how to read it."""

    text: str
    kind: Kind
    charset: str
    """Name of the Python codec that read the bytes, e.g. `utf-8`, `cp1251`; `unicode` when text came in."""
    charset_source: CharsetSource
    """Who decided: a byte order mark, the HTTP header, a `<meta>` or XML declaration, detection; `none` for text."""
    malformed: int = 0
    """How many byte sequences the charset could not read; each became U+FFFD."""
    url: str | None = None
    """Where the page was saved from, if it says so."""
    notes: tuple[str, ...] = ()
    """What had to be undone before the page could be read, a sentence each."""


class Container(NamedTuple):
    """An element that holds blocks. Index 0 of `HtmlDocument.containers` is the root."""

    tag: str
    parent: int
    """Index of the container around this one; -1 for the root."""
    names: str
    """Class, id, role and itemprop as written, joined by blanks."""
    hidden: bool
    """Whether the page hides it until something is clicked: `hidden`, `aria-hidden`, `display: none`."""
    images: int
    """How many images and icons stand directly in it."""
    controls: int
    """How many form fields stand directly in it."""


class Markup(NamedTuple):
    """Inline markup around a run of text."""

    tag: str
    href: str
    """Where a link leads, as the page wrote it; empty for anything but `a`."""


LINE_BREAK = "\u2028"
"""The run that stands for a `<br>`: Unicode's line separator."""

Run = tuple[str, tuple[Markup, ...]]
"""Text as the page has it, white space included, with the inline markup around it, outermost first."""


class Block(NamedTuple):
    """A run of text that no block-level element interrupts, with what is needed to write it out again."""

    text: str
    """White space squeezed, line breaks kept only where the page breaks the line (`<br>`, `<pre>`)."""
    runs: tuple[Run, ...]
    """The same text with its inline markup."""
    tag: str
    """The nearest structural element: p, h1..h6, li, td, th, dt, dd, pre, blockquote, figcaption, caption."""
    structure: tuple[tuple[str, int], ...]
    """Structural elements around the run, outermost first, each with a number that tells neighbours apart."""
    container: int
    """Index in `HtmlDocument.containers` of the innermost element around the run."""
    words: int
    linked: int
    """How many of the words stand inside links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlDocument:
    """A decoded HTML page. Nobody mutates its tree: an engine that cuts parses its own."""

    html: str
    url: str | None
    base: str | None
    """What relative links are relative to: `<base href>`, the page's URL, or the one that it calls its own; or None."""
    tree: LexborHTMLParser
    containers: tuple[Container, ...]
    blocks: tuple[Block, ...]
    pictures: tuple[tuple[int, LexborNode], ...] = ()
    """The `<img>` elements in page order, each with how many blocks stand before it."""


class Line(NamedTuple):
    """A line of a dump; a hard-wrapped paragraph is one line again."""

    text: str
    """White space squeezed, without the bullet or mark in front; never empty."""
    mark: str
    """The list bullet, number, `#` or `>` that stood in front; empty where none did."""
    words: int
    indent: int = 0
    """How many columns of white space stood in front."""
    gap: bool = False
    """Whether an empty line or a rule stands before it."""
    cells: int = 1
    """How many parts wide gaps of white space cut it into: the columns of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A plain-text capture of a page."""

    lines: tuple[Line, ...]
    stated: Mapping[str, str]
    """What a `name value` prefix of the capture states (`date`, `title`, `url`, `author`)."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a step did and why: the answer to "why this text?"."""

    step: str
    reason: str
    text: str = ""
    """A few words of what it was done to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one engine proposes."""

    engine: str
    html: str
    """A clean fragment: structural and inline elements only."""
    text: str
    words: int = 0
    """How many words its blocks hold: list marks and the bars between cells are none."""
    expected: float = 0.0
    """The word F1 that the engine expects of its text; 0 where it cannot tell."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the article."""

    url: str
    alt: str
    """What the page says that it shows; empty where it does not."""
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; None or empty means that it does not say. Nothing is guessed."""

    title: str | None = None
    """The article's own title, without the site's name."""
    authors: tuple[str, ...] = ()
    """People or organisations, in the page's order, without "by" or roles."""
    date_published: str | None = None
    """ISO 8601, as precise as the page states it: `2020`, `2020-06`, `2020-06-10` or with time and offset."""
    date_modified: str | None = None
    """ISO 8601 likewise: the last change that the page states."""
    site_name: str | None = None
    """Name of the site or publication."""
    description: str | None = None
    """The page's own summary of itself."""
    language: str | None = None
    """BCP 47 tag (`en`, `pt-BR`), as declared; in an `Extraction` else detected, None where the text is too short."""
    direction: Literal["ltr", "rtl"] | None = None
    """Which way the page is written: as declared, else as its language is."""
    canonical_url: str | None = None
    """Absolute URL that the page calls its own."""
    image: str | None = None
    """Absolute URL of the main image."""
    tags: tuple[str, ...] = ()
    """Keywords of the page."""
    section: str | None = None
    """The part of the site that the page belongs to, as stated beside its date or in its metadata."""
    categories: tuple[str, ...] = ()
    """What the site files the page under, from the widest down: its breadcrumbs, without home and the page itself."""
    license: str | None = None
    """URL or name of the licence."""
    page_type: PageType | None = None
    """What kind of page the models take this for; the one field that is predicted. None for empty pages."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """For each field above that is set: where it was found, e.g. `json-ld:NewsArticle.headline`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction(Metadata):
    """The answer for one page: its metadata, and the fields below. `to_dict()` and JSON carry the same names."""

    text: str
    """The page's own text, paragraphs parted by blank lines; empty when nothing was worth keeping."""
    html: str
    """The same content as a clean HTML fragment: no scripts, styles, classes or frames; safe to show."""
    word_count: int
    """How many words the text has, list marks aside; scripts without blanks count in pieces of a word's length."""
    images: tuple[Image, ...] = ()
    """The article's pictures in reading order; only where they were asked for (`Options.images`)."""
    confidence: float
    """0 to 1: the word F1 to expect of the text. 0 when nothing was worth keeping."""
    engine: str
    """Whose text this is, or which engine it agrees with most; `none` when no engine found any."""
    charset: str
    """Codec that read the bytes; `unicode` when text came in."""
    charset_source: CharsetSource
    """Who decided the charset: `bom`, `header`, `meta`, `detected`, or `none` for text."""
    warnings: tuple[str, ...] = ()
    """One sentence for each thing a careful reader should know; empty when all is well."""
    notes: tuple[Note, ...] = ()
    """What every step decided, losing engines included."""

    def to_dict(self) -> dict[str, Any]:
        """The same names and values as plain dicts, lists, strings and numbers."""
        return asdict(self)
