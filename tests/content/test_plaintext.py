"""A dump's content as a fragment with its structure, and what is cut."""

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.plaintext import Prediction, judge
from extractor.content.plaintext import propose, select
from extractor.document.plaintext import parse
from extractor.features.plaintext.lines import measure
from extractor.options import Focus, Options
from extractor.types import Candidate, PageType

SENTENCE = "The harbour council will not switch on its new camera towers before the end of the year."


def proposed(text: str, chances: list[float] | None = None, title: int | None = None) -> Candidate:
    """What is proposed where the lines have these chances, all the same high one by default."""
    dump = parse(text)
    each, titles = np.array(chances or [0.95] * len(dump.lines)), np.zeros(len(dump.lines))
    if title is not None:
        titles[title] = 0.9
    return propose(dump, Prediction("article", 1.0, each, titles, measure(dump), shipped().dumps), Options())


def html(text: str) -> str:
    return proposed(text).html


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

    assert found.html == f"<h1>Camera towers</h1><p>{SENTENCE}</p><h3>Smaller</h3><p>{SENTENCE}</p>"


def test_text_is_escaped() -> None:
    assert "&lt;script&gt;" in html(f"A line that shows <script> and goes on for a while. {SENTENCE}")


def test_notes_say_what_was_cut() -> None:
    candidate = proposed(f"Home\n\n{SENTENCE}\n\nOther news of the day\n\n{SENTENCE}", [0.01, 0.95, 0.02, 0.95])

    assert [(note.reason, note.text) for note in candidate.notes] == [
        ("the page is taken for: article, 1.00", ""),
        ("kept 2 of 4 lines, down to 0.95", ""),
        ("dropped 1 lines, none likelier than 0.01", "Home"),
        ("dropped 1 lines, none likelier than 0.02", "Other news of the day"),
    ]


def test_furniture_is_cut_however_likely_its_place() -> None:
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
    measures, chances = measure(parse(HEAD)), np.array([0.75, 0.95, 0.4])
    prediction = Prediction(page_type, 1.0, chances, np.zeros(3), measures, shipped().dumps)

    assert select(measures, prediction, focus).kept.tolist() == [bool(each) for each in kept]


@pytest.mark.parametrize("text", ["Log in\nRegister\nCookie policy\nSearch\nContact us\nLog in", "----"])
def test_no_text_is_an_empty_candidate(text: str) -> None:
    dump = parse(text)
    candidate = propose(dump, judge(dump, shipped().dumps), Options())

    assert (candidate.text, candidate.html, candidate.expected) == ("", "", 0.0)
    assert candidate.notes[-1].reason.startswith(("no line is likely enough to be content", "the dump has no text"))
