"""Read all structured data of a page at once: meta tags, links, JSON-LD, microdata and RDFa Lite.

The last three share one vocabulary, so that all become `Item` objects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from extractor.document.words import squeeze, words
from extractor.structured_data import json_ld, microdata
from extractor.structured_data.items import Form, Item, Values, by_id, texts_of
from extractor.types import HtmlDocument

MAX_ITEMS = 500  # of one syntax; a catalogue may have an item for each product
MAX_NAME_CHARACTERS = 500  # of a meta tag
MAX_VALUES = 300  # meta tags of one name, and links of one relation
MIN_NAME_SHARE = 0.6  # of the words of an item's name, for an item that the page is about
MAX_ITEM_NAME_CHARACTERS = 1_000
MAX_ITEM_NAMES = 30
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
FEED = "feed"  # the relation under which links of these types stand as well
MAX_RELATIONS = 20  # of one link


@dataclass(frozen=True)
class StructuredData:
    """The structured data of one page."""

    meta: Mapping[str, tuple[str, ...]]
    """Contents of `<meta>` elements by name, property, itemprop or http-equiv in lower case, in document order."""
    links: Mapping[str, tuple[str, ...]]
    """`href` of `<link>` elements by rel in lower case, in document order."""
    items: tuple[Item, ...]
    """Items with a type: JSON-LD first, then microdata and RDFa; each before the items nested in it."""
    by_id: Mapping[str, Sequence[Values]]
    """Properties of the items by `@id`."""
    title: str
    """`<title>` and `og:title`, joined by a space."""
    tree: LexborHTMLParser
    present: dict[str, bool] = field(default_factory=dict)
    """The tags that were asked for so far, and whether the page has them."""

    def has(self, tag: str) -> bool:
        """Return whether the page has an element with this tag."""
        if tag not in self.present:
            self.present[tag] = self.tree.css_first(tag) is not None
        return self.present[tag]

    @cached_property
    def matches_title(self) -> tuple[bool, ...]:
        """For each item, whether the page title holds most words of its name, or it has no name."""
        title = frozenset(words(self.title))
        return tuple(_matches(item, title) for item in self.items)

    @cached_property
    def by_form(self) -> Mapping[Form, Sequence[tuple[bool, Item]]]:
        """The items of each form, each with its value of `matches_title`."""
        found: dict[Form, list[tuple[bool, Item]]] = {}
        for matches, item in zip(self.matches_title, self.items, strict=True):
            found.setdefault(item.form, []).append((matches, item))
        return found


def _matches(item: Item, title: frozenset[str]) -> bool:
    names = (text for key in ("headline", "name") for text in texts_of(item.values.get(key), {}))
    name_words = {word for name in islice(names, MAX_ITEM_NAMES) for word in words(name[:MAX_ITEM_NAME_CHARACTERS])}
    return len(name_words & title) >= MIN_NAME_SHARE * len(name_words)


def read_structured_data(page: HtmlDocument) -> StructuredData:
    """Read the structured data of a page."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for node in page.tree.css("meta[content], meta[value]"):
        attributes = node.attributes
        content = squeeze(attributes.get("content") or attributes.get("value") or "")
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name and content and len(name) <= MAX_NAME_CHARACTERS:
                _add(meta, name, content)
    for node in page.tree.css("link[rel][href]"):
        attributes = node.attributes
        for rel in (attributes.get("rel") or "").lower().split()[:MAX_RELATIONS]:
            _add(links, rel, attributes.get("href") or "")
        if attributes.get("type") in FEED_TYPES:
            _add(links, FEED, attributes.get("href") or "")
    named = page.tree.css_first("title")
    titles = [squeeze(named.text(deep=True)) if named is not None else "", *meta.get("og:title", ())]
    items = (*islice(json_ld.read(page.tree), MAX_ITEMS), *islice(microdata.read(page.tree), MAX_ITEMS))
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
