"""Rendering an extraction in all formats."""

import json

import pytest

from extractor import BadOptions, extract
from extractor.document.html import blocks_of
from extractor.document.text import text_of
from extractor.render.formats import render

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 2


def test_all_formats_have_the_same_content() -> None:
    extraction = extract(f"<html><body><article><p>{TEXT}</p><h2>Why not</h2><p>{TEXT}</p></article></body></html>")

    assert render(extraction, "text") == extraction.text == text_of(blocks_of(extraction.html))
    assert render(extraction, "html") == extraction.html
    assert render(extraction, "markdown") == f"{TEXT.strip()}\n\n## Why not\n\n{TEXT.strip()}\n"
    assert json.loads(render(extraction, "json"))["text"] == extraction.text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadOptions, match="format must be one of json, text, markdown, html, xml, not 'pdf'"):
        render(extract("<p>x</p><p>y</p>"), "pdf")
