"""An extraction as JSON, text, Markdown or HTML: one renderer for library, command line and service."""

import json
from collections.abc import Callable, Mapping

import html_to_markdown

from extractor.errors import BadOptions
from extractor.fragment import text_of
from extractor.model import Extraction
from extractor.page import blocks_of

# Text that looks like Markdown or HTML is escaped: what a page shows as `<script>` must not become one.
_MARKDOWN = html_to_markdown.ConversionOptions(
    bullets="-",
    escape_asterisks=True,
    escape_underscores=True,
    escape_misc=True,
    extract_metadata=False,
)


def to_json(extraction: Extraction) -> str:
    """All of it, as one JSON object with the names of `Extraction`."""
    return json.dumps(extraction.to_dict(), ensure_ascii=False, indent=2)


def to_markdown(fragment: str) -> str:
    """A clean fragment as CommonMark with pipe tables; empty for an empty fragment."""
    if not fragment:
        return ""
    converted = html_to_markdown.convert(fragment, _MARKDOWN).content
    return f"{converted.strip()}\n" if converted else ""


def to_text(fragment: str) -> str:
    """A clean fragment as plain text, as engines write it: the way back from `Extraction.html` to its text."""
    return text_of(blocks_of(fragment)) if fragment else ""


RENDERERS: Mapping[str, Callable[[Extraction], str]] = {
    "json": to_json,
    "text": lambda extraction: extraction.text,
    "markdown": lambda extraction: to_markdown(extraction.html),
    "html": lambda extraction: extraction.html,
}
FORMATS = tuple(RENDERERS)


def render(extraction: Extraction, form: str) -> str:
    """The extraction as `form`; text, Markdown and HTML hold the same content.

    Args:
        extraction: what `extract` gave.
        form: `json`, all of it; `text`, paragraphs parted by blank lines; `markdown`, CommonMark with tables;
            `html`, the clean fragment itself.

    Raises:
        BadOptions: there is no such form.

    """
    if form not in RENDERERS:
        message = f"format must be one of {', '.join(FORMATS)}, not {form!r}"
        raise BadOptions(message)
    return RENDERERS[form](extraction)
