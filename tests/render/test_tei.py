"""TEI documents are well-formed and keep the text."""

import pytest
from lxml import etree

from extractor import extract
from extractor.document.html import blocks_of
from extractor.document.text import text_of
from extractor.document.words import words
from extractor.render.formats import render
from tests.cases import EXTRACTED, Case


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_tei_is_well_formed_and_has_the_text(case: Case) -> None:
    extraction = case.run()
    tree = etree.fromstring(render(extraction, "xml").encode())
    (body,) = tree.iterfind("{*}text/{*}body")

    etree.strip_tags(body, "{*}hi")  # H2O is one word
    found, wanted = (words(text) for text in (" ".join(map(str, body.itertext())), text_of(blocks_of(extraction.html))))
    assert {word for word in wanted if not word.isdigit()} <= set(found)  # numbers of list items are not part of TEI
    assert tree.findtext(".//{*}titleStmt/{*}title") == (extraction.title or "")


def test_characters_invalid_in_xml_are_dropped() -> None:
    tree = etree.fromstring(render(extract("<h1>A\x0b & <b>B</b></h1><p>" + "word " * 60 + "\x0c</p>"), "xml").encode())

    assert "word" in "".join(str(text) for text in tree.itertext())


def test_images_formulas_and_code_in_tei() -> None:
    page = (
        f"<article><h1>T</h1><p>{'word ' * 60}</p><img src='https://a.example/i.png' alt='A &amp; B'>"
        '<p>If <span class="katex"><math alttext="x &lt; 2"></math></span> then</p>'
        f'<pre><code class="language-sh">{"echo word; " * 20}</code></pre><p>{"word " * 60}</p></article>'
    )
    tree = etree.fromstring(render(extract(page), "xml").encode())

    assert tree.find(".//{*}graphic").get("url") == "https://a.example/i.png"  # type: ignore[union-attr]
    assert tree.findtext(".//{*}figDesc") == "A & B"
    assert tree.findtext(".//{*}formula") == "x < 2"
    assert tree.find(".//{*}code").get("lang") == "sh"  # type: ignore[union-attr]


def test_notes_cells_and_abbreviations_in_tei() -> None:
    page = (
        f"<article><h1>T</h1><p>{'word ' * 60}<sup><a href='#n'>1</a></sup> <abbr title='World Wide Web'>WWW</abbr></p>"
        f"<table><tr><td rowspan='2'>a b</td><td>c d</td></tr><tr><td>e f</td></tr></table><p>{'word ' * 60}</p>"
        f"<ol><li id='n'>{'A note on the words. ' * 5}</li></ol></article>"
    )
    tree = etree.fromstring(render(extract(page), "xml").encode())

    assert tree.find(".//{*}cell").get("rows") == "2"  # type: ignore[union-attr]
    assert tree.findtext(".//{*}abbr") == "WWW"
    assert tree.find(".//{*}ref").get("target") == "#fn-1"  # type: ignore[union-attr]
    assert tree.find(".//{*}item").get("{http://www.w3.org/XML/1998/namespace}id") == "fn-1"  # type: ignore[union-attr]
