"""Parsing plain text: metadata prefix, list markers, gaps, hard-wrapped paragraphs."""

import textwrap

import pytest

from extractor import TooLarge
from extractor.document.plaintext import MAX_LINES, PIECE_LINES, parse, pieces

LONG = (
    "The old tide mill will turn again next spring, when the last of its twelve wooden gears has been replaced by two "
    "carpenters who have worked on them since the autumn. They found the drawings behind a cupboard, and nobody knows "
    "who hid them there or why they were never missed. The first sacks of flour may taste of tar."
)


def texts(text: str) -> list[str]:
    return [line.text for line in parse(text).lines]


@pytest.mark.parametrize(
    ("text", "fields", "first"),
    [
        ("date 2020-06-10 The text begins.", {"date": "2020-06-10"}, "The text begins."),
        (
            "Title: A name\nURL: https://a.example/x\n\nText.",
            {"title": "A name", "url": "https://a.example/x"},
            "Text.",
        ),
        ("Date the harbour opened: unknown.", {}, "Date the harbour opened: unknown."),
        ("title of the book", {}, "title of the book"),
    ],
)
def test_the_metadata_prefix_is_split_off(text: str, fields: dict[str, str], first: str) -> None:
    page = parse(text)

    assert (dict(page.prefix_metadata), page.lines[0].text) == (fields, first)


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("  • item", "•", "item"),
        ("* item", "*", "item"),
        ("12. item", "12.", "item"),
        ("## Heading", "##", "Heading"),
        ("> quoted", ">", "quoted"),
        ("[link] somewhere", "[link]", "somewhere"),
        ("-5 degrees", "", "-5 degrees"),
        ("3.5 metres", "", "3.5 metres"),
    ],
)
def test_list_markers_are_split_off(line: str, mark: str, text: str) -> None:
    found = parse(line).lines[0]

    assert (found.mark, found.text) == (mark, text)


def test_empty_lines_and_horizontal_rules_are_dropped() -> None:
    assert texts("a\n\n\nb\n-----\n___\nc\nd") == ["a", "b", "c", "d"]


@pytest.mark.parametrize("width", [64, 72, 80])
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(LONG, width) for _ in range(3))

    assert texts(wrapped) == [LONG] * 3


def test_a_line_with_room_for_the_next_word_ends_a_paragraph() -> None:
    wrapped = textwrap.fill(LONG, 72)
    short = "The gears are made of hornbeam"  # "because" would have fitted on the same line

    assert texts(f"{wrapped}\n{short}\nbecause\n{wrapped}") == [LONG, short, "because", LONG]


def test_wrapped_paragraphs_without_blank_lines_end_at_a_short_line() -> None:
    assert texts("\n".join([textwrap.fill(LONG, 72)] * 3)) == [LONG] * 3


def test_words_wrapped_at_a_hyphen_are_joined_without_a_space() -> None:
    word = "wind-and-weather-beaten"
    long = f"{LONG} {' '.join([word] * 12)}"
    wrapped = textwrap.fill(long, 72)

    assert any(line.endswith("-") for line in wrapped.split("\n"))
    assert texts(wrapped) == [long]


def test_indented_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(" " * 20 + LONG, 72) for _ in range(3))

    assert texts(wrapped) == [LONG] * 3


def test_lines_have_indent_gap_and_cells() -> None:
    lines = parse("First\n\n    Second\n\tThird\nName   Price   Stock").lines

    assert [(line.text, line.indent, line.gap, line.cells) for line in lines] == [
        ("First", 0, False, 1),
        ("Second", 4, True, 1),
        ("Third", 8, False, 1),
        ("Name Price Stock", 0, False, 3),
    ]


def test_permalink_signs_after_headings_are_dropped() -> None:
    assert texts("Quick start¶\nMore ¶") == ["Quick start", "More"]


def test_a_long_url_among_wrapped_lines_does_not_prevent_joining() -> None:
    wrapped = "\n\n".join(textwrap.fill(LONG, 72) for _ in range(12))
    url = "https://a.example/" + "x" * 120

    assert texts(f"{wrapped}\n\n{url}") == [*[LONG] * 12, url]


def test_short_lines_are_not_joined() -> None:
    menu = "\n".join(f"Entry number {index} of the menu" for index in range(40))

    assert len(texts(menu)) == 40


def test_unwrapped_paragraphs_stay_apart() -> None:
    assert texts(f"{LONG}\n{LONG}") == [LONG, LONG]


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(TooLarge, match="send its pages one by one"):
        parse("word\n" * (MAX_LINES + 1))


def test_many_lines_are_split_into_pieces() -> None:
    page = parse("title A long list\n" + "word\n" * (PIECE_LINES + 10))
    first, second = pieces(page)

    assert (len(first.lines), len(second.lines)) == (PIECE_LINES, len(page.lines) - PIECE_LINES)
    assert pieces(parse("one\ntwo")) == [parse("one\ntwo")]
    assert len(pieces(parse("---"))) == 1


def test_a_repeated_prefix_is_read_once() -> None:
    page = parse("date 2020-06-10 " * 20_000 + "Text.")

    assert (dict(page.prefix_metadata), [line.text for line in page.lines]) == ({"date": "2020-06-10"}, ["Text."])


def test_the_day_of_a_date_is_no_list_mark() -> None:
    page = parse("4. März 2026, 9:12 Uhr\n4. Auflage von 2026\n")

    assert [(line.mark, line.text) for line in page.lines] == [
        ("", "4. März 2026, 9:12 Uhr"),
        ("4.", "Auflage von 2026"),
    ]
