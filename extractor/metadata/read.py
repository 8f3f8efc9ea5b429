"""Read the metadata of a page, with the provenance of each field. The page is not changed."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.extraction import Metadata
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata import fields, language, plaintext, values
from extractor.metadata.author_candidates import Names
from extractor.metadata.choice import Candidate, Choice
from extractor.metadata.conflicts import author_conflict, date_conflict
from extractor.metadata.context import Context, with_surroundings, without_surroundings
from extractor.metadata.rules import Rule, all_values, first_value
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


def _chosen(best: Candidate[Any] | None, without: Any = None) -> Stated:
    return (best.value, best.provenance) if best else (without, "")


def _first(rules: tuple[Rule, ...], clean: Callable[[str], Any], page: HtmlPage) -> Stated:
    return first_value(rules, page.context, clean)


def _first_url(rules: tuple[Rule, ...], page: HtmlPage) -> Stated:
    return first_value(rules, page.context, page.absolute)


READERS: Final[Mapping[str, Callable[[HtmlPage], Stated]]] = {
    "title": lambda page: _chosen(page.titles.best),
    "authors": lambda page: _chosen(page.authors.best, ()),
    "date_published": lambda page: page.dates.published,
    "date_modified": lambda page: page.dates.modified,
    "site_name": partial(_first, fields.SITE_NAME, values.label),
    "description": partial(_first, fields.DESCRIPTION, squeeze),
    "language": partial(_first, fields.LANGUAGE, language.tag),
    "canonical_url": partial(_first_url, fields.CANONICAL_URL),
    "image": partial(_first_url, fields.IMAGE),
    "tags": lambda page: all_values(fields.TAGS, page.context, values.labels),
    "section": partial(_first, fields.SECTION, values.label),
    "categories": lambda page: all_values(
        fields.CATEGORIES, page.context, lambda text: values.category(text, page.title)
    ),
    "direction": partial(_first, fields.DIRECTION, values.direction),
    "license": lambda page: first_value(
        fields.LICENSE, page.context, lambda text: values.license_of(text, page.document.base)
    ),
    "paywalled": partial(_first, fields.PAYWALLED, values.is_paywalled),
    "robots": lambda page: all_values(fields.ROBOTS, page.context, values.directives),
    "feeds": lambda page: all_values(fields.FEEDS, page.context, lambda href: filter(None, (page.absolute(href),))),
    "amp_url": partial(_first_url, fields.AMP_URL),
    "reading_minutes": partial(_first, fields.READING_TIME, values.minutes),
    "page_type": lambda page: (page.prediction.page_type, "model:page type"),
}
"""How each field of `Metadata` is read."""


def read_html(
    page: HtmlDocument, structured: StructuredData, prediction: Prediction, wanted: frozenset[str] | None = None
) -> MetadataResult:
    """Read the wanted fields of an HTML page; None stands for all."""
    given = HtmlPage(page, structured, prediction)
    found = {name: read(given) for name, read in READERS.items() if wanted is None or name in wanted}
    metadata = Metadata(
        **{name: value for name, (value, _) in found.items()},
        provenance={name: provenance for name, (_, provenance) in found.items() if provenance},
    )
    conflicts = (
        date_conflict(metadata, given.dates.others) if "date_published" in found else None,
        author_conflict(metadata, given.authors.others) if "authors" in found else None,
    )
    return MetadataResult(metadata, tuple(filter(None, conflicts)))


def context_of(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> Context:
    """Return what the rules of an HTML page read."""
    return HtmlPage(page, structured, prediction).context


def read_plaintext(page: PlainText, lines: LineInputs | None, prediction: Prediction) -> MetadataResult:
    """Read the metadata of a plain-text page; `lines` are the features of its lines, None if it has none."""
    return MetadataResult(plaintext.read(page, lines, prediction), ())
