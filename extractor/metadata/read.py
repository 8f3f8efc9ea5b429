"""Read the metadata of a page, with the provenance of each field. The page is not changed."""

from typing import Any, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.document.urls import web_url
from extractor.document.words import squeeze
from extractor.extraction import Metadata
from extractor.features.plaintext.inputs import LineInputs
from extractor.metadata import fields, language, plaintext, values
from extractor.metadata.choice import Choice
from extractor.metadata.conflicts import find_conflicts
from extractor.metadata.context import Context, with_surroundings, without_surroundings
from extractor.metadata.rules import all_values, first_value
from extractor.metadata.selection import select_authors, select_dates, select_title
from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument, PlainText


class MetadataResult(NamedTuple):
    """The metadata of a page, and a sentence for each field on which its sources disagree."""

    metadata: Metadata
    warnings: tuple[str, ...]


def read_html(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> MetadataResult:
    """Read the metadata of an HTML page. Running text is not a source."""
    context, titles = context_of(page, structured, prediction)
    authors, dated = select_authors(context), select_dates(context)
    title = titles.best.value if titles.best else None
    found: dict[str, tuple[Any, str]] = {
        "title": (title, titles.best.provenance if titles.best else ""),
        "authors": (authors.best.value, authors.best.provenance) if authors.best else ((), ""),
        "date_published": dated.published,
        "date_modified": dated.modified,
        "site_name": first_value(fields.SITE_NAME, context, values.label),
        "description": first_value(fields.DESCRIPTION, context, squeeze),
        "language": first_value(fields.LANGUAGE, context, language.tag),
        "canonical_url": first_value(fields.CANONICAL_URL, context, lambda href: web_url(href, page.base)),
        "image": first_value(fields.IMAGE, context, lambda href: web_url(href, page.base)),
        "tags": all_values(fields.TAGS, context, values.labels),
        "section": first_value(fields.SECTION, context, values.label),
        "categories": all_values(fields.CATEGORIES, context, lambda text: values.category(text, title)),
        "direction": first_value(fields.DIRECTION, context, values.direction),
        "license": first_value(fields.LICENSE, context, lambda text: values.license_of(text, page.base)),
        "page_type": (prediction.page_type, "model:page type"),
    }
    metadata = Metadata(
        **{name: value for name, (value, _) in found.items()},
        provenance={name: provenance for name, (value, provenance) in found.items() if value},
    )
    return MetadataResult(metadata, tuple(find_conflicts(metadata, authors.others, dated.others)))


def context_of(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> tuple[Context, Choice[str]]:
    """Return what the rules read, and the title, which tells where the article begins."""
    context = without_surroundings(page, structured, prediction)
    titles = select_title(context)
    return with_surroundings(context, titles.best.value if titles.best else None), titles


def read_plaintext(page: PlainText, lines: LineInputs | None, prediction: Prediction) -> MetadataResult:
    """Read the metadata of a plain-text page; `lines` are the features of its lines, None if it has none."""
    return MetadataResult(plaintext.read(page, lines, prediction), ())
