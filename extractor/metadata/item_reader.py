"""Read properties of the item that a page is about."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from extractor.metadata.context import Context
from extractor.structured_data.items import Item, Values, texts_of

MAX_TEXTS: Final = 300  # values of one property
MAX_VALUE_LENGTH: Final = 5_000  # of one value
Found = TypeVar("Found")


def main_item(context: Context, types: frozenset[str]) -> Item | None:
    """Return the item that the page is about: named in the title, or the only one of its types.

    Args:
        context: the page.
        types: names of types in lower case; pages spell them in any case.

    """
    pairs = zip(context.structured.matches_title, context.structured.items, strict=True)
    of_type = [(matches, item) for matches, item in pairs if not types.isdisjoint(map(str.lower, item.types))]
    named = [item for matches, item in of_type if matches and ("name" in item.values or "title" in item.values)]
    if named:
        return max(named, key=lambda item: ("offers" in item.values, len(item.values)))
    return of_type[0][1] if len(of_type) == 1 else None


class Reader:
    """Reads texts of the properties of an item."""

    def __init__(self, values: Values, context: Context) -> None:
        self._values, self._by_id = values, context.structured.by_id

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a property; a nested item gives its name."""
        found = islice(texts_of(self._values.get(name), self._by_id), MAX_TEXTS)
        return tuple(text[:MAX_VALUE_LENGTH] for text in found)

    def text(self, *names: str) -> str | None:
        """Return the first text of the properties."""
        return next((text for name in names for text in self.texts(name)), None)

    def first(self, parse: Callable[[str], Found | None], *names: str) -> Found | None:
        """Return the first value that can be parsed."""
        values = (parse(text) for name in names for text in self.texts(name))
        return next((value for value in values if value is not None), None)


def nested(value: Any, context: Context) -> Iterator[Values]:
    """Yield the nested items in the value of a property, and those that it refers to."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            named = context.structured.by_id.get(str(each.get("@id")), ())
            yield from named if set(each) == {"@id"} else (each,)
