"""How the rules of `fields` are made, and how a table of them is read: the first that gives a valid value wins."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from extractor.document.words import squeeze
from extractor.metadata.context import Evidence
from extractor.profiles import Profile
from extractor.structured_data.items import Form, Item, texts_of

MAX_LISTED = 30  # values of one field
MAX_STATED = 300  # values of one property that are looked at; 87 is the most that a meta tag of 3,054 real pages has
_SURNAME_FIRST = re.compile(r"\A([^,]+), ([^,]+)\Z")
T = TypeVar("T")


class Statement(NamedTuple):
    """What one element, tag or thing says about a field."""

    values: tuple[str, ...]
    where: str
    """Its provenance."""


Rule = Callable[[Evidence], Iterator[Statement]]


def meta(*names: str) -> Rule:
    """Content of the named meta tags, in the order given."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for name in names:
            if values := evidence.sources.meta.get(name):
                yield Statement(values, f"meta:{name}")

    return rule


def link(rel: str) -> Rule:
    """`href` of links of one relation."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        if values := evidence.sources.links.get(rel):
            yield Statement(values, f"link:{rel}")

    return rule


def stated(of: Iterable[str], *properties: str) -> Rule:
    """Properties of JSON-LD of the given types; nested things give their name.

    Of several such things the one that the page's title names comes first: a page also lists other articles.
    """
    wanted = frozenset(of)

    def rule(evidence: Evidence) -> Iterator[Statement]:
        about = _about(evidence, "json-ld", wanted)
        for _, thing in sorted(about, key=lambda pair: not pair[0]):
            yield from _said(thing, wanted, properties, evidence)

    return rule


def marked(of: Iterable[str], *properties: str) -> Rule:
    """The same of microdata and RDFa; things that the page's title does not name are most often teasers."""
    wanted = frozenset(of)

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for titled, thing in _about(evidence, "microdata", wanted):
            if titled:
                yield from _said(thing, wanted, properties, evidence)

    return rule


def _about(evidence: Evidence, form: Form, wanted: frozenset[str]) -> list[tuple[bool, Item]]:
    """Things of the wanted types, each with whether the page's title has most of its name, or it has none."""
    things = zip(evidence.titled, evidence.sources.items, strict=True)
    return [each for each in things if each[1].form == form and not wanted.isdisjoint(each[1].types)]


def _said(thing: Item, wanted: frozenset[str], properties: Iterable[str], evidence: Evidence) -> Iterator[Statement]:
    kind = next(each for each in thing.types if each in wanted)
    for name in properties:
        if values := tuple(islice(texts_of(thing.values.get(name), evidence.sources.by_id), MAX_STATED)):
            yield Statement(values, f"{thing.form}:{kind}.{name}")


def element(selector: str, attribute: str | None = None, limit: int = 3) -> Rule:
    """Text, or an attribute, of the first elements that match a CSS selector."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for node in evidence.sources.tree.css(selector)[:limit]:
            value = node.attributes.get(attribute) if attribute else node.text(deep=True, separator=" ")
            if value and value.strip():
                yield Statement((squeeze(value),), f"html:{selector}" + (f"@{attribute}" if attribute else ""))

    return rule


def flipped(rule: Rule) -> Rule:
    """The rule, with "Doe, Jane" turned into "Jane Doe", as catalogues write names."""

    def of_flipped(evidence: Evidence) -> Iterator[Statement]:
        for values, where in rule(evidence):
            yield Statement(tuple(_SURNAME_FIRST.sub(r"\2 \1", value) for value in values), where)

    return of_flipped


def matching(pattern: str) -> Rule:
    """Content of meta tags whose name matches a regular expression."""
    name = re.compile(pattern)

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for found, values in evidence.sources.meta.items():
            if name.search(found):
                yield Statement(values, f"meta:{found}")

    return rule


def labelled(label: str) -> Rule:
    """What `twitter:data1` or `twitter:data2` says under a label."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for number in ("1", "2"):
            labels, values = (evidence.sources.meta.get(f"twitter:{part}{number}", ()) for part in ("label", "data"))
            if label in (each.lower() for each in labels) and values:
                yield Statement(values, f"meta:twitter:data{number}")

    return rule


def only(on: Callable[[Profile], bool], *rules: Rule) -> Rule:
    """The rules, one after the other, on pages of some types alone."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        if on(evidence.profile):
            yield from statements(rules, evidence)

    return rule


def written(*properties: str) -> Rule:
    """Properties in scripts and attributes that hold the page's data, by a search in its source."""
    quote = r"(?:\\?[\"']|&quot;)"
    found = re.compile(rf"{quote}({'|'.join(properties)}){quote}\s*:\s*{quote}([^\"'&\\]{{4,40}})")

    def rule(evidence: Evidence) -> Iterator[Statement]:
        html = evidence.page.html
        if any(name in html for name in properties) and (match := found.search(html)):  # most pages have none
            yield Statement((match[2],), f"script:{match[1]}")

    return rule


def first(rules: Iterable[Rule], evidence: Evidence, clean: Callable[[str], T | None]) -> tuple[T | None, str]:
    """The first value that `clean` accepts, and where it was found."""
    for values, where in statements(rules, evidence):
        for raw in values:
            if value := clean(raw):
                return value, where
    return None, ""


def everything(
    rules: Iterable[Rule], evidence: Evidence, clean: Callable[[str], Iterable[str]]
) -> tuple[tuple[str, ...], str]:
    """All values of the first statement that has any, without repetition."""
    for values, where in statements(rules, evidence):
        if found := tuple(dict.fromkeys(value for raw in values for value in clean(raw))):
            return found[:MAX_LISTED], where
    return (), ""


def statements(rules: Iterable[Rule], evidence: Evidence) -> Iterator[Statement]:
    """What all rules find, in their order."""
    return (statement for rule in rules for statement in rule(evidence))
