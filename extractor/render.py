"""The chosen fragment as text, Markdown or HTML: one renderer for all engines."""

from typing import Literal, get_args

import html_to_markdown

from extractor.model import Extraction

Format = Literal["text", "markdown", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)

_MARKDOWN = html_to_markdown.ConversionOptions(
    heading_style="Atx",
    bullets="-",
    code_block_style="Backticks",
    extract_metadata=False,
)


def render(extraction: Extraction, form: Format) -> str:
    """The text of `extraction` as `form`: the same content in each.

    `text` parts paragraphs by blank lines; `markdown` is CommonMark with tables; `html` is the fragment itself.
    """
    if form == "text":
        return extraction.text
    return to_markdown(extraction.html) if form == "markdown" else extraction.html


def to_markdown(fragment: str) -> str:
    """A clean fragment as CommonMark with pipe tables; empty for an empty fragment."""
    if not fragment:
        return ""
    return html_to_markdown.convert(fragment, _MARKDOWN).content.strip() + "\n"
