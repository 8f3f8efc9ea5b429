"""Serialising blocks as a fragment and as text."""

import pytest

from extractor.document.html import blocks_of
from extractor.document.serialize import assemble, text_of


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Title</h1><p>One <strong>two</strong> <em>three</em>.</p>",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>",
        "<table><caption>Cap</caption><tr><th>h</th></tr><tr><td>1</td></tr></table>",
        "<blockquote><p>q</p><p>r</p></blockquote>",
        "<pre>a\n  b</pre>",
        "<dl><dt>t</dt><dd>d</dd></dl>",
        "<p>a<br>b</p>",
        '<p><a href="https://a.example/?x=1&amp;y=2">l</a></p>',
    ],
)
def test_a_clean_fragment_is_unchanged_by_a_round_trip(html: str) -> None:
    assert assemble(blocks_of(html)) == html


def test_a_selection_of_blocks_keeps_its_structure() -> None:
    first, _, third = blocks_of("<ul><li>a</li><li>b</li><li>c</li></ul>")

    assert assemble([first, third]) == "<ul><li>a</li><li>c</li></ul>"


def test_loose_text_becomes_a_paragraph() -> None:
    assert assemble(blocks_of("<div>loose</div><li>x<div>y</div></li>")) == "<p>loose</p><li>x<p>y</p></li>"


def test_links_are_resolved_or_dropped() -> None:
    blocks = blocks_of('<p><a href="/x?a=1&amp;b=2">good</a> <a href="javascript:x">bad</a></p>')

    assert assemble(blocks, "https://a.example/") == '<p><a href="https://a.example/x?a=1&amp;b=2">good</a> bad</p>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>T</h2><p>a</p><p>b</p>", "T\n\na\n\nb"),
        (
            "<p>a</p><ul><li>b</li><li>c<ol><li>d</li><li>e</li></ol></li></ul><p>f</p>",
            "a\n\n- b\n- c\n  1. d\n  2. e\n\nf",
        ),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "t\nd"),
    ],
)
def test_blocks_as_text(html: str, text: str) -> None:
    assert text_of(blocks_of(html)) == text
