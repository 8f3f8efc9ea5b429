"""TEI documents are well-formed and keep the text."""

import pytest
from lxml import etree

from extractor import extract
from extractor.document.html import blocks_of
from extractor.document.serialize import text_of
from extractor.document.words import words
from extractor.render.formats import render
from tests.cases import EXTRACTED, Case


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_tei_is_well_formed_and_has_the_text(case: Case) -> None:
    extraction = case.run()
    tree = etree.fromstring(render(extraction, "xml").encode())
    (body,) = tree.iterfind("{*}text/{*}body")

    found, wanted = (words(text) for text in (" ".join(map(str, body.itertext())), text_of(blocks_of(extraction.html))))
    assert {word for word in wanted if not word.isdigit()} <= set(found)  # numbers of list items are not part of TEI
    assert tree.findtext(".//{*}titleStmt/{*}title") == (extraction.title or "")


def test_characters_invalid_in_xml_are_dropped() -> None:
    tree = etree.fromstring(render(extract("<h1>A\x0b & <b>B</b></h1><p>" + "word " * 60 + "\x0c</p>"), "xml").encode())

    assert "word" in "".join(str(text) for text in tree.itertext())
