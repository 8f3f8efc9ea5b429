"""Metadata rules for HTML pages.

A rule is a function that takes a `Context` and yields a `Statement` for each place in the page that states a field.
The functions below build such rules from names and selectors; the rules for visible text are in `visible_text`. The
tables in `fields` list the rules of each field by rank.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Literal, NamedTuple, TypeVar

from extractor.document.words import squeeze
from extractor.metadata.context import Context
from extractor.profiles import Profile
from extractor.structured_data.items import Form, Item, texts_of

MAX_FIELD_VALUES = 30  # of one field in the answer
MAX_PROPERTY_VALUES = 300  # of one property of an item; the others are ignored
MAX_PLACES = 5_000  # of a text in the source of a page, where a property is looked for
MAX_QUOTE_CHARACTERS = 6  # of `&quot;`
MAX_PROPERTY_CHARACTERS = 120  # of a property with quotes, blanks and its value
_ISO_DATE = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_SURNAME_FIRST = re.compile(r"\A([^,]+), ([^,]+)\Z")
Value = TypeVar("Value")


class Statement(NamedTuple):
    """The raw values that one element, meta tag or structured-data property gives for a field."""

    values: tuple[str, ...]
    provenance: str


Rule = Callable[[Context], Iterator[Statement]]


def meta(*names: str) -> Rule:
    """Return a rule that reads the named meta tags, in the order given."""

    def rule(context: Context) -> Iterator[Statement]:
        for name in names:
            if values := context.structured.meta.get(name):
                yield Statement(values, f"meta:{name}")

    return rule


def meta_matching(pattern: str) -> Rule:
    """Return a rule that reads the meta tags whose name matches a regular expression."""
    compiled = re.compile(pattern)

    def rule(context: Context) -> Iterator[Statement]:
        for name, values in context.structured.meta.items():
            if compiled.search(name):
                yield Statement(values, f"meta:{name}")

    return rule


def meta_with_date(excluded: str) -> Rule:
    """Return a rule that reads meta tags with a value in ISO 8601, unless a word in `excluded` is in their name."""
    not_published = re.compile(excluded)

    def rule(context: Context) -> Iterator[Statement]:
        for name, values in context.structured.meta.items():
            if _ISO_DATE.match(values[0]) and not not_published.search(name):
                yield Statement(values[:1], f"meta:{name}")

    return rule


def twitter_label(label: str) -> Rule:
    """Return a rule that reads `twitter:data1` or `twitter:data2` if `twitter:label1` or `twitter:label2` matches."""

    def rule(context: Context) -> Iterator[Statement]:
        for number in ("1", "2"):
            labels, values = (context.structured.meta.get(f"twitter:{part}{number}", ()) for part in ("label", "data"))
            if label in (each.lower() for each in labels) and values:
                yield Statement(values, f"meta:twitter:data{number}")

    return rule


def link(relation: str) -> Rule:
    """Return a rule that reads the `href` of `<link>` elements with one `rel`."""

    def rule(context: Context) -> Iterator[Statement]:
        if values := context.structured.links.get(relation):
            yield Statement(values, f"link:{relation}")

    return rule


def json_ld(types: Iterable[str], *properties: str) -> Rule:
    """Return a rule that reads properties of JSON-LD items of the given types; nested items give their name.

    Items named in the page title come first, because a page also lists other articles.
    """
    wanted = frozenset(types)

    def rule(context: Context) -> Iterator[Statement]:
        items = _items(context, "json-ld", wanted)
        for _, item in sorted(items, key=lambda pair: not pair[0]):
            yield from _property_statements(item, wanted, properties, context)

    return rule


def json_ld_flag(types: Iterable[str], name: str) -> Rule:
    """Return a rule that reads a property of JSON-LD items that is true or false."""
    wanted = frozenset(types)

    def rule(context: Context) -> Iterator[Statement]:
        for _, item in _items(context, "json-ld", wanted):
            if isinstance(value := item.values.get(name), bool):
                item_type = next(each for each in item.types if each in wanted)
                yield Statement((str(value).lower(),), f"json-ld:{item_type}.{name}")

    return rule


def microdata(types: Iterable[str], *properties: str) -> Rule:
    """Return a rule that reads properties of microdata and RDFa items of the given types.

    Items with a name that is not in the page title are skipped, because most of them are teasers.
    """
    wanted = frozenset(types)

    def rule(context: Context) -> Iterator[Statement]:
        for matches_title, item in _items(context, "microdata", wanted):
            if matches_title:
                yield from _property_statements(item, wanted, properties, context)

    return rule


def _items(context: Context, form: Form, wanted: frozenset[str]) -> list[tuple[bool, Item]]:
    """Return the items of the wanted types, each with its value of `StructuredData.matches_title`."""
    pairs = context.structured.by_form.get(form, ())
    return [pair for pair in pairs if not wanted.isdisjoint(pair[1].types)]


def _property_statements(
    item: Item, wanted: frozenset[str], properties: Iterable[str], context: Context
) -> Iterator[Statement]:
    item_type = next(each for each in item.types if each in wanted)
    for name in properties:
        texts = texts_of(item.values.get(name), context.structured.by_id)
        if values := tuple(islice(texts, MAX_PROPERTY_VALUES)):
            yield Statement(values, f"{item.form}:{item_type}.{name}")


def element(selector: str, attribute: str | None = None, limit: int = 3, tag: str | None = None) -> Rule:
    """Return a rule that reads the text, or an attribute, of the first `limit` elements for a CSS selector.

    `tag` is one that all these elements have; a page without any is not searched.
    """

    def rule(context: Context) -> Iterator[Statement]:
        if tag and not context.structured.has(tag):
            return
        for node in context.structured.tree.css(selector)[:limit]:
            value = node.attributes.get(attribute) if attribute else node.text(deep=True, separator=" ")
            if value and value.strip():
                yield Statement((squeeze(value),), f"html:{selector}" + (f"@{attribute}" if attribute else ""))

    return rule


def outermost(tag: Literal["html", "body"], attribute: str) -> Rule:
    """Return a rule that reads an attribute of one of the outermost elements."""

    def rule(context: Context) -> Iterator[Statement]:
        tree = context.structured.tree
        node = tree.root if tag == "html" else tree.body
        value = node.attributes.get(attribute) if node is not None else None
        if value and value.strip():
            yield Statement((squeeze(value),), f"html:{tag}[{attribute}]@{attribute}")

    return rule


def script_data(*properties: str, within: Sequence[str]) -> Rule:
    """Return a rule that searches the source of the page for `"property": "value"` in scripts and attributes.

    Args:
        properties: the names of the properties.
        within: texts of which each property contains one; a search for a few texts is fast.

    """
    quote = r"(?:\\?[\"']|&quot;)"
    pattern = re.compile(rf"{quote}({'|'.join(properties)}){quote}\s*:\s*{quote}([^\"'&\\]{{4,40}})")
    before = max(map(len, properties)) + MAX_QUOTE_CHARACTERS

    def rule(context: Context) -> Iterator[Statement]:
        html = context.page.html
        for position in islice(merge(*(_positions(html, text) for text in within)), MAX_PLACES):
            start = max(position - before, 0)
            if match := pattern.search(html, start, start + before + MAX_PROPERTY_CHARACTERS):
                yield Statement((match[2],), f"script:{match[1]}")
                return

    return rule


def _positions(text: str, part: str) -> Iterator[int]:
    found = text.find(part)
    while found >= 0:
        yield found
        found = text.find(part, found + len(part))


def surname_first(rule: Rule) -> Rule:
    """Return a rule that turns each "Doe, Jane" of another rule into "Jane Doe"."""

    def reordered(context: Context) -> Iterator[Statement]:
        for values, provenance in rule(context):
            yield Statement(tuple(_SURNAME_FIRST.sub(r"\2 \1", value) for value in values), provenance)

    return reordered


def when(condition: Callable[[Profile], bool], *rules: Rule) -> Rule:
    """Return a rule that applies other rules, in order, to pages whose profile meets a condition."""

    def rule(context: Context) -> Iterator[Statement]:
        if condition(context.profile):
            yield from statements(rules, context)

    return rule


def statements(rules: Iterable[Rule], context: Context) -> Iterator[Statement]:
    """Yield the statements of all rules, in order."""
    return (statement for rule in rules for statement in rule(context))


def accepted(
    rules: Iterable[Rule], context: Context, clean: Callable[[str], Value | None]
) -> Iterator[tuple[Value, str]]:
    """Yield each value that `clean` accepts, and its provenance, in the order of the rules."""
    for values, provenance in statements(rules, context):
        for raw in values:
            value = clean(raw)
            if value is not None and value != "":
                yield value, provenance


def first_value(
    rules: Iterable[Rule], context: Context, clean: Callable[[str], Value | None]
) -> tuple[Value | None, str]:
    """Return the first value that `clean` accepts, and its provenance; None and an empty string if there is none."""
    return next(accepted(rules, context, clean), (None, ""))


def accepted_lists(
    rules: Iterable[Rule], context: Context, clean: Callable[[str], Iterable[str]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield for each statement with a valid value the distinct ones, and its provenance, in the order of the rules."""
    for values, provenance in statements(rules, context):
        if found := tuple(dict.fromkeys(value for raw in values for value in clean(raw))):
            yield found[:MAX_FIELD_VALUES], provenance
