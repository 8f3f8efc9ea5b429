"""An extraction as JSON, text, Markdown or HTML: one renderer for library, command line and service."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import html_to_markdown

from extractor.errors import BadOptions
from extractor.fragment import text_of
from extractor.model import Extraction
from extractor.page import blocks_of
from extractor.render.tei import to_tei

_MARKDOWN = html_to_markdown.ConversionOptions(bullets="-", extract_metadata=False)
_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"</?(?:pre|code)>")
# What CommonMark would read as markup: anywhere in a text, and at the start of a block. The converter can escape too,
# but only every hyphen and full stop along with them, which nobody wants to read.
_SPECIAL = re.compile(r"[`*]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&lt;")
_LEADING = re.compile(r"(?:#{1,6}|[-+]|&gt;)(?=\s|\Z)|\d{1,9}(?=[.)](?:\s|\Z))")
_ESCAPE = "\ufdd0"  # stands for our backslash while the converter escapes the page's own; no character, so no page's
_STARTS_BLOCK = re.compile(r"<(?:p|h[1-6]|li|dt|dd|td|th|caption|blockquote|br)>")


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


def to_markdown(fragment: str) -> str:
    """A clean fragment as CommonMark with pipe tables; empty for an empty fragment.

    Text that looks like markup is escaped: what a page shows as `<script>` or `1. May` stays that.
    """
    if not fragment:
        return ""
    converted = html_to_markdown.convert("".join(_escaped(fragment.replace(_ESCAPE, ""))), _MARKDOWN).content
    return converted.strip().replace(_ESCAPE, "\\") + "\n" if converted else ""


def _escaped(fragment: str) -> Iterator[str]:
    literal, start = 0, True
    for piece in _TAG.split(fragment):
        if piece.startswith("<"):
            literal += (-1 if piece.startswith("</") else 1) if _LITERAL.match(piece) else 0
            start = bool(_STARTS_BLOCK.match(piece)) or (start and not piece.startswith("</"))
            yield piece
        elif piece:
            text = piece if literal else _SPECIAL.sub(rf"{_ESCAPE}\g<0>", piece)
            yield (
                _LEADING.sub(_escape_leading, text, count=1) if start and not literal and _LEADING.match(text) else text
            )
            start = False


def _escape_leading(found: re.Match[str]) -> str:
    return f"{found[0]}{_ESCAPE}" if found[0].isdigit() else f"{_ESCAPE}{found[0]}"


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
