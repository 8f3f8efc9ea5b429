"""Everything a page says about itself, gathered once: meta tags, links, JSON-LD, microdata, and the tree for the rest.

JSON-LD, microdata and RDFa Lite say the same things about the same types, so all become objects of one form.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from extractor.document.words import squeeze
from extractor.structured_data import json_ld, microdata
from extractor.structured_data.items import Item, Values, by_id
from extractor.types import HtmlDocument

MAX_THINGS = 500  # of one page; a catalogue lists its whole stock
MAX_NAME_CHARACTERS = 500  # of a meta tag; the longest of 3,054 real pages has 260
MAX_VALUES = 300  # of meta tags of one name, and of links of one relation; the most is 87
MAX_RELATIONS = 20  # of one link; the most is 5


@dataclass(frozen=True, slots=True)
class StructuredData:
    """What the rules of `metadata.fields` read."""

    meta: Mapping[str, tuple[str, ...]]
    """Content of `<meta>` by lower-cased name, property, itemprop or http-equiv, in page order."""
    links: Mapping[str, tuple[str, ...]]
    """`href` of `<link>` by lower-cased rel."""
    items: tuple[Item, ...]
    """What has a type: JSON-LD first, then microdata and RDFa; nested ones after the thing they stand in."""
    by_id: Mapping[str, Sequence[Values]]
    """Their properties by `@id`."""
    title: str
    """`<title>` and `og:title`, one after the other."""
    tree: LexborHTMLParser


def read_structured_data(page: HtmlDocument) -> StructuredData:
    """Read the untouched page."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for node in page.tree.css("meta[content]"):
        attributes = node.attributes
        content = squeeze(attributes.get("content") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name and content and len(name) <= MAX_NAME_CHARACTERS:
                _add(meta, name, content)
    for node in page.tree.css("link[rel][href]"):
        attributes = node.attributes
        for rel in (attributes.get("rel") or "").lower().split()[:MAX_RELATIONS]:
            _add(links, rel, attributes.get("href") or "")
    named = page.tree.css_first("title")
    titles = [squeeze(named.text(deep=True)) if named is not None else "", *meta.get("og:title", ())]
    items = (*_some(json_ld.read(page.tree)), *_some(microdata.read(page.tree)))
    return StructuredData(
        title=" ".join(titles),
        meta={name: tuple(values) for name, values in meta.items()},
        links={name: tuple(values) for name, values in links.items()},
        items=items,
        by_id=by_id(items),
        tree=page.tree,
    )


def _add(found: dict[str, list[str]], name: str, value: str) -> None:
    values = found.setdefault(name, [])
    if len(values) < MAX_VALUES:
        values.append(value)


def _some(things: Iterable[Item]) -> Iterator[Item]:
    return islice(things, MAX_THINGS)
