"""An extraction as JSON, text, Markdown or HTML: one renderer for library, command line and service."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from extractor.document.html import blocks_of
from extractor.document.serialize import text_of
from extractor.errors import BadOptions
from extractor.render.markdown import to_markdown
from extractor.render.tei import to_tei
from extractor.types import Extraction

FIELDS = tuple(each.name for each in fields(Extraction))


def field_names(given: str | None, form: str) -> tuple[str, ...]:
    """The fields of the JSON that are asked for, by name and parted by commas; all by default.

    Raises:
        BadOptions: there is no such field, or the answer is no JSON.

    """
    if given is None:
        return FIELDS
    names = tuple(name.strip() for name in given.split(","))
    unknown = [name for name in names if name not in FIELDS]
    if unknown or form != "json":
        message = f"no field {unknown[0]!r}; known are {', '.join(FIELDS)}" if unknown else "fields trims JSON only"
        raise BadOptions(message)
    return names


def trimmed(extraction: Extraction, names: Iterable[str]) -> dict[str, Any]:
    """The fields of `names` as plain dicts, lists, strings and numbers."""
    everything = extraction.to_dict()
    return {name: everything[name] for name in names}


def to_json(extraction: Extraction) -> str:
    """All of it, as one JSON object with the names of `Extraction`."""
    return json.dumps(extraction.to_dict(), ensure_ascii=False, indent=2)


def to_text(fragment: str) -> str:
    """A clean fragment as plain text, as engines write it: the way back from `Extraction.html` to its text."""
    return text_of(blocks_of(fragment)) if fragment else ""


RENDERERS: Mapping[str, Callable[[Extraction], str]] = {
    "json": to_json,
    "text": lambda extraction: extraction.text,
    "markdown": lambda extraction: to_markdown(extraction.html),
    "html": lambda extraction: extraction.html,
    "xml": to_tei,
}
FORMATS = tuple(RENDERERS)


def render(extraction: Extraction, form: str) -> str:
    """The extraction as `form`; text, Markdown and HTML hold the same content.

    Args:
        extraction: what `extract` gave.
        form: `json`, all of it; `text`, paragraphs parted by blank lines; `markdown`, CommonMark with tables;
            `html`, the clean fragment itself; `xml`, a TEI P5 document.

    Raises:
        BadOptions: there is no such form.

    """
    if form not in RENDERERS:
        message = f"format must be one of {', '.join(FORMATS)}, not {form!r}"
        raise BadOptions(message)
    return RENDERERS[form](extraction)
