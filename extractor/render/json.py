"""JSON: all fields of an extraction, or a selection."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from typing import Any

from extractor.errors import BadOptions
from extractor.extraction import Extraction
from extractor.render.chunks import chunk
from extractor.render.markdown.options import DEFAULT, MarkdownOptions
from extractor.render.markdown.render import render as render_markdown

FIELDS = tuple(each.name for each in fields(Extraction))
MARKDOWN, CHUNKS = "markdown", "chunks"
ON_REQUEST = (MARKDOWN, CHUNKS)
"""Fields that are made on request only."""
KNOWN = (*FIELDS, *ON_REQUEST)


def render(extraction: Extraction) -> str:
    """Return one JSON object with all fields of `Extraction`."""
    return json.dumps(extraction.to_dict(), ensure_ascii=False, indent=2)


def field_names(given: str | None, form: str, *, chunks: bool = False) -> tuple[str, ...]:
    """Return the requested fields.

    Args:
        given: names separated by commas; None for all fields of `Extraction`.
        form: output format of the request.
        chunks: whether chunks are requested, besides these fields.

    Raises:
        BadOptions: a field is unknown, or fields or chunks are requested for another format than JSON.

    """
    if chunks and form != "json":
        message = "chunks are in JSON only"
        raise BadOptions(message)
    added = (CHUNKS,) if chunks else ()
    if given is None:
        return (*FIELDS, *added)
    names = tuple(name.strip() for name in given.split(","))
    unknown = [name for name in names if name not in KNOWN]
    if unknown or form != "json":
        message = f"no field {unknown[0]!r}; known are {', '.join(KNOWN)}" if unknown else "fields trims JSON only"
        raise BadOptions(message)
    return (*names, *(name for name in added if name not in names))


def fields_to_read(names: Iterable[str], form: str, others: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """Return the value of `Options.fields` for an answer; None if it may need all fields.

    Args:
        names: the requested fields of JSON.
        form: output format of the request.
        others: fields that the caller needs beside these.

    """
    asked = {"json": frozenset(names), "text": frozenset({"text"}), "html": frozenset({"html"})}.get(form)
    return None if asked is None or not asked.isdisjoint(ON_REQUEST) else asked | others


def trimmed(extraction: Extraction, names: Iterable[str], markdown: MarkdownOptions = DEFAULT) -> dict[str, Any]:
    """Return the fields of these names as plain dicts, lists, strings and numbers."""
    everything = extraction.to_dict()
    made: dict[str, Callable[[], Any]] = {
        MARKDOWN: lambda: render_markdown(extraction, markdown),
        CHUNKS: lambda: chunks_of(extraction, markdown),
    }
    return {name: made[name]() if name in made else everything[name] for name in names}


def chunks_of(extraction: Extraction, markdown: MarkdownOptions) -> list[dict[str, Any]]:
    """Return the chunks of an extraction as plain dicts, lists, strings and numbers."""
    chunks = chunk(extraction, markdown.chunk_tokens, markdown=markdown)
    return [asdict(each) | {"headings": list(each.headings)} for each in chunks]
