"""Markup that would exhaust a parser is found before it is parsed, by the parser's own rules, and refused or cut.

Lexbor takes quadratic time over elements nested deep, over many attributes of one tag and over many options of one
list, and makes elements out of nothing where formatting is left open: 500 open `<b>` are made again in each paragraph.
So `Nesting` follows the open elements. Where that would be long, an element counts as open that the parser closes, and
never the other way round.
"""

from typing import Final, NamedTuple

from extractor.errors import TooDeep
from extractor.input.nesting import Nesting
from extractor.input.tokenizer import ATTRIBUTE, RAW_TEXT, TOKEN, end_of_raw_text

# How far real pages go, `python -m benchmarks.extents` tells.
# A page with no more tags and no more characters cannot hold enough to hurt.
SMALL_TAGS: Final = 400
SMALL_CHARACTERS: Final = 20_000
MAX_TAGS: Final = 100_000
MAX_DEPTH: Final = 2_000  # elements inside each other
MAX_ATTRIBUTES: Final = 500  # of one tag
MAX_OPTIONS: Final = 3_000  # of one `<select>`
MAX_ELEMENTS_PER_TAG: Final = 4
FREE_ELEMENTS: Final = 20_000  # on top of those
_WATCHED = RAW_TEXT | {"option", "select"}


class Limited(NamedTuple):
    """Markup that a parser can take."""

    html: str
    cut: bool
    """Whether the page went on behind its `MAX_TAGS`-th tag."""
    may_swallow: bool
    """Whether an element of raw text may be written without an end tag, as XML allows and HTML does not."""


def limit(html: str) -> Limited:
    """Return `html` up to its `MAX_TAGS`-th tag.

    Raises:
        TooDeep: it is nested or crowded as no page is.

    """
    if len(html) < SMALL_CHARACTERS and html.count("<") < SMALL_TAGS:
        return Limited(html, cut=False, may_swallow="/>" in html)
    follower, position = _Follower(), 0
    while position < len(html):
        position = follower.follow(html, position)
        if follower.tags > MAX_TAGS:
            return Limited(html[:position], cut=True, may_swallow=follower.closed_raw_text)
    return Limited(html, cut=False, may_swallow=follower.closed_raw_text)


class _Follower:
    """The tags of a page, followed up to the next element that holds text alone."""

    def __init__(self) -> None:
        self.nesting = Nesting(MAX_DEPTH)
        self.tags = self.options = 0
        self.closed_raw_text = False

    def follow(self, html: str, position: int) -> int:  # noqa: C901, PLR0912 - one loop, and the hottest
        """Follow the tags from `position` on; return where to go on."""
        nesting = self.nesting
        opened, close = nesting.open, nesting.close
        behind = position
        for token in TOKEN.finditer(html, position):
            if nesting.closed_early and token.start() > behind:
                nesting.text()
            behind = token.end()
            end, name, attributes, slashes, text = token.groups()
            self.tags += 1 if text is None else 2
            if self.tags > MAX_TAGS:
                return token.start()
            if end:
                close(name.lower())
            elif name:
                name = name.lower()
                if len(attributes) > MAX_ATTRIBUTES:
                    _check_attributes(attributes)
                if text is not None and nesting.opens_and_closes(name):
                    continue
                if name in _WATCHED and not nesting.foreign:
                    if name in RAW_TEXT:
                        self.closed_raw_text |= slashes[-1:] == "/"
                        return end_of_raw_text(html, name, token.end(4) + 1)
                    self._count_options(name)
                opened(name, attributes, slashes[-1:] == "/")
                if text is not None:
                    if text and nesting.closed_early:
                        nesting.text()
                    close(name)
                if nesting.elements > MAX_ELEMENTS_PER_TAG * self.tags + FREE_ELEMENTS:
                    message = "formatting is left open that a parser would repeat without end"
                    raise TooDeep(message)
            elif nesting.foreign and html.startswith("<![CDATA[", token.start()):
                found = html.find("]]>", token.start())
                return len(html) if found < 0 else found
        return len(html)

    def _count_options(self, name: str) -> None:
        if name == "select":
            self.options = 0
        elif name == "option" and self.nesting.is_within("select"):
            self.options += 1
        if self.options > MAX_OPTIONS:
            message = f"a list has more than {MAX_OPTIONS} options"
            raise TooDeep(message)


def _check_attributes(attributes: str) -> None:
    if len(attributes) > MAX_ATTRIBUTES and sum(1 for _ in ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES:
        message = f"a tag has more than {MAX_ATTRIBUTES} attributes"
        raise TooDeep(message)
