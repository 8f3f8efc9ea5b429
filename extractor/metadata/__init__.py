"""What a page says about itself, field by field, each with its source; the page itself is never changed."""

from collections.abc import Iterable
from typing import Any

from extractor.metadata import dates, fields, people, title
from extractor.metadata.bylines import find_authors, find_dates
from extractor.metadata.captured import read as of_dump
from extractor.metadata.language import tag as language_tag
from extractor.model import Metadata, Page, PageType
from extractor.sources import Sources
from extractor.urls import web_url
from extractor.words import count, squeeze

HEAD_BLOCKS = 12  # how far below the title the byline may stand
PROSE_WORDS = 25  # a block this long is the article's own

__all__ = ["of_dump", "of_page"]


def of_page(page: Page, sources: Sources, page_type: PageType | None) -> Metadata:
    """The metadata of an HTML page; nothing is guessed from the running text.

    Args:
        page: the page, untouched.
        sources: what it says about itself.
        page_type: what the models take it for.

    """
    found: dict[str, tuple[Any, str]] = {
        "title": title.read(sources),
        "date_published": fields.first(fields.PUBLISHED, sources, dates.parse),
        "date_modified": fields.first(fields.MODIFIED, sources, dates.parse),
        "site_name": fields.first(fields.SITE_NAME, sources, _label),
        "description": fields.first(fields.DESCRIPTION, sources, squeeze),
        "language": fields.first(fields.LANGUAGE, sources, language_tag),
        "canonical_url": fields.first(fields.CANONICAL, sources, lambda href: web_url(href, page.base)),
        "image": fields.first(fields.IMAGE, sources, lambda href: web_url(href, page.base)),
        "license": fields.first(fields.LICENSE, sources, lambda stated: _license(stated, page.base)),
        "page_type": (page_type, "model:page type"),
        "authors": _authors(sources),
        "tags": fields.everything(fields.TAGS, sources, _labels),
        "categories": fields.everything(fields.CATEGORIES, sources, lambda text: filter(None, [_label(text)])),
    }
    _printed(page, found)
    values = {name: value for name, (value, _) in found.items()}
    provenance = {name: where for name, (value, where) in found.items() if value}
    return Metadata(**values, provenance=provenance)


def _authors(sources: Sources) -> tuple[tuple[str, ...], str]:
    site = fields.first(fields.SITE_NAME, sources, _label)[0]

    def named(text: str) -> Iterable[str]:
        return (name for name in people.names(text) if not site or name.lower() != site.lower())

    return fields.everything(fields.AUTHORS, sources, named)


def _printed(page: Page, found: dict[str, tuple[Any, str]]) -> None:
    """Fill in from the byline and dateline between title and first paragraph what no markup states."""
    if found["authors"][0] and found["date_published"][0]:
        return
    above = _above_article(page, found["title"][0])
    dated = find_dates(above, ()) if above else {}
    for name, value, where in (
        ("authors", find_authors(above, ()), "html:byline"),
        ("date_published", dated.get("published"), "html:dateline"),
        ("date_modified", dated.get("modified"), "html:dateline"),
    ):
        if value and not found[name][0]:
            found[name] = (value, where)


def _above_article(page: Page, printed: str | None) -> list[str]:
    """Texts from the title as printed to the first running text below it; empty where the title is not printed."""
    start = next((index for index, block in enumerate(page.blocks) if block.text == printed), None)
    above: list[str] = []
    for block in page.blocks[start + 1 : start + 1 + HEAD_BLOCKS] if start is not None else ():
        if block.words >= PROSE_WORDS:
            break
        above.append(block.text)
    return above


def _license(stated: str, base: str | None) -> str | None:
    """A licence is a URL, or the short name that some pages give instead."""
    return web_url(stated, base) if "/" in stated else _label(stated)


def _label(text: str) -> str | None:
    text = squeeze(text)
    return text if 0 < count(text) <= fields.MAX_LABEL_WORDS and "://" not in text else None


def _labels(text: str) -> Iterable[str]:
    return filter(None, (_label(part) for part in text.replace(";", ",").split(",")))
