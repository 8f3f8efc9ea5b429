"""Words told apart by numbers, and known ones found among many."""

import numpy as np

from extractor.features.shared.vocabulary import Lexicon, build, mentions


def test_words_are_numbered_as_they_are_met() -> None:
    said = build([["the", "boats", "the"], ["boats"]])

    assert said.words == ("the", "boats")
    assert said.numbers.tolist() == [0, 1, 0, 1]
    assert said.per_line(np.array([True, False])).tolist() == [2, 0]


def test_a_line_mentions_a_word_once() -> None:
    said = build([["the", "boats", "the"], ["boats"]])
    lines, numbers = mentions(said, np.array([True, True]))

    assert sorted(zip(lines.tolist(), numbers.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1)]


def test_known_words_have_rows() -> None:
    known = Lexicon(f"word{number}" for number in range(1000))

    assert known.rows(["word7", "other", "word999", "word0"]).tolist() == [7, 1000, 999, 0]
    assert known.rows([]).tolist() == []


def test_an_empty_lexicon_knows_nothing() -> None:
    assert Lexicon([]).rows(["word"]).tolist() == [0]
