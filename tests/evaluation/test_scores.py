"""Scores, on values that were computed by hand."""

from typing import Any

import pytest

from evaluation import scores

TRUTH: list[dict[str, Any]] = [
    {"id": "a", "text": "one two three four", "page_type": "article", "title": "A  Title", "author": "Jane Doe and Bo"},
    {"id": "b", "text": "five six", "page_type": "forum", "title": None, "date": "2020-06-10", "author": ["Jane Doe"]},
]
ANSWERS: list[dict[str, Any]] = [
    {"id": "a", "text": "one two five", "title": "a title", "author": ["Bo", "Jane Doe"], "page_type": "article"},
    {"id": "b", "text": "", "title": "B", "date": "2020-06-10T08:00:00Z", "author": None, "page_type": "article"},
]


@pytest.mark.parametrize(
    ("predicted", "reference", "f1"),
    [
        ("one two three", "One, two!", 0.8),
        ("one one", "one", 2 / 3),
        ("x", "y", 0),
        ("", "", 1),
        ("", "y", 0),
        ("港の塔", "港の灯", 2 / 3),
        ("ab港", "ab 港", 1),
    ],
    ids=["words", "multiset", "nothing right", "both empty", "empty", "characters of Han and kana", "mixed scripts"],
)
def test_word_f1(predicted: str, reference: str, f1: float) -> None:
    assert scores.word_f1(predicted, reference) == pytest.approx(f1)


def test_figures_of_pages() -> None:
    figures = scores.score(TRUTH, ANSWERS)

    assert figures["f1"] == pytest.approx((4 / 7 + 0) / 2)
    assert figures["precision"] == pytest.approx((2 / 3 + 0) / 2)
    assert figures["recall"] == pytest.approx((1 / 2 + 0) / 2)
    assert (figures["failed"], figures["empty"]) == (0.5, 1)
    assert (figures["title_exact"], figures["title_fp"]) == (1, 1)
    assert (figures["author_exact"], figures["date_exact"]) == (0.5, 1)


def test_a_missing_prediction_is_an_empty_answer() -> None:
    assert scores.score(TRUTH, ANSWERS[:1])["f1"] == scores.score(TRUTH, ANSWERS)["f1"]


def test_macro_is_the_mean_over_groups() -> None:
    truth = [*TRUTH, {"id": "c", "text": "seven", "page_type": "article"}]
    rows = scores.score_by("page_type", truth, ANSWERS)

    assert rows["macro"]["f1"] == pytest.approx((rows["article"]["f1"] + rows["forum"]["f1"]) / 2)
    assert rows["all"]["f1"] == pytest.approx(4 / 7 / 3)


def test_segments() -> None:
    truth = [{"id": "a", "must_have": ["one  two", "three"], "must_not_have": ["menu", "footer"]}]
    figures = scores.score(truth, [{"id": "a", "text": "One two\nmenu"}])

    assert (figures["with"], figures["without"]) == (0.5, 0.5)
    assert figures["seg_f1"] == pytest.approx(2 / (2 + 1 + 1))


def test_comments_count_by_lines_of_six_words() -> None:
    comments = "I saw the towers only yesterday evening\nToo short\nNobody knows who will switch them on"
    text = "I saw the towers only yesterday evening. Too short"

    assert scores.score([{"id": "a", "comments": comments}], [{"id": "a", "text": text}])["comments_in"] == 0.5


def test_type_accuracy() -> None:
    assert scores.type_accuracy(TRUTH, ANSWERS) == 0.5


def test_ranks_share_ties() -> None:
    assert scores.ranks([0.5, 0.1, 0.5, 0.9]) == [1.5, 0.0, 1.5, 3.0]


def test_calibration_error_is_the_mean_gap() -> None:
    assert scores.calibration_error([(0.95, 1.0), (0.95, 0.8), (0.15, 0.15)]) == pytest.approx(2 / 3 * 0.05)
