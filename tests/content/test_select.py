"""The cut with the best F-score to expect, and what a focus keeps."""

import itertools

import numpy as np
import pytest

from extractor.classify.html import Prediction
from extractor.classify.models import shipped
from extractor.content.select import HOPELESS, cut, explain, select
from extractor.document.html import parse
from extractor.options import Focus

TEXT = "The harbour council will not switch on its camera towers before the end of the year."
PAGE = (
    f"<h1>Towers</h1><p>By Ida Berg</p><p>{TEXT}</p><figure><figcaption>A tower</figcaption></figure><p>{TEXT}</p>"
    f"<div class='comments'><p>Good. {TEXT}</p><p>Reply</p></div>"
)


def kept(chances: list[float], focus: Focus) -> list[bool]:
    page = parse(PAGE)
    prediction = Prediction("article", 1.0, np.array(chances), None, np.zeros((0, 0)), shipped().pages)
    return [bool(keep) for keep in select(page, prediction, focus).kept]


@pytest.mark.parametrize("seed", range(5))
def test_no_other_choice_of_blocks_expects_more(seed: int) -> None:
    random = np.random.default_rng(seed)
    chances, words = random.uniform(size=8), random.integers(1, 60, size=8).astype(float)
    right = chances * words

    def expected(keep: tuple[bool, ...]) -> float:
        on = np.array(keep)
        return float(2 * right[on].sum() / max(words[on].sum() + right.sum(), 1))

    best = max(map(expected, itertools.product((False, True), repeat=8)))
    assert cut(chances, words).expected == pytest.approx(best)


def test_recall_keeps_more_than_precision() -> None:
    chances, words = np.linspace(0.9, 0.1, 9), np.full(9, 20.0)
    sizes = [cut(chances, words, beta).kept.sum() for beta in (0.5, 1.0, 2.0)]

    assert sizes == sorted(set(sizes))


def test_a_hopeless_page_keeps_nothing() -> None:
    selection = cut(np.full(50, HOPELESS / 4), np.full(50, 5.0))

    assert not selection.kept.any()
    assert selection.expected == 0.0


def test_no_blocks_keep_nothing() -> None:
    assert cut(np.zeros(0), np.zeros(0)).expected == 0.0


def test_precision_is_the_body_without_title_byline_and_captions() -> None:
    assert kept([0.9] * 7, "precision") == [False, False, True, False, True, True, True]


def test_recall_keeps_comments() -> None:
    assert kept([0.9, 0.9, 0.9, 0.9, 0.9, 0.01, 0.01], "balanced")[5] is False
    assert kept([0.9, 0.9, 0.9, 0.9, 0.9, 0.01, 0.01], "recall")[5:] == [True, False]


def test_every_dropped_stretch_is_explained() -> None:
    page, chances = parse(PAGE), np.array([0.9, 0.1, 0.9, 0.2, 0.9, 0.1, 0.1])
    prediction = Prediction("article", 0.75, chances, None, np.zeros((0, 0)), shipped().pages)
    notes = list(explain("step", page, prediction, select(page, prediction, "balanced")))

    assert [note.reason for note in notes[:2]] == [
        "the page is taken for: article, 0.75",
        "kept 3 of 7 blocks, down to 0.90",
    ]
    assert [note.text[:8] for note in notes[2:]] == ["By Ida B", "A tower", "Good. Th"]


def test_a_row_and_a_list_item_are_kept_or_dropped_whole() -> None:
    page = parse("<table><tr><td>Width</td><td>4.2</td></tr></table><ul><li>One<p>two</p></li><li>three</li></ul>")
    prediction = Prediction(
        "product", 1.0, np.array([0.9, 0.5, 0.9, 0.5, 0.1]), None, np.zeros((0, 0)), shipped().pages
    )

    assert select(page, prediction, "balanced").kept.tolist() == [True, True, True, True, False]
