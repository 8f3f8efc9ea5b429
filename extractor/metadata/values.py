"""Validate and normalise raw values of metadata fields."""

from collections.abc import Iterable

from extractor.document.urls import web_url
from extractor.document.words import count, squeeze

MAX_LABEL_WORDS = 8  # of a tag, category, section or site name
MAX_KEYWORDS_CHARACTERS = 20_000  # of one list of tags; the rest is ignored
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
