"""Parsing dates, in the precision of the page."""

import pytest

from extractor.metadata.dates import ISO_DATE_LENGTH, MAX_DATE_TEXT_CHARACTERS, find, parse


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-06-10", "2020-06-10"),
        ("2020-06", "2020-06"),
        ("2020", "2020"),
        ("20200610", "2020-06-10"),
        ("2020-06-10T08:05:00.000Z", "2020-06-10T08:05:00Z"),
        ("2020-06-10T08:05:00+0200", "2020-06-10T08:05:00+02:00"),
        ("2020-06-10 08:05", "2020-06-10T08:05"),
        ("2020-06-10T12:30:99Z", "2020-06-10"),
        ("2020-06-10T24:00", "2020-06-10"),
        ("٢٠٢٠-٠٦-١٠T١٢:٣٠", "2020-06-10T12:30"),
        ("Wed, 10 Jun 2020 08:05:00 GMT", "2020-06-10T08:05:00+00:00"),
        ("Jun 10, 2020", "2020-06-10"),
        ("June 10th, 2020", "2020-06-10"),
        ("10 June 2020", "2020-06-10"),
        ("September 2021", "2021-09"),
        ("Sept. 3, 2021", "2021-09-03"),
        ("10. Juni 2020", "2020-06-10"),
        ("10 juin 2020", "2020-06-10"),
        ("1er janvier 2020", "2020-01-01"),
        ("10 de junio de 2020", "2020-06-10"),
        ("10 июня 2020", "2020-06-10"),
        ("10 czerwca 2020", "2020-06-10"),
        ("2020年6月10日", "2020-06-10"),
        ("2020년 6월 10일", "2020-06-10"),
        ("10.06.2020", "2020-06-10"),
        ("2020/06/10", "2020-06-10"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
    ],
)
def test_parse(text: str, iso: str) -> None:
    assert parse(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "03/04/2020",
        "2020-13-01",
        "2020-02-30",
        "31 June 2020",
        "1.2.3",
        "version 2.10.2",
        "0000-00-00",
        "May",
    ],
)
def test_other_texts_are_not_dates(text: str) -> None:
    assert parse(text) is None


def test_find_returns_dates_in_order_with_offsets() -> None:
    text = "Published 10 June 2020, updated 2021-09-25."
    found = find(text)

    assert [each.iso for each in found] == ["2020-06-10", "2021-09-25"]
    assert text[found[0].start : found[0].end] == "10 June 2020"


def test_offsets_are_right_after_letters_that_are_longer_in_lower_case() -> None:
    text = "İZMİR, 10 MAYIS 2020"
    (found,) = find(text)

    assert (found.iso, text[found.start : found.end]) == ("2020-05-10", "10 MAYIS 2020")


def test_a_range_of_years_is_not_a_date() -> None:
    assert find("© 2008-2021 Somebody") == ()


def test_only_the_start_of_a_text_is_searched() -> None:
    assert find("x" * MAX_DATE_TEXT_CHARACTERS + " 2020-06-10") == ()
    assert len(find("2020-06-10 " * 10_000)) <= MAX_DATE_TEXT_CHARACTERS / ISO_DATE_LENGTH


@pytest.mark.parametrize("separator", ["", " ", "-", "\n", "--- ", " de ", " of ", " - del -"])
def test_separators_between_day_and_month(separator: str) -> None:
    assert parse(f"10{separator}June 2020") == "2020-06-10"


def test_an_offset_of_too_many_digits_is_ignored() -> None:
    assert parse(f"10 May 2020 10:20:30 +{'9' * 20}") == "2020-05-10"
