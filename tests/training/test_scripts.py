"""Texts in other scripts: the same words give the same words, and running text keeps its stop words."""

import pytest

from extractor.document.words import is_spaced, tokens
from extractor.features.stopwords import count
from training.scripts import CHANGES, Change

TEXT = "The tower of Karvel stands by the lake. It is not as old as the bridge, 1911.\nThe tower was closed."


@pytest.mark.parametrize("change", CHANGES)
def test_lines_and_numbers_stay_and_letters_do_not(change: Change) -> None:
    changed = change(TEXT)
    assert changed.count("\n") == 1
    assert "1911" in changed
    assert not any("a" <= letter <= "z" for letter in changed.lower())
    assert change(TEXT) == changed


@pytest.mark.parametrize("change", CHANGES)
def test_stop_words_become_stop_words(change: Change) -> None:
    changed = change("the bridge is not as old as the tower")
    assert count([tokens(changed.lower())], [changed])[0] >= 4


def test_some_scripts_have_no_blanks() -> None:
    assert [is_spaced(change("the tower")) for change in CHANGES].count(False) == 3
