"""trafilatura read back as a clean fragment."""

import numpy as np
import pytest

from extractor.classify.html import Prediction
from extractor.classify.models import shipped
from extractor.content import trafilatura
from extractor.document.html import parse
from extractor.options import Options
from extractor.types import Candidate, PageType

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 3


def propose(html: str, chance: float = 1.0, page_type: PageType = "article") -> Candidate:
    page = parse(html)
    chances = np.full(len(page.blocks), chance)
    return trafilatura.propose(
        page, Prediction(page_type, 1.0, chances, None, np.zeros((0, 0)), shipped().pages), Options()
    )


def html(body: str) -> str:
    return propose(f"<html><body><article><h1>Title</h1><p>{TEXT}</p>{body}<p>{TEXT}</p></article></body></html>").html


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


def test_a_declaration_of_another_charset_is_not_believed() -> None:
    page = f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>Größe. {TEXT}</p></body></html>'

    assert "Größe" in propose(page).text


def test_names_condemn_nothing() -> None:
    assert (
        TEXT.strip() in propose(f"<body><div class='message slide footer'><p>{TEXT}</p><p>{TEXT}</p></div></body>").text
    )


def test_blocks_that_are_ruled_out_are_not_given_to_it() -> None:
    candidate = propose(f"<body><p>{TEXT}</p><p>{TEXT}</p></body>", chance=trafilatura.POSSIBLE / 2)

    assert candidate.text == ""


def test_the_same_page_gives_the_same_text_every_time() -> None:
    assert len({html("") for _ in range(6)}) == 1


def test_failure_is_an_empty_candidate_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    candidate = propose(f"<p>{TEXT}</p>")

    assert (candidate.text, candidate.notes[0].reason) == ("", "gave up: AttributeError")
