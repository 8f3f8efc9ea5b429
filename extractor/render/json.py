"""JSON: all fields of an extraction, or a selection."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from extractor.errors import BadOptions
from extractor.extraction import Extraction
from extractor.render.markdown.options import DEFAULT, MarkdownOptions
from extractor.render.markdown.render import render as render_markdown

FIELDS = tuple(each.name for each in fields(Extraction))
MARKDOWN = "markdown"
"""A field that is made on request only."""
KNOWN = (*FIELDS, MARKDOWN)


def render(extraction: Extraction) -> str:
    """Return one JSON object with all fields of `Extraction`."""
    return json.dumps(extraction.to_dict(), ensure_ascii=False, indent=2)


def field_names(given: str | None, form: str) -> tuple[str, ...]:
    """Return the requested fields.

    Args:
        given: names separated by commas; None for all fields of `Extraction`.
        form: output format of the request.

    Raises:
        BadOptions: a field is unknown, or fields are requested for another format than JSON.

    """
    if given is None:
        return FIELDS
    names = tuple(name.strip() for name in given.split(","))
    unknown = [name for name in names if name not in KNOWN]
    if unknown or form != "json":
        message = f"no field {unknown[0]!r}; known are {', '.join(KNOWN)}" if unknown else "fields trims JSON only"
        raise BadOptions(message)
    return names


def fields_to_read(names: Iterable[str], form: str, others: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """Return the value of `Options.fields` for an answer; None if it may need all fields.

    Args:
        names: the requested fields of JSON.
        form: output format of the request.
        others: fields that the caller needs beside these.

    """
    asked = {"json": frozenset(names), "text": frozenset({"text"}), "html": frozenset({"html"})}.get(form)
    return None if asked is None or MARKDOWN in asked else asked | others


def trimmed(extraction: Extraction, names: Iterable[str], markdown: MarkdownOptions = DEFAULT) -> dict[str, Any]:
    """Return the fields of these names as plain dicts, lists, strings and numbers."""
    everything = extraction.to_dict()
    return {name: render_markdown(extraction, markdown) if name == MARKDOWN else everything[name] for name in names}
