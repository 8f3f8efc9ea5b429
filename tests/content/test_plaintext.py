"""Lines as a fragment with structure, and which lines are dropped."""

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.plaintext import SECOND, TITLE, classify
from extractor.classify.reliability import Logistic, Reliability
from extractor.content.candidate import html_of
from extractor.content.plaintext import propose, select
from extractor.document.plaintext import parse
from extractor.features.plaintext.inputs import read
from extractor.features.plaintext.predicted import WORDS_STAGE
from extractor.options import Focus
from extractor.types import Candidate, PageType
from tests.predictions import prediction

TRUSTED = Reliability(Logistic(2.0, {}), Logistic(-2.0, {}))
SENTENCE = "The harbour council will not switch on its new camera towers before the end of the year."


def proposed(text: str, probabilities: list[float] | None = None, title: int | None = None) -> Candidate:
    """Return the candidate for lines with these probabilities, by default all the same high one."""
    page = parse(text)
    predicted = prediction(probabilities or [0.95] * len(page.lines), title=title)
    lines = read(page)
    lines.predictions |= {WORDS_STAGE: np.zeros(lines.size), TITLE: np.zeros(lines.size)}
    return propose(page, lines, predicted, TRUSTED, "balanced")


def html(text: str) -> str:
    return html_of(proposed(text))


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


def test_marks_of_headings_and_the_title() -> None:
    found = proposed(f"Camera towers\n\n{SENTENCE}\n\n### Smaller\n\n{SENTENCE}", title=0)

    assert html_of(found) == f"<h1>Camera towers</h1><p>{SENTENCE}</p><h3>Smaller</h3><p>{SENTENCE}</p>"


def test_text_is_escaped() -> None:
    assert "&lt;script&gt;" in html(f"A line that shows <script> and goes on for a while. {SENTENCE}")


def test_notes_say_what_was_cut() -> None:
    candidate = proposed(f"Home\n\n{SENTENCE}\n\nOther news of the day\n\n{SENTENCE}", [0.01, 0.95, 0.02, 0.95])

    assert [(note.reason, note.text) for note in candidate.notes] == [
        ("the page type is article, with probability 1.00", ""),
        ("kept 2 of 4 lines, with probability 0.95 or more", ""),
        ("dropped 1 line, with probability 0.01 or less", "Home"),
        ("dropped 1 line, with probability 0.02 or less", "Other news of the day"),
    ]


def test_boilerplate_is_dropped_at_a_likely_place() -> None:
    text = f"{SENTENCE}\n\nAdvertisement. Scroll to continue reading.\n\n{SENTENCE}"

    assert proposed(text, [0.95, 0.8, 0.95]).text == f"{SENTENCE}\n\n{SENTENCE}"


def test_what_follows_a_line_that_ends_an_article_must_be_sure() -> None:
    other = "A baker in the next town sells one loaf of bread a day, and nobody knows to whom it goes."
    text = "\n\n".join([SENTENCE] * 7 + ["You may also like", other, SENTENCE])

    assert proposed(text, [0.95] * 7 + [0.1, 0.85, 0.95]).text == "\n\n".join([SENTENCE] * 8)


HEAD = f"Camera towers\n\n{SENTENCE}\n\nA doubtful line of a few more words beside the story"


@pytest.mark.parametrize(
    ("focus", "page_type", "kept"),
    [
        ("precision", "article", [0, 1, 0]),
        ("precision", "service", [0, 1, 0]),
        ("balanced", "article", [0, 1, 0]),
        ("balanced", "service", [1, 1, 0]),
        ("recall", "article", [1, 1, 1]),
    ],
)
def test_focus(focus: Focus, page_type: PageType, kept: list[int]) -> None:
    selection = select(read(parse(HEAD)), prediction([0.75, 0.95, 0.4], page_type), focus)

    assert selection.kept.tolist() == [bool(each) for each in kept]


@pytest.mark.parametrize("text", ["Log in\nRegister\nCookie policy\nSearch\nContact us\nLog in", "----"])
def test_no_text_is_an_empty_candidate(text: str) -> None:
    page, models = parse(text), shipped().plaintext
    predicted, lines = classify(page, models.stages)
    candidate = propose(page, lines, predicted, models.calibrations[SECOND], "balanced")

    assert (candidate.text, html_of(candidate), candidate.expected) == ("", "", 0.0)
    assert candidate.notes[-1].reason.startswith(("no line is likely enough to be content", "the page has no text"))
