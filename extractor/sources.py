"""Everything a page says about itself, gathered once: meta tags, links, JSON-LD, and the tree for the rest."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractor.model import Page
from extractor.words import squeeze

Object = Mapping[str, Any]

# What publishers really write into JSON-LD: comments, CDATA, raw line breaks and tabs, a trailing comma or semicolon.
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
MAX_DEPTH = 8  # real graphs nest four or five deep
MAX_OBJECTS = 500  # of one page; a catalogue lists its whole stock


@dataclass(frozen=True, slots=True)
class Sources:
    """What the rules of `fields` read."""

    meta: Mapping[str, tuple[str, ...]]
    """Content of `<meta>` by lower-cased name, property, itemprop or http-equiv, in page order."""
    links: Mapping[str, tuple[str, ...]]
    """`href` of `<link>` by lower-cased rel."""
    objects: tuple[Object, ...]
    """JSON-LD objects that have a type, nested ones after the object they stand in."""
    title: str
    """`<title>` and `og:title`, one after the other."""
    tree: LexborHTMLParser


def gather(page: Page) -> Sources:
    """Read the untouched page."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for node in page.tree.css("meta[content]"):
        attributes = node.attributes
        content = squeeze(attributes.get("content") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name and content:
                meta.setdefault(name, []).append(content)
    for node in page.tree.css("link[rel][href]"):
        for rel in (node.attributes.get("rel") or "").lower().split():
            links.setdefault(rel, []).append(node.attributes.get("href") or "")
    named = page.tree.css_first("title")
    titles = [squeeze(named.text(deep=True)) if named is not None else "", *meta.get("og:title", ())]
    return Sources(
        title=" ".join(titles),
        meta={name: tuple(values) for name, values in meta.items()},
        links={name: tuple(values) for name, values in links.items()},
        objects=tuple(_objects(page.tree)),
        tree=page.tree,
    )


def types(thing: Object) -> tuple[str, ...]:
    """The schema.org types of a JSON-LD object, without their vocabulary's URL."""
    stated = thing.get("@type")
    stated = stated if isinstance(stated, list) else [stated]
    return tuple(str(each).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for each in stated if each)


def _objects(tree: LexborHTMLParser) -> Iterator[Object]:
    count = 0
    for node in tree.css('script[type*="ld+json" i]'):
        for thing in _typed(_load(node.text(deep=True)), 0):
            count += 1
            if count > MAX_OBJECTS:
                return
            yield thing


def _load(text: str) -> Any:
    text = _WRAPPING.sub("", _WRAPPING.sub("", text.strip()))
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _typed(value: Any, depth: int) -> Iterator[Object]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _typed(each, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for each in value.values():
            if isinstance(each, (dict, list)):
                yield from _typed(each, depth + 1)
