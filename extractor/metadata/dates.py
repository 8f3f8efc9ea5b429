"""Parse dates in many languages into ISO 8601, in the precision of the page.

Month names are those of the Unicode CLDR; `python -m training.month_names` stores them. `03/04/2020` is not parsed,
because either part can be the day.
"""

import json
import re
from collections.abc import Callable
from datetime import date, time
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

MONTH_NAMES = Path(__file__).parent / "month_names.json"
FIRST_YEAR, LAST_YEAR = 1900, 2100
ISO_DATE_LENGTH = len("2020-06-10")  # characters
MAX_DATE_TEXT_CHARACTERS = 2_000  # the rest of a text is not searched; fields with dates are much shorter

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2})"
    r"(?:[T ]\s?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?(?![\d-])",
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\Z")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})(?:\s?[日일])?(?![\d/])")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2})(?![\d.:])")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_FOUR_DIGITS = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_MONTHS_IN_YEAR = 12
_FIRST_YEAR_OF_LAST_CENTURY = 70

DatePattern = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
"""A pattern, and the function that converts its match to ISO 8601, or to None if the date does not exist."""


class DateMatch(NamedTuple):
    """A date in a text, with the offsets of its first character and after its last one."""

    iso: str
    start: int
    end: int


@cache
def _months() -> dict[str, int]:
    """Return the number of each month name and abbreviation, folded."""
    names: dict[str, int] = json.loads(MONTH_NAMES.read_text(encoding="utf-8"))
    return names


def _month_pattern() -> str:
    """Return a pattern of all month names, grouped by first letter for speed, longest first."""
    starting: dict[str, list[str]] = {}
    for name in sorted(_months(), key=len, reverse=True):
        starting.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in starting.items())


@cache
def _patterns_with_month_names() -> tuple[DatePattern, ...]:
    month = rf"({_month_pattern()})\.?"
    ordinal = r"(?:st|nd|rd|th|er|\.|º|ª)?"
    linking = r"(?:\s+(?:de|del|of|d['’]))?"
    # Possessive quantifiers keep the match linear: white space and hyphens are matched once.
    separator = r"[\s-]*+(?:(?<=\s)(?:de|del|of|d['’])[\s-]*+)?"
    return (
        (
            re.compile(rf"(?<!\w)(\d{{1,2}}){ordinal}{separator}{month}{linking}[\s,-]++(\d{{4}})(?!\d)"),
            lambda found: _iso(found[3], _month(found[2]), found[1]),
        ),
        (
            re.compile(rf"(?<!\w){month}\s+(\d{{1,2}}){ordinal},?\s+(\d{{4}})(?!\d)"),
            lambda found: _iso(found[3], _month(found[1]), found[2]),
        ),
        (
            re.compile(rf"(?<!\w)(?<!\d\s){month}{linking},?\s+(\d{{4}})(?!\d)"),
            lambda found: _iso(found[2], _month(found[1])),
        ),
    )


_NUMERIC_PATTERNS: tuple[DatePattern, ...] = (
    (_ISO, lambda found: _iso(*found.groups())),
    (_YEAR_FIRST, lambda found: _iso(*found.groups())),
    (_DOTTED, lambda found: _iso(found[3], found[2], found[1])),
    (_SLASHED, lambda found: _slashed(int(found[1]), int(found[2]), found[3])),
)


def parse(text: str) -> str | None:
    """Return the first date in a text as ISO 8601, in the precision of the text, or None if no date is certain."""
    text = text[:MAX_DATE_TEXT_CHARACTERS].strip()
    if _YEAR.match(text):
        return text
    compact = _COMPACT.match(text)
    if compact:
        return _iso(*compact.groups())
    dates = find(text)
    if dates and "T" not in dates[0].iso and ":" in text:
        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, OverflowError):  # for example, an offset of too many digits
            pass
    return dates[0].iso if dates else None


def find(text: str) -> tuple[DateMatch, ...]:
    """Return the dates in the first `MAX_DATE_TEXT_CHARACTERS` of a text, in order, without overlaps."""
    return _find(text[:MAX_DATE_TEXT_CHARACTERS])


@lru_cache(maxsize=1_000)  # several rules search the same texts around the article
def _find(text: str) -> tuple[DateMatch, ...]:
    if not _FOUR_DIGITS.search(text):
        return _with_short_years(text)
    found: list[DateMatch] = []
    folded = fold(text)
    numeric = ((pattern, to_iso, text) for pattern, to_iso in _NUMERIC_PATTERNS)
    named = ((pattern, to_iso, folded) for pattern, to_iso in _patterns_with_month_names())
    for pattern, to_iso, searched in (*numeric, *named):
        for match in pattern.finditer(searched):
            if all(match.start() >= other.end or match.end() <= other.start for other in found):
                value = to_iso(match)
                if value:
                    found.append(DateMatch(value, match.start(), match.end()))
    return tuple(sorted(found, key=lambda each: each.start))


def _with_short_years(text: str) -> tuple[DateMatch, ...]:
    """Return the dates such as `25.04.24` of a text without a year of four digits; a version number has a dot more."""
    if text.count(".") < 2:  # noqa: PLR2004 - the dots of `25.04.24`
        return ()
    pairs = ((found, _iso(_century(found[3]) + found[3], found[2], found[1])) for found in _SHORT_YEAR.finditer(text))
    return tuple(DateMatch(iso, found.start(), found.end()) for found, iso in pairs if iso)


def _century(year: str) -> str:
    return "19" if int(year) >= _FIRST_YEAR_OF_LAST_CENTURY else "20"


def fold(text: str) -> str:
    """Return the text in lower case, with every character at its old offset.

    This is much faster than a pattern that ignores case. The dotted and the dotless i of Turkish become one letter,
    because a capital I can stand for either.
    """
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return folded.replace("ı", "i")


def days_between(earlier: str, later: str) -> int:
    """Return how many days lie between two ISO dates; 0 if either has no day."""
    if min(len(earlier), len(later)) < ISO_DATE_LENGTH:
        return 0
    return (date.fromisoformat(later[:ISO_DATE_LENGTH]) - date.fromisoformat(earlier[:ISO_DATE_LENGTH])).days


def _month(name: str) -> int:
    return _months()[name.strip(". ")]


def _slashed(first: int, second: int, year: str) -> str | None:
    """Return the ISO date if only one of the two numbers can be the month, or if both are equal."""
    if first == second or second > _MONTHS_IN_YEAR:
        return _iso(year, first, second)
    return _iso(year, second, first) if first > _MONTHS_IN_YEAR else None


def _iso(  # noqa: PLR0913, PLR0917 - the seven parts of a timestamp
    year: str,
    month: str | int,
    day: str | int | None = None,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    offset: str | None = None,
) -> str | None:
    try:
        checked = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    if not FIRST_YEAR <= checked.year <= LAST_YEAR:
        return None
    if not day:
        return f"{checked:%Y-%m}"
    if hour is None or minute is None:
        return f"{checked:%Y-%m-%d}"
    try:
        clock = time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return f"{checked:%Y-%m-%d}"
    return f"{checked:%Y-%m-%d}T{clock:{'%H:%M:%S' if second else '%H:%M'}}{_offset(offset)}"


def _offset(offset: str | None) -> str:
    if not offset:
        return ""
    if offset in ("Z", "UTC", "GMT"):
        return "Z"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
