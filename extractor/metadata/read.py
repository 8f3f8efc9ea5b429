"""What a page says about itself, field by field, each with its source; the page itself is never changed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.document.urls import host_of, web_url
from extractor.document.words import count, squeeze, words
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata import authors as people
from extractor.metadata import conflicts as disputes
from extractor.metadata import context as evidence
from extractor.metadata import dates, fields, title
from extractor.metadata import plaintext as captured
from extractor.metadata.context import Evidence
from extractor.metadata.language import tag as language_tag
from extractor.metadata.rules import MAX_LISTED, everything, first, statements
from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument, Metadata, PlainText

MAX_LABEL_WORDS = 8  # of a tag or category
MAX_KEYWORDS_CHARACTERS = 20_000  # of one list of tags
HOMES = frozenset({"home", "homepage", "startseite", "accueil", "inicio", "início", "strona główna", "главная"})

__all__ = ["About", "of_dump", "of_page"]


class About(NamedTuple):
    """What is known about a page besides its text."""

    metadata: Metadata
    warnings: tuple[str, ...]
    """A sentence for each field that sources of the page disagree on."""


def of_dump(dump: PlainText, lines: LineInputs | None, prediction: Prediction) -> About:
    """The metadata of a plain-text capture, given what the models take it for."""
    return About(captured.read(dump, lines, prediction), ())


def of_page(page: HtmlDocument, sources: StructuredData, prediction: Prediction) -> About:
    """The metadata of an HTML page; nothing is guessed from the running text.

    Args:
        page: the page, untouched.
        sources: what it says about itself.
        prediction: what the models take it for.

    """
    seen = Evidence(sources, page, prediction.page_type, prediction.page_type_probability)
    named = title.read(seen)
    seen = evidence.locate(seen, prediction, named[0])
    found: dict[str, tuple[Any, str]] = {
        "title": named,
        "authors": _authors(seen),
        **_dates(seen),
        "site_name": first(fields.SITE_NAME, seen, _label),
        "description": first(fields.DESCRIPTION, seen, squeeze),
        "language": first(fields.LANGUAGE, seen, language_tag),
        "canonical_url": first(fields.CANONICAL, seen, lambda href: web_url(href, page.base)),
        "image": first(fields.IMAGE, seen, lambda href: web_url(href, page.base)),
        "tags": everything(fields.TAGS, seen, _labels),
        "section": first(fields.SECTION, seen, _label),
        "categories": everything(fields.CATEGORIES, seen, lambda text: _category(text, named[0])),
        "direction": first(fields.DIRECTION, seen, _direction),
        "license": first(fields.LICENSE, seen, lambda stated: _license(stated, page.base)),
        "page_type": (prediction.page_type, "model:page type"),
    }
    values = {name: value for name, (value, _) in found.items()}
    provenance = {name: where for name, (value, where) in found.items() if value}
    metadata = Metadata(**values, provenance=provenance)
    return About(metadata, tuple(disputes.read(seen, metadata)))


def _dates(seen: Evidence) -> dict[str, tuple[str | None, str]]:
    """When the page was published and changed.

    No article is published later than the date that stands above it: systems that state a later one mean when they
    built the page, as those do that state it as the last change as well. The day before may be a matter of time zones.
    Threads are never built, and print when their members joined.
    """
    published, modified = (first(table, seen, dates.parse) for table in (fields.PUBLISHED, fields.MODIFIED))
    printed = first(fields.PRINTED, seen, dates.parse)
    if published[0] and printed[0] and not any(kind in published[1] for kind in fields.THREADS):
        built = published[0][: dates.DAY] == (modified[0] or "")[: dates.DAY]
        if dates.days(printed[0], published[0]) > (0 if built else 1):
            published = printed
    return {"date_published": published, "date_modified": modified}


def _authors(seen: Evidence) -> tuple[tuple[str, ...], str]:
    """Whom the first rule names; the site itself only where no rule names anybody else."""
    site: tuple[tuple[str, ...], str] = ((), "")
    called = "".join(words(first(fields.SITE_NAME, seen, _label)[0] or ""))
    host = (host_of(seen.page.url) or "").removeprefix("www.").replace("-", "").replace(".", "")
    for values, where in statements(fields.AUTHORS, seen):
        found = tuple(dict.fromkeys(name for value in values for name in people.names(value)))[:MAX_LISTED]
        others = tuple(name for name in found if not _is_site(name, called, host))
        if others:
            return others, where
        site = site if site[0] else (found, where)
    return site


def _is_site(name: str, called: str, host: str) -> bool:
    """Whether a name is the site's, by what the site is called or by its address, both without blanks."""
    named = "".join(words(name))
    return called.startswith(named) or (bool(called) and named.startswith(called)) or host.startswith(named)


def _category(text: str, title: str | None) -> Iterable[str]:
    label = _label(text)
    return () if not label or label.casefold() in HOMES or label == title else (label,)


def _direction(declared: str) -> str | None:
    folded = declared.strip().lower()
    return folded if folded in {"ltr", "rtl"} else None


def _license(stated: str, base: str | None) -> str | None:
    """A licence is a URL, or the short name that some pages give instead."""
    return web_url(stated, base) if "/" in stated else _label(stated)


def _label(text: str) -> str | None:
    text = squeeze(text)
    return text if 0 < count(text) <= MAX_LABEL_WORDS and "://" not in text else None


def _labels(text: str) -> Iterable[str]:
    return filter(None, (_label(part) for part in text[:MAX_KEYWORDS_CHARACTERS].replace(";", ",").split(",")))
