"""Words, sentence ends and title separators in several scripts."""

import pytest

from extractor.document.words import TITLE_PARTS, count, ends_sentence, squeeze, tokens, word_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s a well-known fact", 4),
        ("Старый маяк снова светит", 4),
        ("停了十一年的钟楼", 4),
        ("snake_case 42", 2),
        ("— … !", 3),
        ("", 0),
    ],
)
def test_words_are_counted(text: str, expected: int) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is, in short.", ["It", "is,", "in", "short."]),
        ("時計塔が 2024年", ["時計", "計塔", "塔が", "2024", "年"]),
        ("雨", ["雨"]),
        ("หอนา", ["หอ", "อน", "นา"]),
        ("", []),
    ],
)
def test_tokens_of_scripts_without_blanks_are_overlapping_pairs(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_word_tokens_have_no_punctuation_and_are_lower_case() -> None:
    assert word_tokens("It’s “Done”!") == ["it’s", "done"]
    assert word_tokens("「時計塔」 NEWS") == ["時計", "計塔", "news"]


@pytest.mark.parametrize("text", ["Done.", "“Really?”", "Fertig!", "好了。", "ठीक है।", "So (he said).", "Wait…"])
def test_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Read more", "Chapter 3:", "a.b", "", "Jan. 5 to"])
def test_other_texts_do_not_end_a_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_white_space_is_collapsed() -> None:
    assert squeeze(" a\u00a0\n\u200b b\t") == "a b"


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("a | b", ["a", "b"]),
        ("a|b", ["a", "b"]),
        ("a  ||  b - c", ["a", "b", "c"]),
        ("a |  | b", ["a", "", "b"]),
        ("well-known", ["well-known"]),
        ("a – b: c", ["a", "b: c"]),
        (" " * 200_000 + "x", [" " * 200_000 + "x"]),  # quadratic if a match could start at each space
    ],
)
def test_titles_are_split_at_separators(title: str, parts: list[str]) -> None:
    assert TITLE_PARTS.split(title) == parts
