"""Typed things that a page states, in the vocabulary of schema.org."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Form = Literal["json-ld", "microdata"]


class Thing(NamedTuple):
    """Something with a type and properties."""

    form: Form
    """How the page states it; RDFa counts as microdata."""
    types: tuple[str, ...]
    """Its schema.org types, without the vocabulary's URL."""
    values: Mapping[str, Any]
    """Properties as in JSON-LD: text, numbers, nested objects, or lists of these."""


def types(stated: Any) -> tuple[str, ...]:
    """`@type` or `itemtype` as stated, as names without their vocabulary's URL."""
    each = stated if isinstance(stated, list) else str(stated or "").split()
    return tuple(str(name).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in each if name)
