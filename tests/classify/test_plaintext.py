"""What the shipped models make of a dump."""

import textwrap

import numpy as np
import pytest

from extractor.classify.models import shipped
from extractor.classify.plaintext import AGAIN, COLUMNS, DECIDED, ENTITLED, TITLE, Prediction, again, judge
from extractor.document.plaintext import parse
from extractor.features.plaintext import lines

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
DUMP = f"{MENU}\n\n{TITLE_LINE}\n\nBy Jane Doe\n\n{PARAGRAPHS[0]}\n\n" + "\n\n".join(PARAGRAPHS[1:]) + f"\n\n{TEASERS}"


def judged(text: str) -> dict[str, float]:
    dump = parse(text)
    prediction = judge(dump, shipped().dumps)
    return {line.text: chance for line, chance in zip(dump.lines, prediction.probabilities.tolist(), strict=True)}


@pytest.mark.parametrize(
    "shape",
    [
        DUMP,
        DUMP.replace("\n\n", "\n"),
        "\n".join(textwrap.fill(line, 72) for line in DUMP.split("\n")),
        textwrap.indent(DUMP, " " * 12),
    ],
    ids=["blank lines", "no blank lines", "hard-wrapped", "indented"],
)
def test_the_article_is_likelier_than_what_surrounds_it(shape: str) -> None:
    chances = judged(shape)

    assert min(chances[paragraph] for paragraph in PARAGRAPHS) > 0.7
    assert max(chances["Home"], chances["Log in"], chances["You may also like"]) < 0.2
    assert max(chance for text, chance in chances.items() if text.endswith("...")) < 0.5


def test_an_article_alone_is_all_content() -> None:
    assert min(judged("\n\n".join(PARAGRAPHS)).values()) > 0.7


def test_only_hopeless_lines_are_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    prediction = judge(parse(DUMP), shipped().dumps)
    monkeypatch.setattr("extractor.classify.plaintext.DECIDED", 0.0)
    again = judge(parse(DUMP), shipped().dumps)
    same = prediction.probabilities == again.probabilities

    assert 0 < same.sum() < len(same)
    assert prediction.probabilities[~same].max() < DECIDED


@pytest.mark.parametrize("text", ["Log in", "Home\nLog in\nMenu\nSearch\n© 2024"])
def test_all_lines_may_be_hopeless(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.classify.plaintext.DECIDED", 1.0)

    assert judge(parse(text), shipped().dumps).probabilities.max() < 1


def test_the_title_is_the_line_above_the_body() -> None:
    dump = parse(DUMP)
    titles = judge(dump, shipped().dumps).titles

    assert dump.lines[int(np.argmax(titles))].text == TITLE_LINE


def test_models_take_the_columns_that_are_measured() -> None:
    trained = shipped().dumps
    wide = len(COLUMNS) + len(AGAIN)

    assert trained.first.probabilities(np.zeros((2, len(COLUMNS)))).shape == (2,)
    assert trained.second.probabilities(np.zeros((2, wide + len(ENTITLED)))).shape == (2,)
    assert trained.title.probabilities(np.zeros((2, wide + len(TITLE)))).shape == (2,)


def test_columns_are_as_many_as_their_names() -> None:
    measures = lines.measure(parse(DUMP))

    assert measures.table.shape[1] == len(lines.COLUMNS)
    assert again(measures, np.full(len(measures.words), 0.5)).shape[1] == len(AGAIN)


@pytest.mark.parametrize("text", ["A line.", "a\nb", "# x", "\n\n> y\n"])
def test_short_dumps_are_measured(text: str) -> None:
    prediction = judge(parse(text), shipped().dumps)

    assert np.isfinite(prediction.probabilities).all()
    assert prediction.page_type is not None


def test_nothing_to_judge() -> None:
    prediction: Prediction = judge(parse("---\n\n"), shipped().dumps)

    assert (prediction.page_type, len(prediction.probabilities), prediction.measures) == (None, 0, None)
