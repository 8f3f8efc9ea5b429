"""Classification of plain-text pages by the shipped models."""

import textwrap

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.plaintext import HOPELESS, classify
from extractor.classify.prediction import Prediction
from extractor.document.plaintext import parse

TITLE_LINE = "Harbour council keeps its camera towers switched off"
PARAGRAPHS = """\
The harbour council will not switch on its twelve camera towers before the end of the year, it said in a notice that it pinned to the door of the customs house on Tuesday.
Fishermen had asked in March who would be allowed to see the pictures, and how long they would be stored. Nobody at the council could tell them, and so the towers stayed dark.
“We would rather be slow than sorry,” said the harbour master, who counts the boats by hand every evening and has never lost one.
A second hearing is planned for the autumn. Until then the lamps on the pier are the only eyes that the harbour has, and they see little when the fog comes in.\
""".split("\n")
MENU = "Home\nNews\nSport\nWeather\nAbout us\nContact\nLog in"
TEASERS = (
    "You may also like\n\n"
    "The baker who sold one loaf a day has opened a second shop, and nobody knows why...\n\n"
    "Ten lighthouses that you can sleep in this summer, from the north cape to the southern islands...\n\n"
    "© 2024 The Courier. All rights reserved.\n\nSubscribe to our newsletter\nYour email address:*"
)
PAGE = f"{MENU}\n\n{TITLE_LINE}\n\nBy Jane Doe\n\n{PARAGRAPHS[0]}\n\n" + "\n\n".join(PARAGRAPHS[1:]) + f"\n\n{TEASERS}"


def classified(text: str) -> Prediction:
    return classify(parse(text), shipped().plaintext.stages)[0]


def by_text(text: str) -> dict[str, float]:
    lines = [line.text for line in parse(text).lines]
    return dict(zip(lines, classified(text).probabilities.tolist(), strict=True))


@pytest.mark.models
@pytest.mark.parametrize(
    "shape",
    [
        PAGE,
        PAGE.replace("\n\n", "\n"),
        "\n".join(textwrap.fill(line, 72) for line in PAGE.split("\n")),
        textwrap.indent(PAGE, " " * 12),
    ],
    ids=["blank lines", "no blank lines", "hard-wrapped", "indented"],
)
def test_the_article_is_likelier_than_what_surrounds_it(shape: str) -> None:
    probabilities = by_text(shape)

    inside = [probabilities.pop(paragraph) for paragraph in PARAGRAPHS]
    assert min(inside) > 0.7
    assert min(inside) > max(probabilities.values()) + 0.1
    assert max(probabilities["Home"], probabilities["Log in"]) < 0.2


@pytest.mark.models
def test_an_article_alone_is_all_content() -> None:
    assert min(by_text("\n\n".join(PARAGRAPHS)).values()) > 0.7


def test_hopeless_lines_keep_their_first_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    some = classified(PAGE).probabilities
    monkeypatch.setattr("extractor.classify.plaintext.HOPELESS", 0.0)
    all_again = classified(PAGE).probabilities

    assert some[some != all_again].max() < HOPELESS


@pytest.mark.parametrize("text", ["Log in", "Home\nLog in\nMenu\nSearch\n© 2024"])
def test_all_lines_may_be_hopeless(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.classify.plaintext.HOPELESS", 1.0)

    assert len(classified(text).probabilities) == len(parse(text).lines)


@pytest.mark.models
def test_the_title_is_the_line_above_the_body() -> None:
    title = classified(PAGE).title

    assert title is not None
    assert parse(PAGE).lines[title].text == TITLE_LINE


@pytest.mark.parametrize("text", ["A line.", "a\nb", "# x", "\n\n> y\n"])
def test_short_pages_are_classified(text: str) -> None:
    prediction = classified(text)

    assert np.isfinite(prediction.probabilities).all()
    assert prediction.page_type is not None


def test_a_page_without_lines_has_no_probabilities() -> None:
    prediction, lines = classify(parse("---\n\n"), shipped().plaintext.stages)

    assert (prediction.page_type, len(prediction.probabilities), prediction.title, lines) == (None, 0, None, None)
