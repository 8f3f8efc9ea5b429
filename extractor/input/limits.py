"""Refuse or cut markup that would take the parser excessive time or memory, before it is parsed.

Lexbor takes quadratic time for deep nesting, for many attributes of one tag and for many options of one list. It also
creates all open formatting elements again in each block: 500 open `<b>` become 500 elements in every paragraph.
`Nesting` therefore counts open and created elements by the rules of the parser. Its counts may be too high, but never
too low.
"""

from typing import Final, NamedTuple

from extractor.errors import TooDeep
from extractor.input.nesting import Nesting
from extractor.input.tokenizer import ATTRIBUTE, RAW_TEXT, TOKEN, end_of_raw_text

# `python -m benchmarks.extents` prints the largest values of real pages.
# A page below both of these is not checked.
MIN_CHECKED_TAGS: Final = 400
MIN_CHECKED_CHARACTERS: Final = 20_000
MAX_TAGS: Final = 100_000
MAX_DEPTH: Final = 2_000  # open elements
MAX_ATTRIBUTES: Final = 500  # of one tag
MAX_OPTIONS: Final = 3_000  # of one `<select>`
# Created elements may number this many for each tag, and this many more.
MAX_ELEMENTS_PER_TAG: Final = 4
MAX_EXTRA_ELEMENTS: Final = 20_000
_SPECIAL_CASES = RAW_TEXT | {"option", "select"}


class Limited(NamedTuple):
    """Markup within the limits."""

    html: str
    cut: bool
    """Whether the page has more than `MAX_TAGS` tags, so that the rest was cut."""
    may_swallow: bool
    """Whether a raw text element may be self-closing, which HTML ignores, so that it contains the rest of the page."""


def limit(html: str) -> Limited:
    """Return `html` up to its `MAX_TAGS`-th tag.

    Raises:
        TooDeep: nesting, attributes, options or created elements are beyond the limits.

    """
    if len(html) < MIN_CHECKED_CHARACTERS and html.count("<") < MIN_CHECKED_TAGS:
        return Limited(html, cut=False, may_swallow="/>" in html)
    checker, position = _TagChecker(), 0
    while position < len(html):
        position = checker.check(html, position)
        if checker.tags > MAX_TAGS:
            return Limited(html[:position], cut=True, may_swallow=checker.self_closing_raw_text)
    return Limited(html, cut=False, may_swallow=checker.self_closing_raw_text)


class _TagChecker:
    """Checks the tags of a page against the limits."""

    def __init__(self) -> None:
        self.nesting = Nesting(MAX_DEPTH)
        self.tags = self.options = 0
        self.self_closing_raw_text = False

    def check(self, html: str, position: int) -> int:  # noqa: C901, PLR0912 - the most frequent loop of the package
        """Check tags from `position` to the content of the next raw text element; return the position after that."""
        nesting = self.nesting
        open_element, close_element = nesting.open, nesting.close
        previous_end = position
        for token in TOKEN.finditer(html, position):
            if nesting.needs_reconstruction and token.start() > previous_end:
                nesting.reconstruct_formatting()
            previous_end = token.end()
            end, name, attributes, slashes, text = token.groups()
            self.tags += 1 if text is None else 2
            if self.tags > MAX_TAGS:
                return token.start()
            if end:
                close_element(name.lower())
            elif name:
                name = name.lower()
                if len(attributes) > MAX_ATTRIBUTES:
                    _check_attributes(attributes)
                if text is not None and nesting.count_text_element(name):
                    continue
                if name in _SPECIAL_CASES and not nesting.foreign:
                    if name in RAW_TEXT:
                        self.self_closing_raw_text |= slashes[-1:] == "/"
                        return end_of_raw_text(html, name, token.end(4) + 1)
                    self._count_options(name)
                open_element(name, attributes, slashes[-1:] == "/")
                if text is not None:
                    if text and nesting.needs_reconstruction:
                        nesting.reconstruct_formatting()
                    close_element(name)
                if nesting.elements > MAX_ELEMENTS_PER_TAG * self.tags + MAX_EXTRA_ELEMENTS:
                    message = "formatting elements are left open, and a parser would repeat them in each block"
                    raise TooDeep(message)
            elif nesting.foreign and html.startswith("<![CDATA[", token.start()):
                found = html.find("]]>", token.start())
                return len(html) if found < 0 else found
        return len(html)

    def _count_options(self, name: str) -> None:
        if name == "select":
            self.options = 0
        elif name == "option" and self.nesting.is_in_scope("select"):
            self.options += 1
        if self.options > MAX_OPTIONS:
            message = f"a list has more than {MAX_OPTIONS} options"
            raise TooDeep(message)


def _check_attributes(attributes: str) -> None:
    if len(attributes) > MAX_ATTRIBUTES and sum(1 for _ in ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES:
        message = f"a tag has more than {MAX_ATTRIBUTES} attributes"
        raise TooDeep(message)
