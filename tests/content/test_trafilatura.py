"""The answer of trafilatura as a clean fragment."""

import logging

import pytest

from extractor.content import trafilatura
from extractor.content.candidate import html_of
from extractor.document.html import parse
from extractor.types import Candidate, PageType
from tests.predictions import prediction

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 3


def propose(html: str, probability: float = 1.0, page_type: PageType = "article") -> Candidate:
    page = parse(html)
    return trafilatura.propose(page, prediction([probability] * len(page.blocks), page_type))


def html(body: str) -> str:
    return html_of(
        propose(f"<html><body><article><h1>Title</h1><p>{TEXT}</p>{body}<p>{TEXT}</p></article></body></html>")
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<h3>A heading</h3>",
        "<ol><li>first item of the list</li><li>second item of the list</li></ol>",
        "<blockquote><p>Something that somebody said at length about it.</p></blockquote>",
        "<table><tr><th>Point</th><th>Depth</th></tr><tr><td>Quay</td><td>4.2</td></tr></table>",
        '<p>It <strong>did</strong> say <a href="https://a.example/x">so</a> at the time of the vote.</p>',
        "<pre>a = 1\n  b = 2</pre>",
        "<p>Call <code>read()</code> to read it.</p>",
    ],
)
def test_structure_survives(kept: str) -> None:
    assert kept in html(kept)


def test_a_declared_charset_is_ignored() -> None:
    page = f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>Größe. {TEXT}</p></body></html>'

    assert "Größe" in propose(page).text


def test_class_names_drop_nothing() -> None:
    assert (
        TEXT.strip() in propose(f"<body><div class='message slide footer'><p>{TEXT}</p><p>{TEXT}</p></div></body>").text
    )


def test_it_does_not_get_improbable_blocks() -> None:
    candidate = propose(f"<body><p>{TEXT}</p><p>{TEXT}</p></body>", probability=trafilatura.POSSIBLE / 2)

    assert candidate.text == ""


def test_the_same_page_gives_the_same_text_every_time() -> None:
    assert len({html("") for _ in range(6)}) == 1


def test_a_failure_is_an_empty_candidate_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    candidate = propose(f"<p>{TEXT}</p>")

    assert (candidate.text, candidate.notes[0].reason) == ("", "failed: AttributeError")


def test_its_logger_is_as_before_after_a_call() -> None:
    logger = logging.getLogger("trafilatura")
    before = logger.level
    propose(f"<p>{TEXT}</p>")

    assert logger.level == before
