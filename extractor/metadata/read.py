"""Read the metadata of a page, with the provenance of each field. The page is not changed."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.extraction import Metadata
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata import dates, fields, language, plaintext, values
from extractor.metadata.author_candidates import Names
from extractor.metadata.choice import Choice
from extractor.metadata.conflicts import author_conflict, date_conflict
from extractor.metadata.context import Context, with_surroundings, without_surroundings
from extractor.metadata.rules import Rule, accepted, accepted_lists
from extractor.metadata.selection import Dates, select_authors, select_dates, select_title
from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument, PlainText

Stated = tuple[Any, str]
"""A value, None or empty without one, and its provenance."""


class MetadataResult(NamedTuple):
    """The metadata of a page, and a sentence for each field on which its sources disagree."""

    metadata: Metadata
    warnings: tuple[str, ...]


class HtmlPage:
    """What the fields of an HTML page are read from. Running text is not a source."""

    def __init__(self, page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> None:
        self.document, self.structured, self.prediction = page, structured, prediction

    @cached_property
    def titles(self) -> Choice[str]:
        """The title, and the titles that lost."""
        return select_title(self._untitled)

    @cached_property
    def title(self) -> str | None:
        """The title, which tells where the article begins."""
        return self.titles.best.value if self.titles.best else None

    @cached_property
    def context(self) -> Context:
        """What the rules read."""
        return with_surroundings(self._untitled, self.title)

    @cached_property
    def authors(self) -> Choice[Names]:
        """The authors, and the answers that lost."""
        return select_authors(self.context)

    @cached_property
    def dates(self) -> Dates:
        """The dates, and the dates that lost."""
        return select_dates(self.context)

    @cached_property
    def _untitled(self) -> Context:
        return without_surroundings(self.document, self.structured, self.prediction)

    def absolute(self, href: str) -> str | None:
        """Return an absolute URL; None if it is not one of the web."""
        return web_url(href, self.document.base)


def _ranked(choice: Choice[Any]) -> Iterator[Stated]:
    yield (choice.best.value, choice.best.provenance) if choice.best else (None, "")
    yield from ((other.value, other.provenance) for other in choice.others)


def _published(page: HtmlPage) -> Iterator[Stated]:
    yield page.dates.published
    yield from ((other.value, other.provenance) for other in page.dates.others)


def _modified(page: HtmlPage) -> Iterator[Stated]:
    yield page.dates.modified
    yield from accepted(fields.MODIFIED, page.context, dates.parse)


def _each(rules: tuple[Rule, ...], clean: Callable[[str], Any], page: HtmlPage) -> Iterator[Stated]:
    return accepted(rules, page.context, clean)


def _each_url(rules: tuple[Rule, ...], page: HtmlPage) -> Iterator[Stated]:
    return accepted(rules, page.context, page.absolute)


READERS: Final[Mapping[str, Callable[[HtmlPage], Iterator[Stated]]]] = {
    "title": lambda page: _ranked(page.titles),
    "authors": lambda page: _ranked(page.authors),
    "date_published": _published,
    "date_modified": _modified,
    "site_name": partial(_each, fields.SITE_NAME, values.label),
    "description": partial(_each, fields.DESCRIPTION, squeeze),
    "language": partial(_each, fields.LANGUAGE, language.tag),
    "canonical_url": partial(_each_url, fields.CANONICAL_URL),
    "image": partial(_each_url, fields.IMAGE),
    "tags": lambda page: accepted_lists(fields.TAGS, page.context, values.labels),
    "section": partial(_each, fields.SECTION, values.label),
    "categories": lambda page: accepted_lists(
        fields.CATEGORIES, page.context, lambda text: values.category(text, page.title)
    ),
    "direction": partial(_each, fields.DIRECTION, values.direction),
    "license": lambda page: accepted(
        fields.LICENSE, page.context, lambda text: values.license_of(text, page.document.base)
    ),
    "paywalled": partial(_each, fields.PAYWALLED, values.is_paywalled),
    "robots": lambda page: accepted_lists(fields.ROBOTS, page.context, values.directives),
    "feeds": lambda page: accepted_lists(fields.FEEDS, page.context, lambda href: filter(None, (page.absolute(href),))),
    "amp_url": partial(_each_url, fields.AMP_URL),
    "reading_minutes": partial(_each, fields.READING_TIME, values.minutes),
    "page_type": lambda page: iter(((page.prediction.page_type, "model:page type"),)),
}
"""The values that a page states for each field of `Metadata`. The first one is told; the others lose."""


def read_html(
    page: HtmlDocument, structured: StructuredData, prediction: Prediction, wanted: frozenset[str] | None = None
) -> MetadataResult:
    """Read the wanted fields of an HTML page; None stands for all."""
    given = HtmlPage(page, structured, prediction)
    stated = {name: next(read(given), None) for name, read in READERS.items() if wanted is None or name in wanted}
    found = {name: each for name, each in stated.items() if each and each[0] is not None}
    metadata = Metadata(
        **{name: value for name, (value, _) in found.items()},
        provenance={name: provenance for name, (_, provenance) in found.items() if provenance},
    )
    conflicts = (
        date_conflict(metadata, given.dates.others) if "date_published" in stated else None,
        author_conflict(metadata, given.authors.others) if "authors" in stated else None,
    )
    return MetadataResult(metadata, tuple(filter(None, conflicts)))


def context_of(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> Context:
    """Return what the rules of an HTML page read."""
    return HtmlPage(page, structured, prediction).context


def read_plaintext(page: PlainText, lines: LineInputs | None, prediction: Prediction) -> MetadataResult:
    """Read the metadata of a plain-text page; `lines` are the features of its lines, None if it has none."""
    return MetadataResult(plaintext.read(page, lines, prediction), ())
