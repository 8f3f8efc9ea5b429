"""Validate and normalise raw values of metadata fields."""

import re
from collections.abc import Iterable

from extractor.document.urls import web_url
from extractor.document.words import count, squeeze

MAX_LABEL_WORDS = 8  # of a tag, category, section or site name
MAX_KEYWORDS_CHARACTERS = 20_000  # of one list of tags; the rest is ignored
MAX_MINUTES = 1_000  # of reading; a longer time is a mistake
MINUTES_AN_HOUR = 60
_ISO_DURATION = re.compile(r"P(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)\Z")
_IS_PAYWALLED = {
    **dict.fromkeys(("true", "yes", "1", "free"), False),
    **dict.fromkeys(("false", "no", "0", "locked", "metered", "paid", "premium"), True),
}
_DIRECTIVE = re.compile(r"[a-z][a-z-]*(?::\s*[\w-]+)?")
HOME_LABELS = frozenset({"home", "homepage", "startseite", "accueil", "inicio", "início", "strona główna", "главная"})


def label(text: str) -> str | None:
    """Return a short text without URLs, or None."""
    text = squeeze(text)
    return text if 0 < count(text) <= MAX_LABEL_WORDS and "://" not in text else None


def labels(text: str) -> Iterable[str]:
    """Return the labels in a list with commas or semicolons."""
    return filter(None, (label(part) for part in text[:MAX_KEYWORDS_CHARACTERS].replace(";", ",").split(",")))


def category(text: str, title: str | None) -> Iterable[str]:
    """Return a breadcrumb unless it is the home page or the page itself."""
    found = label(text)
    return () if not found or found.casefold() in HOME_LABELS or found == title else (found,)


def direction(text: str) -> str | None:
    """Return `ltr` or `rtl`, or None."""
    folded = text.strip().lower()
    return folded if folded in {"ltr", "rtl"} else None


def license_of(text: str, base: str | None) -> str | None:
    """Return a licence as an absolute URL, or as the short name that some pages give."""
    return web_url(text, base) if "/" in text else label(text)


def is_paywalled(text: str) -> bool | None:
    """Return whether `isAccessibleForFree` or a tier of content says that not all readers may read the page."""
    return _IS_PAYWALLED.get(text.strip().rsplit("/", 1)[-1].lower())


def directives(text: str) -> Iterable[str]:
    """Return the directives to robots in a list with commas."""
    parts = text[:MAX_KEYWORDS_CHARACTERS].lower().split(",")
    return (found[0] for part in parts if (found := _DIRECTIVE.match(part.strip())))


def minutes(text: str) -> float | None:
    """Return a reading time in minutes, from a duration in ISO 8601 or a text such as "5 minutes"."""
    text = text.strip()
    if duration := _ISO_DURATION.match(text.upper()):
        hours, whole, seconds = (int(part or 0) for part in duration.groups())
        found = hours * MINUTES_AN_HOUR + whole + seconds / MINUTES_AN_HOUR
    else:
        number = re.match(r"\d{1,4}(?:\.\d{1,2})?", text)
        found = float(number[0]) if number else 0.0
    return round(found, 2) if 0 < found <= MAX_MINUTES else None
