"""The engine of `accurate` mode, with answers that trafilatura could give."""

import pytest

from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.content import second_opinion, trafilatura
from extractor.document.html import parse
from extractor.options import Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Candidate, Note

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice."
PAGE = "".join(f"<div class='part'><h2>Part {n}</h2><p>{TEXT} This is number {n}.</p></div>" for n in range(8))


def answer(html: str, opinion: str, monkeypatch: pytest.MonkeyPatch) -> Candidate:
    """Return the answer if trafilatura keeps the text of `opinion`."""
    given = Candidate(engine="trafilatura", text=opinion, notes=(Note("trafilatura", "answered"),))
    monkeypatch.setattr(trafilatura, "propose", lambda *_: given)
    page, models = parse(f"<html><body><main>{html}</main></body></html>"), shipped().html
    prediction, inputs = classify(page, read_structured_data(page), models.stages)
    return second_opinion.propose(page, inputs, prediction, models, Options())


@pytest.mark.models
def test_agreement_raises_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = "\n".join(f"Part {n}\n{TEXT} This is number {n}." for n in range(8))

    assert answer(PAGE, everything, monkeypatch).expected > answer(PAGE, "", monkeypatch).expected


@pytest.mark.models
def test_the_answer_is_named_after_the_closer_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = answer(PAGE, "", monkeypatch)

    assert found.engine == "blocks"
    assert any("words from trafilatura" in note.reason for note in found.notes)


def test_notes_of_trafilatura_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"trafilatura", "choose"} == {note.step for note in answer(PAGE, TEXT, monkeypatch).notes}


def test_a_page_without_blocks_has_the_answer_of_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("", "", monkeypatch).text == ""
