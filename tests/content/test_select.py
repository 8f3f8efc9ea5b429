"""The cut with the best expected F-score, and what a focus keeps."""

import itertools

import numpy as np
import pytest

from extractor.content.select import MIN_EXPECTED_F1, Selection, best_cut, explain, select
from extractor.document.html import parse
from extractor.options import Focus, Options
from tests.predictions import prediction

TEXT = "The harbour council will not switch on its camera towers before the end of the year."
PAGE = (
    f"<h1>Towers</h1><p>By Ida Berg</p><p>{TEXT}</p><figure><figcaption>A tower</figcaption></figure><p>{TEXT}</p>"
    f"<div class='comments'><p>Good. {TEXT}</p><p>Reply</p></div>"
)


def selected(probabilities: list[float], focus: Focus, html: str = PAGE) -> Selection:
    return select(parse(html), prediction(probabilities), np.zeros(0), Options(focus=focus))


def kept(probabilities: list[float], focus: Focus) -> list[bool]:
    return [bool(keep) for keep in selected(probabilities, focus).kept]


@pytest.mark.parametrize("seed", range(5))
def test_no_other_choice_of_blocks_expects_more(seed: int) -> None:
    random = np.random.default_rng(seed)
    probabilities, words = random.uniform(size=8), random.integers(1, 60, size=8).astype(float)
    right = probabilities * words

    def expected(keep: tuple[bool, ...]) -> float:
        on = np.array(keep)
        return float(2 * right[on].sum() / max(words[on].sum() + right.sum(), 1))

    best = max(map(expected, itertools.product((False, True), repeat=8)))
    assert best_cut(probabilities, words).expected == pytest.approx(best)


def test_recall_keeps_more_than_precision() -> None:
    probabilities, words = np.linspace(0.9, 0.1, 9), np.full(9, 20.0)
    sizes = [best_cut(probabilities, words, beta).kept.sum() for beta in (0.5, 1.0, 2.0)]

    assert sizes == sorted(set(sizes))


def test_a_page_without_likely_blocks_keeps_nothing() -> None:
    selection = best_cut(np.full(50, MIN_EXPECTED_F1 / 4), np.full(50, 5.0))

    assert not selection.kept.any()
    assert selection.expected == 0.0


def test_no_blocks_keep_nothing() -> None:
    assert best_cut(np.zeros(0), np.zeros(0)).expected == 0.0


def test_precision_is_the_body_without_title_byline_and_captions() -> None:
    assert kept([0.9] * 7, "precision") == [False, False, True, False, True, True, True]


def test_every_dropped_stretch_has_a_note() -> None:
    page, predicted = parse(PAGE), prediction([0.9, 0.1, 0.9, 0.2, 0.9, 0.1, 0.1], certainty=0.75)
    notes = list(explain("step", page, predicted, select(page, predicted, np.zeros(0), Options())))

    assert [note.reason for note in notes] == [
        "the page type is article, with probability 0.75",
        "kept 3 of 7 blocks, with probability 0.90 or more",
        "dropped 1 block, with probability 0.10 or less",
        "dropped 1 block, with probability 0.20 or less",
        "dropped 2 blocks, with probability 0.10 or less",
    ]
    assert [note.text[:8] for note in notes[2:]] == ["By Ida B", "A tower", "Good. Th"]


def test_a_row_and_a_list_item_are_kept_or_dropped_whole() -> None:
    html = "<table><tr><td>Width</td><td>4.2</td></tr></table><ul><li>One<p>two</p></li><li>three</li></ul>"

    assert selected([0.9, 0.5, 0.9, 0.5, 0.1], "balanced", html).kept.tolist() == [True, True, True, True, False]
