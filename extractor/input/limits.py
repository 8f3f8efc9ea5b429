"""Refuse or cut markup that would take the parser excessive time or memory, before it is parsed.

Lexbor takes quadratic time for deep nesting, for many attributes of one tag and for many options of one list. It also
creates all open formatting elements again in each block: 500 open `<b>` become 500 elements in every paragraph.
`Nesting` therefore counts open and created elements by the rules of the parser. Its counts may be too high, but never
too low.
"""

from typing import Final, NamedTuple

from extractor.compiled import compiled
from extractor.errors import TooDeep
from extractor.input import limit_values
from extractor.input.limit_values import (
    MAX_ATTRIBUTES,
    MAX_ELEMENTS_PER_TAG,
    MAX_EXTRA_ELEMENTS,
    MAX_OPTIONS,
    MAX_TAGS,
)
from extractor.input.nesting import Nesting
from extractor.input.tag_rules import RAW_TEXT
from extractor.input.tokenizer import ATTRIBUTE, TOKEN, end_of_raw_text, lower

# A page below both of these is not checked.
MIN_CHECKED_TAGS: Final = 400
MIN_CHECKED_CHARACTERS: Final = 20_000
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
    end, may_swallow = scan(html)
    return Limited(html[:end], cut=end < len(html), may_swallow=may_swallow)


@compiled("limits")
def scan(html: str) -> tuple[int, bool]:
    """Return where the page must be cut, or its length; and `Limited.may_swallow`.

    Raises:
        TooDeep: as `limit`.

    """
    checker, position = _TagChecker(), 0
    while position < len(html):
        position = checker.check(html, position)
        if checker.tags > MAX_TAGS:
            return position, checker.self_closing_raw_text
    return len(html), checker.self_closing_raw_text


class _TagChecker:
    """Checks the tags of a page against the limits."""

    def __init__(self) -> None:
        self.nesting = Nesting()
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
                close_element(lower(name))
            elif name:
                name = lower(name)
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
                    raise TooDeep(limit_values.FORMATTING)
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
            raise TooDeep(limit_values.OPTIONS)


def _check_attributes(attributes: str) -> None:
    if len(attributes) > MAX_ATTRIBUTES and sum(1 for _ in ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES:
        raise TooDeep(limit_values.ATTRIBUTES)
