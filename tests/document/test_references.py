"""Numbered links of text browsers."""

import textwrap

from extractor.document.plaintext import parse
from extractor.document.references import without_list, without_marks

TEXT = [
    "   [1]Home [2]Harbour news",
    "",
    "   The tower is old.[5][1] It was [6]built twice [2024].",
    "",
]
LIST = [
    "References",
    "",
    "   Visible links:",
    *(f"   {number}. https://karvel.example/{number}" for number in range(1, 8)),
]
HIDDEN = ["", "   Hidden links:", "   8. https://karvel.example/logo"]


def without_references(lines: list[str]) -> list[str]:
    kept, first = without_list(lines)
    return list(kept) if first is None else list(without_marks(kept, first))


def test_marks_and_list_are_taken_out() -> None:
    assert without_references([*TEXT, *LIST, *HIDDEN]) == [
        "   Home Harbour news",
        "",
        "   The tower is old.[1] It was built twice [2024].",
        "",
    ]


def test_a_text_without_a_list_stays() -> None:
    assert without_references(TEXT) == TEXT


def test_a_few_sources_are_no_list() -> None:
    sources = [*TEXT, "Sources", "1. https://karvel.example/a", "2. https://karvel.example/b"]
    assert without_references(sources) == sources


def test_a_list_without_order_stays() -> None:
    entries = [f"{number}. https://karvel.example/{number}" for number in (4, 1, 3, 2, 5, 9)]
    assert without_references([*TEXT, *entries]) == [*TEXT, *entries]


def test_lines_of_a_page_have_no_marks() -> None:
    page = parse("\n".join(["* [1]Home", "[2]News of the harbour", *LIST]))
    assert [(line.mark, line.text) for line in page.lines] == [("*", "Home"), ("", "News of the harbour")]


def test_an_address_may_have_blanks() -> None:
    entries = [f"   {number}. tel:+49 30 {number}" for number in range(1, 7)]
    assert without_references([*TEXT, *entries])[0] == "   Home Harbour news"


def test_wrapped_lines_are_joined_before_the_marks_go() -> None:
    words = [f"[{number // 4 + 1}]harbour" if number % 4 == 0 else "council" for number in range(80)]
    wrapped = textwrap.wrap(" ".join(words), 72)
    entries = [f"   {number}. https://karvel.example/{number}" for number in range(1, 21)]
    page = parse("\n".join([*wrapped, "", "References", "", *entries]))
    assert [line.text for line in page.lines] == [" ".join("harbour" if "[" in word else word for word in words)]


def test_many_marks_take_linear_time() -> None:
    lines = ["[1] " * 2000] * 50 + LIST
    assert len(without_references(lines)) == 50
