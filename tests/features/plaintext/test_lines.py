"""What is measured of a dump's lines."""

import numpy as np
import pytest

from extractor.document.plaintext import parse
from extractor.features.plaintext import lines
from extractor.features.plaintext.bag_of_words import Wording, scores
from extractor.features.shared import windows as means
from extractor.features.shared.vocabulary import build, mentions

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."


def column(text: str, name: str) -> list[float]:
    measures = lines.measure(parse(text))
    found: list[float] = measures.table[:, lines.COLUMNS.index(name)].tolist()
    return found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("words", [2, 1, 2, 16, 16]),
        ("capitals", [1, 1, 0.5, 0.0625, 0.0625]),
        ("prose", [0, 0, 0, 16, 16]),
        ("gap_before", [0, 1, 1, 1, 0]),
        ("gap_after", [1, 1, 1, 0, 1]),
        ("repeats", [1, 1, 1, 2, 2]),
        ("line+1_prose", [0, 0, 16, 16, -1]),
        ("group_lines", [1, 1, 1, 2, 2]),
        ("since_heading", [-1, -1, 1, 1, 2]),
        ("stretch4.0_inside", [0, 0, 0, 1, 1]),
        ("page_lines", [5, 5, 5, 5, 5]),
    ],
)
def test_columns(name: str, values: list[float]) -> None:
    text = f"Harbour News\n\nHome\n\nCamera towers\n\n{SENTENCE}\n{SENTENCE}"

    assert column(text, name) == pytest.approx(values)


def test_a_teaser_shares_little_with_the_rest() -> None:
    said = build([line.split() for line in ("harbour council towers", "council harbour lamps", "bakery opens again")])
    telling = mentions(said, np.ones(len(said.words), bool))
    shares, _ = lines.cohesion(telling, np.array([True, True, False]))

    assert shares.tolist() == pytest.approx([2 / 3, 2 / 3, 0])


def test_scores_of_words() -> None:
    wording = Wording.of(
        {"subscribe": [-1.0, -2.0, -4.0, 0.0, 0.0], "now": [0.0, 0.0, 0.0, -8.0, 0.0]}, {"home": 3.0}, 0.5
    )
    said, none = build([["subscribe", "now"], ["home"], ["other"]]), np.full(3, -1)

    assert scores(said, none, wording).tolist() == pytest.approx(
        [0.5 + (-1 - 2 - 4 - 8) / np.sqrt(2 * 2 + 2 + 1), 0.5 + 3 / np.sqrt(2 + 2 + 1), 0.5]
    )


def test_the_heading_above_is_heard() -> None:
    wording = Wording.of({"related": [0.0, 0.0, 0.0, 0.0, -5.0]}, {}, 0.0)

    assert scores(build([["related"], ["other", "words"]]), np.array([-1, 0]), wording)[1] < 0


def test_means() -> None:
    values = np.array([1.0, 2.0, 6.0])

    assert means.around(values, np.ones(3), [1])[0].tolist() == [1.5, 3.0, 4.0]
    assert means.around(np.array([values, values]), np.ones(3), [1])[0][1].tolist() == [1.5, 3.0, 4.0]
    assert means.around(values, np.array([1.0, 3.0, 0.0]), [1])[0].tolist() == [1.75, 1.75, 2.0]
    assert means.of_kind(values, np.ones(3), np.array([0, 1, 0])).tolist() == [3.5, 2.0, 3.5]
