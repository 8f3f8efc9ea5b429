"""The table of output formats, and `render`, which library, command line and service share.

A new format is a module with a function that takes an `Extraction` and returns a str, and a row of `REGISTRY`.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from extractor.errors import BadOptions
from extractor.extraction import Extraction
from extractor.render import html, json, tei, text
from extractor.render.markdown.options import DEFAULT, MarkdownOptions
from extractor.render.markdown.render import render as render_markdown


class Format(NamedTuple):
    """An output format."""

    media_type: str
    render: Callable[[Extraction], str]


REGISTRY: Mapping[str, Format] = {
    "json": Format("application/json", json.render),
    "text": Format("text/plain", text.render),
    "markdown": Format("text/markdown", render_markdown),
    "html": Format("text/html", html.render),
    "xml": Format("application/tei+xml", tei.render),
}
"""Formats by name, in order of preference if a client accepts several equally."""
FORMATS = tuple(REGISTRY)


def render(extraction: Extraction, form: str, markdown: MarkdownOptions = DEFAULT) -> str:
    """Return an extraction in one of the formats. Text, Markdown and HTML have the same content, but for the title.

    Args:
        extraction: the result of `extract`.
        form: `json`: all fields; `text`: paragraphs separated by blank lines; `markdown`: CommonMark with tables;
            `html`: the clean fragment; `xml`: a TEI P5 document.
        markdown: options of Markdown.

    Raises:
        BadOptions: the format is unknown.

    """
    if form not in REGISTRY:
        message = f"format must be one of {', '.join(FORMATS)}, not {form!r}"
        raise BadOptions(message)
    return render_markdown(extraction, markdown) if form == "markdown" else REGISTRY[form].render(extraction)
