"""trafilatura read back as a clean fragment."""

import pytest

from extractor.engines import trafilatura
from extractor.page import parse
from extractor.profiles import PROFILES

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 3


def html(body: str, comments: str = "", *, forum: bool = False) -> str:
    page = parse(
        f"<html><body><article><h1>Title</h1><p>{TEXT}</p>{body}<p>{TEXT}</p></article>{comments}</body></html>"
    )
    return trafilatura.propose(page, PROFILES["forum" if forum else None]).html


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
    page = parse(f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>Größe. {TEXT}</p></body></html>')

    assert "Größe" in trafilatura.propose(page, PROFILES[None]).text


def test_the_same_page_gives_the_same_text_every_time() -> None:
    assert len({html("") for _ in range(6)}) == 1


def test_failure_is_an_empty_candidate_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    candidate = trafilatura.propose(parse(f"<p>{TEXT}</p>"), PROFILES[None])

    assert (candidate.text, candidate.notes[0].reason) == ("", "gave up: AttributeError")
