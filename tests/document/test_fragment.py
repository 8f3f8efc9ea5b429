"""Serialising blocks as a fragment and as text."""

import pytest

from extractor.document.fragment import assemble
from extractor.document.html import blocks_of
from extractor.document.text import text_of


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


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>about 10<sup>6</sup> litres</p>", "about 10^6 litres"),
        ("<p>5 m<sup>2</sup>, 3 s<sup>−1</sup> and (a + b)<sup>n</sup></p>", "5 m^2, 3 s^−1 and (a + b)^n"),
        ("<p>the 1<sup>st</sup> note<sup>2</sup> here<sup><a href='#n'>3</a></sup></p>", "the 1st note2 here3"),
        ("<p>H<sub>2</sub>O<br>x<sup>2</sup></p>", "H2O\nx^2"),
        ("<p><sup>2</sup> a note</p>", "2 a note"),
    ],
)
def test_exponents_are_marked_in_text(html: str, text: str) -> None:
    assert text_of(blocks_of(html)) == text


def test_adjacent_notes_stay_apart() -> None:
    html = "<p>x<sup>1</sup><sup>2</sup></p>"

    assert assemble(blocks_of(html)) == html
