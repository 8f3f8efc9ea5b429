"""A dump's article as a fragment with its structure."""

from extractor.dump import parse
from extractor.engines.lines import propose
from extractor.features import layout
from extractor.model import Candidate

SENTENCE = "The harbour council will not switch on its new camera towers before the end of the year."


def article(text: str) -> Candidate:
    dump = parse(text)
    return propose(dump, layout.read(dump))


def html(text: str) -> str:
    return article(text).html


def test_bullets_become_lists() -> None:
    text = f"{SENTENCE}\n\n• {SENTENCE}\n• {SENTENCE}\n\n1. {SENTENCE}\n2. {SENTENCE}"

    assert html(text) == (
        f"<p>{SENTENCE}</p><ul><li>{SENTENCE}</li><li>{SENTENCE}</li></ul><ol><li>{SENTENCE}</li><li>{SENTENCE}</li></ol>"
    )


def test_quotes_and_headings() -> None:
    text = f"{SENTENCE}\n\n> {SENTENCE}\n> {SENTENCE}\n\nWhat comes next\n\n{SENTENCE}"

    assert html(text) == (
        f"<p>{SENTENCE}</p><blockquote><p>{SENTENCE}</p><p>{SENTENCE}</p></blockquote><h2>What comes next</h2><p>{SENTENCE}</p>"
    )


def test_text_is_escaped() -> None:
    assert "&lt;script&gt;" in html(f"A line that shows <script> and goes on for a while. {SENTENCE}")


def test_notes_say_what_was_cut() -> None:
    candidate = article(f"{SENTENCE}\n\nAdvertisement\n\n{SENTENCE}")

    assert [(note.reason, note.text) for note in candidate.notes] == [
        ("took lines 1 to 3 of 3", ""),
        ("cut as furniture", "Advertisement"),
    ]


def test_no_running_text_is_an_empty_candidate() -> None:
    candidate = article("Home\nNews")

    assert (candidate.text, candidate.html, candidate.notes[0].reason) == ("", "", "no line is running text")
