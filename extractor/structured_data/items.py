"""Items with a type and properties, mostly in the vocabulary of schema.org."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, Literal, NamedTuple

from extractor.document.words import squeeze

MAX_DEPTH = 8  # nested values; real graphs nest four or five deep
MAX_TYPES = 20  # of one item
MAX_NAMES = 30  # of an item that another one refers to
MAX_SAME_ID = 2  # items of one `@id`; enough for an item to refer to another one of its own `@id`

MAX_TEXT_CHARACTERS = 20_000  # of a text of an item that is returned; `articleBody` is the longest
MAX_LISTED = 300  # values of one property that are returned
_NOTHING: tuple[Any, ...] = (None, "", [], {})

Form = Literal["json-ld", "microdata"]
Values = Mapping[str, Any]


class Item(NamedTuple):
    """A typed item of structured data."""

    form: Form
    """Syntax of the item; RDFa counts as microdata."""
    types: tuple[str, ...]
    """Names of its types, without the URL of the vocabulary."""
    values: Values
    """Properties as in JSON-LD: texts, numbers, nested objects, or lists of these."""


def types(value: Any) -> tuple[str, ...]:
    """Return the type names in a value of `@type`, `itemtype` or `typeof`, without the URL of the vocabulary."""
    names = value if isinstance(value, list) else str(value or "").split()
    return tuple(str(name).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names[:MAX_TYPES] if name)


def by_id(items: Iterable[Item]) -> dict[str, list[Values]]:
    """Return the properties of the first `MAX_SAME_ID` items of each `@id`."""
    found: dict[str, list[Values]] = {}
    for item in items:
        name = item.values.get("@id")
        if isinstance(name, str) and len(same := found.setdefault(name, [])) < MAX_SAME_ID:
            same.append(item.values)
    return found


def texts_of(value: Any, named: Mapping[str, Sequence[Values]], depth: int = 0) -> Iterator[str]:
    """Yield the texts in the value of a property, down to `MAX_DEPTH`; a nested item gives its name.

    Args:
        value: value of the property.
        named: properties of the page's items by `@id`, as from `by_id`.
        depth: nesting depth of the value in the property.

    """
    if depth > MAX_DEPTH or isinstance(value, bool):
        return
    if isinstance(value, list):
        for each in value:
            yield from texts_of(each, named, depth + 1)
    elif isinstance(value, Mapping):
        yield from texts_of(_name(value, named), named, depth + 1)
    elif isinstance(value, (str, int, float)) and str(value).strip():
        yield squeeze(str(value))


def _name(nested: Values, named: Mapping[str, Sequence[Values]]) -> Any:
    """Return the name of a nested item, or of the item that its `@id` refers to; never an item.

    Only texts of a referenced item count. Following references in its name would multiply the work at each step.
    """
    item = nested.get("item")
    name = nested.get("name") or nested.get("headline") or (item.get("name") if isinstance(item, Mapping) else None)
    name = name or nested.get("url") or nested.get("contentUrl")
    if name is None and isinstance(nested.get("@id"), str):
        same = (each for each in named.get(nested["@id"], ()) if each is not nested)
        found: Values = next(same, {})
        name = found.get("name") or found.get("url")
        listed = name[:MAX_NAMES] if isinstance(name, list) else [name]
        return [each for each in listed if isinstance(each, str)]
    return None if isinstance(name, Mapping) else name


def plain(items: Iterable[Item]) -> tuple[dict[str, Any], ...]:
    """Return the items that are in no other one as JSON-LD writes them, with the names of their types.

    Texts are squeezed and cut at `MAX_TEXT_CHARACTERS`, lists at `MAX_LISTED`. Values that are nested deeper than
    `MAX_DEPTH` are left out.
    """
    listed = list(items)
    types_of = {id(item.values): item.types for item in listed}
    seen: set[int] = set()
    # `seen` grows while the items are read, so that those nested in earlier ones are left out.
    return tuple(_plain_item(item.values, types_of, seen, 0) for item in listed if id(item.values) not in seen)


def _plain_item(values: Values, types_of: Mapping[int, Sequence[str]], seen: set[int], depth: int) -> dict[str, Any]:
    seen.add(id(values))
    names = types_of.get(id(values)) or types(values.get("@type"))
    pairs = ((str(name), _plain(value, types_of, seen, depth + 1)) for name, value in values.items() if name != "@type")
    return ({"@type": list(names)} if names else {}) | {name: value for name, value in pairs if value not in _NOTHING}


def _plain(value: Any, types_of: Mapping[int, Sequence[str]], seen: set[int], depth: int) -> Any:
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        some = (_plain(each, types_of, seen, depth + 1) for each in value[:MAX_LISTED])
        return [each for each in some if each not in _NOTHING]
    if isinstance(value, Mapping):
        return _plain_item(value, types_of, seen, depth)
    if isinstance(value, str):
        return squeeze(value[:MAX_TEXT_CHARACTERS])
    if isinstance(value, float):
        return value if isfinite(value) else None  # JSON has neither infinity nor "not a number"
    return value if isinstance(value, int) else None
