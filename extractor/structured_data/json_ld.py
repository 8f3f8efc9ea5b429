"""Read JSON-LD: graphs, nested items, and invalid JSON that can be repaired safely."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractor.structured_data.items import MAX_DEPTH, Item, types

# Comments, CDATA, a semicolon after the last brace. `strict=False` accepts raw line breaks and tabs.
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_STRAY_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def read(tree: LexborHTMLParser) -> Iterator[Item]:
    """Yield the items with a type, each before the items nested in it."""
    for node in tree.css('script[type*="ld+json" i]'):
        yield from _typed(_load(node.text(deep=True)), 0)


def _load(text: str) -> Any:
    """Parse JSON, repaired if necessary; None if it is invalid."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text.strip()))
    for repair in (str, lambda broken: _STRAY_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", broken))):
        try:
            return json.loads(repair(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _typed(value: Any, depth: int) -> Iterator[Item]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _typed(each, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield Item("json-ld", types(value["@type"]), value)
        for each in value.values():
            if isinstance(each, (dict, list)):
                yield from _typed(each, depth + 1)
