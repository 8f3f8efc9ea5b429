"""Typed things that a page states, in the vocabulary of schema.org."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from extractor.document.words import squeeze

MAX_DEPTH = 8  # real graphs nest four or five deep
MAX_TYPES = 20  # of one thing
MAX_NAMES = 30  # of a thing that another refers to

Form = Literal["json-ld", "microdata"]
Values = Mapping[str, Any]


class Item(NamedTuple):
    """Something with a type and properties."""

    form: Form
    """How the page states it; RDFa counts as microdata."""
    types: tuple[str, ...]
    """Its schema.org types, without the vocabulary's URL."""
    values: Values
    """Properties as in JSON-LD: text, numbers, nested objects, or lists of these."""


def types(stated: Any) -> tuple[str, ...]:
    """`@type` or `itemtype` as stated, as names without their vocabulary's URL."""
    each = stated if isinstance(stated, list) else str(stated or "").split()
    return tuple(str(name).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in each[:MAX_TYPES] if name)


def by_id(things: Iterable[Item]) -> dict[str, list[Values]]:
    """Return the properties of the first two things of each `@id`; a thing may refer to the other of its own name."""
    found: dict[str, list[Values]] = {}
    for thing in things:
        name = thing.values.get("@id")
        if isinstance(name, str) and len(same := found.setdefault(name, [])) < 2:  # noqa: PLR2004
            same.append(thing.values)
    return found


def texts_of(value: Any, named: Mapping[str, Sequence[Values]], depth: int = 0) -> Iterator[str]:
    """Yield the texts that a stated value stands for, down to `MAX_DEPTH`; nested things give their name.

    Args:
        value: a property of a thing.
        named: the things of the page that others may refer to, as `by_id` gives them.
        depth: how deep in the property the value stands.

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


def _name(thing: Values, named: Mapping[str, Sequence[Values]]) -> Any:
    """Return what a nested thing is called, by itself or by the thing that its `@id` refers to; never a thing.

    A reference gives text alone: names that are references again would multiply at each step.
    """
    item = thing.get("item")
    name = thing.get("name") or thing.get("headline") or (item.get("name") if isinstance(item, Mapping) else None)
    name = name or thing.get("url") or thing.get("contentUrl")
    if name is None and isinstance(thing.get("@id"), str):
        same = (each for each in named.get(thing["@id"], ()) if each is not thing)
        found: Values = next(same, {})
        name = found.get("name") or found.get("url")
        listed = name[:MAX_NAMES] if isinstance(name, list) else [name]
        return [each for each in listed if isinstance(each, str)]
    return None if isinstance(name, Mapping) else name
