"""Parsing author fields."""

import pytest

from extractor.metadata.authors import MAX_AUTHOR_FIELD_CHARACTERS, parse_names, starts_with_by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe", ("Jane Doe",)),
        ("Written by Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe & Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Von Erika Mustermann", ("Erika Mustermann",)),
        ("Par Zoé Élise", ("Zoé Élise",)),
        ("Автор: Анна Петрова", ("Анна Петрова",)),
        ("Jane Doe, MD, RD and John Roe, Ph.D.", ("Jane Doe, MD, RD", "John Roe, Ph.D.")),
        ("Jane Doe, Shipping Expert", ("Jane Doe",)),
        ("Jane Doe &amp; John Roe", ("Jane Doe", "John Roe")),
        ("ByJane Doe", ("Jane Doe",)),
        ("Written by:Jane Doe", ("Jane Doe",)),
        ("April Fulton", ("April Fulton",)),
        ("jane doe", ("jane doe",)),
        ("By the Harbour Team", ("the Harbour Team",)),
        ("The Lindeby Courier", ("The Lindeby Courier",)),
        ("陈昇", ("陈昇",)),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
    ],
)
def test_parse_names(text: str, expected: tuple[str, ...]) -> None:
    assert parse_names(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "https://a.example/jane", "@jane", "admin", "Posted by", "Written By", "10 June 2020", "5 min read", "Follow us", "undefined", "By the end of this tutorial", "Jun 2", "11:23 am", "Articles by Jane", "page.head.author",
     "Somebody’s mission is to help people along the coast understand."],
)  # fmt: skip
def test_other_texts_are_not_names(text: str) -> None:
    assert parse_names(text) == ()


def test_a_byline_starts_with_by() -> None:
    assert starts_with_by("By Jane Doe")
    assert starts_with_by("Von Erika Mustermann")
    assert not starts_with_by("Byron was here")


def test_only_the_start_of_a_long_field_is_read() -> None:
    text = "1, " * MAX_AUTHOR_FIELD_CHARACTERS + "Jane Doe"

    assert parse_names(text) == ()
    assert not starts_with_by("\n" * MAX_AUTHOR_FIELD_CHARACTERS + "by Jane Doe")
