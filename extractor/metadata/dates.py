"""Dates as pages write them, in many languages, made ISO 8601 without gaining or losing precision.

Month names come from the Unicode CLDR through Babel. `03/04/2020` is not read: the page does not say which is the day.
"""

import re
from collections.abc import Callable
from datetime import date, time
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple

from babel import Locale

# Where two languages give one name to different months (Polish and Croatian "listopad"), the first listed wins.
LANGUAGES = (
    "en de fr es it pt nl pl ru uk cs sk hu ro bg el tr sv da nb fi et lv lt id vi ca eu gl hr sr sl ar fa he hi"
).split()
FIRST_YEAR, LAST_YEAR = 1900, 2100
DAY = len("2020-06-10")
MAX_CHARACTERS = 2_000  # of a text that are looked at; no field of a date, byline or dateline is as long

_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2})"
    r"(?:[T ]\s?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?(?![\d-])",
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\Z")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./年년]\s?(\d{1,2})\s?[./月월]\s?(\d{1,2})(?:\s?[日일])?(?![\d/])")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_HOLDS_YEAR = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_MONTHS_IN_YEAR = 12


class Found(NamedTuple):
    """A date in a text."""

    iso: str
    start: int
    end: int


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(_fold(name).strip(". "), number)
    names["sept"] = 9
    return {name: number for name, number in names.items() if not name[0].isdigit()}


def _any_month() -> str:
    """All months, by their first letters, since most words begin with another; the longest first."""
    starting: dict[str, list[str]] = {}
    for name in sorted(_months(), key=len, reverse=True):
        starting.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in starting.items())


@cache
def _written() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]:
    month = rf"({_any_month()})\.?"
    ordinal = r"(?:st|nd|rd|th|er|\.|º|ª)?"
    linking = r"(?:\s+(?:de|del|of|d['’]))?"
    # Blanks and hyphens are read once, whether a linking word follows them or not.
    parting = r"[\s-]*+(?:(?<=\s)(?:de|del|of|d['’])[\s-]*+)?"
    return (
        (
            re.compile(rf"(?<!\w)(\d{{1,2}}){ordinal}{parting}{month}{linking}[\s,-]++(\d{{4}})(?!\d)"),
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


_NUMERIC: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_ISO, lambda found: _iso(*found.groups())),
    (_YEAR_FIRST, lambda found: _iso(*found.groups())),
    (_DOTTED, lambda found: _iso(found[3], found[2], found[1])),
    (_SLASHED, lambda found: _slashed(int(found[1]), int(found[2]), found[3])),
)


def parse(text: str) -> str | None:
    """The date that `text` is, as ISO 8601 in the precision stated; None where it is none or not one thing only."""
    text = text[:MAX_CHARACTERS].strip()
    if _YEAR.match(text):
        return text
    compact = _COMPACT.match(text)
    if compact:
        return _iso(*compact.groups())
    dates = find(text)
    if dates and "T" not in dates[0].iso and ":" in text:
        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, OverflowError):  # an offset of many digits
            pass
    return dates[0].iso if dates else None


def find(text: str) -> list[Found]:
    """All dates in the first `MAX_CHARACTERS` of `text`, in order, none overlapping another."""
    text = text[:MAX_CHARACTERS]
    if not _HOLDS_YEAR.search(text):
        return []
    found: list[Found] = []
    folded = _fold(text)
    for pattern, iso, within in (*((*each, text) for each in _NUMERIC), *((*each, folded) for each in _written())):
        for match in pattern.finditer(within):
            if all(match.start() >= other.end or match.end() <= other.start for other in found):
                value = iso(match)
                if value:
                    found.append(Found(value, match.start(), match.end()))
    return sorted(found, key=lambda each: each.start)


def _fold(text: str) -> str:
    """`text` in lower case, every character where it stood: to ignore case makes a pattern of all months much slower.

    Turkish has two letters i, and which one a capital stands for depends on the language; here they are one.
    """
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return folded.replace("ı", "i")


def days(earlier: str, later: str) -> int:
    """How many days lie between two ISO dates; 0 where either has no day."""
    if min(len(earlier), len(later)) < DAY:
        return 0
    return (date.fromisoformat(later[:DAY]) - date.fromisoformat(earlier[:DAY])).days


def _month(name: str) -> int:
    return _months()[name.strip(". ")]


def _slashed(first: int, second: int, year: str) -> str | None:
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
