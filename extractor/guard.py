"""Markup built to exhaust a parser is refused before it is parsed.

Lexbor takes quadratic time over elements nested tens of thousands deep, and over as many attributes of one tag: 100,000
unclosed `<div>` take it a minute. No page that anybody wrote comes near these bounds.
"""

import re

from extractor.errors import TooDeep

HARMLESS = 40_000  # characters that cannot hold enough to hurt
MANY = 30_000  # tags; fewer are parsed in a second however they nest
DEEP = 10_000  # elements inside each other
CROWDED = 10_000  # attributes of one tag
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# What the parser closes by itself, or what never holds anything.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead "
    "tbody tfoot colgroup rb rt rp".split()
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


def check(html: str) -> None:
    """Refuse markup that would take a parser minutes.

    Raises:
        TooDeep: it is nested or crowded as no page is.

    """
    if len(html) < HARMLESS:
        return
    pieces = html.split("<")
    if len(pieces) <= MANY and not any(len(piece) > CROWDED and _attributes(piece) > CROWDED for piece in pieces):
        return
    deepest, most = _extent(pieces)
    if most > CROWDED:
        message = f"a tag has more than {CROWDED} attributes"
        raise TooDeep(message)
    if deepest > DEEP:
        message = f"elements are nested more than {DEEP} deep"
        raise TooDeep(message)


def _attributes(piece: str) -> int:
    """How many attributes the tag has that opens a piece, if it is one."""
    return 0 if piece.startswith(("script", "style")) else len(_QUOTED.sub("", piece).partition(">")[0].split())


def _extent(pieces: list[str]) -> tuple[int, int]:
    """How deep elements are nested, and how many attributes a tag has, at most.

    A closing tag is believed to close one element. What stands in a script is none of either.
    """
    depth = deepest = most = 0
    raw = ""
    for piece in pieces[1:]:
        tag = _TAG.match(piece)
        if tag is None:
            continue
        name = tag[2].lower()
        if raw:
            raw = "" if tag[1] and name == raw else raw
            continue
        if len(piece) > CROWDED:
            most = max(most, _attributes(piece))
        if name in _RAW:
            raw = "" if tag[1] else name
        elif name not in _FLAT:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest, most
