"""Values of the features of plain-text lines."""

import numpy as np
import pytest

from extractor.classify.plaintext import LINE_FEATURES
from extractor.document.plaintext import parse
from extractor.features.plaintext import own, page
from extractor.features.plaintext.inputs import LineInputs, read
from extractor.features.plaintext.segments import maximum_segment
from extractor.features.shared import windows
from extractor.features.shared.vocabulary import build, mentions

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."
GROUPS = (*LINE_FEATURES, page.PAGE_SUMMARY)


def inputs(text: str) -> LineInputs:
    lines = read(parse(text))
    for group in GROUPS:
        group.add_to(lines)
    return lines


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("words", [2, 1, 2, 16, 16]),
        ("capitalised", [1, 1, 0.5, 0.0625, 0.0625]),
        ("prose", [0, 0, 0, 16, 16]),
        ("gap_before", [0, 1, 1, 1, 0]),
        ("gap_after", [1, 1, 1, 0, 1]),
        ("repeats", [1, 1, 1, 2, 2]),
        ("line+1_prose", [0, 0, 16, 16, -1]),
        ("paragraph_lines", [1, 1, 1, 2, 2]),
        ("since_heading", [-1, -1, 1, 1, 2]),
        ("segment4.0_inside", [0, 0, 0, 1, 1]),
        ("page_lines", 5),
        ("log_page_lines", np.log(6)),
    ],
)
def test_values(name: str, expected: list[float] | float) -> None:
    lines = inputs(f"Harbour News\n\nHome\n\nCamera towers\n\n{SENTENCE}\n{SENTENCE}")

    assert np.asarray(lines.values[name], float) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["A line.", "a\nb", "# x", "\n\n> y\n"])
def test_values_of_short_pages_are_finite(text: str) -> None:
    assert all(np.isfinite(np.asarray(value, float)).all() for value in inputs(text).values.values())


def test_a_teaser_shares_little_with_the_rest() -> None:
    vocabulary = build([line.split() for line in ("harbour council towers", "council harbour lamps", "bakery opens")])
    topic_words = mentions(vocabulary, np.ones(len(vocabulary.words), bool))
    shared, _ = own.cohesion(topic_words, np.array([True, True, False]))

    assert shared.tolist() == pytest.approx([2 / 3, 2 / 3, 0])


def test_the_maximum_segment_has_the_greatest_sum() -> None:
    assert maximum_segment(np.array([-1.0, 3.0, -1.0, 4.0, -9.0, 5.0])) == (1, 4)
    assert maximum_segment(np.array([-1.0, -2.0])) == (0, 0)


def test_window_means() -> None:
    values = np.array([1.0, 2.0, 6.0])

    assert windows.window_means(values, np.ones(3), [1])[0].tolist() == [1.5, 3.0, 4.0]
    assert windows.window_means(np.array([values, values]), np.ones(3), [1])[0][1].tolist() == [1.5, 3.0, 4.0]
    assert windows.window_means(values, np.array([1.0, 3.0, 0.0]), [1])[0].tolist() == [1.75, 1.75, 2.0]


def test_group_means() -> None:
    assert windows.group_means(np.array([1.0, 2.0, 6.0]), np.ones(3), np.array([0, 1, 0])).tolist() == [3.5, 2.0, 3.5]


def test_lines_of_one_shape_are_counted_in_every_script() -> None:
    lines = inputs("12 March 2026\nthe 4th of May\n3 May 1999\n14 März 2020\nHome\n7 мая 2011")

    assert lines.values["shape_repeats"].tolist() == [4, 1, 4, 4, 1, 4]
