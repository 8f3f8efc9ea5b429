"""Author fields as lists of names."""

import pytest

from extractor.metadata.authors import MAX_CHARACTERS, has_by, names


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
def test_names(text: str, expected: tuple[str, ...]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "https://a.example/jane", "@jane", "admin", "Posted by", "Written By", "10 June 2020", "5 min read", "Follow us", "undefined", "By the end of this tutorial", "Jun 2", "11:23 am", "Articles by Jane", "page.head.author",
     "Somebody’s mission is to help people along the coast understand."],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert names(text) == ()


def test_bylines_are_known_by_their_start() -> None:
    assert has_by("By Jane Doe")
    assert has_by("Von Erika Mustermann")
    assert not has_by("Byron was here")


def test_of_an_endless_list_only_the_start_is_read() -> None:
    text = "1, " * MAX_CHARACTERS + "Jane Doe"

    assert names(text) == ()
    assert not has_by("\n" * MAX_CHARACTERS + "by Jane Doe")
