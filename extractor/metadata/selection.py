"""Select authors and dates, for which several sources of an HTML page are compared."""

from typing import NamedTuple

from extractor.document.urls import host_of
from extractor.document.words import words
from extractor.metadata import dates, fields, values
from extractor.metadata.authors import parse_names
from extractor.metadata.context import Context
from extractor.metadata.date_candidates import Candidate, candidates
from extractor.metadata.date_choice import choose
from extractor.metadata.rules import MAX_FIELD_VALUES, first_value, statements


class Dates(NamedTuple):
    """The dates of a page with their provenance, and the dates that were not chosen."""

    published: tuple[str | None, str]
    modified: tuple[str | None, str]
    others: tuple[Candidate, ...]


def select_dates(context: Context) -> Dates:
    """Return the date of publication, and that of the last change."""
    best, others = choose(candidates(context))
    modified = first_value(fields.MODIFIED, context, dates.parse)
    if best is None:
        return Dates((None, ""), modified, others)
    if best.only_modified:
        return Dates((None, ""), (best.iso, best.provenance), others)
    return Dates((best.iso, best.provenance), modified, others)


def select_authors(context: Context) -> tuple[tuple[str, ...], str]:
    """Return the authors of the first rule that names any, and their provenance.

    Names of the site itself count only if no rule names anybody else.
    """
    site_authors: tuple[tuple[str, ...], str] = ((), "")
    site_name = "".join(words(first_value(fields.SITE_NAME, context, values.label)[0] or ""))
    host = (host_of(context.page.url) or "").removeprefix("www.").replace("-", "").replace(".", "")
    for raw_values, provenance in statements(fields.AUTHORS, context):
        names = tuple(dict.fromkeys(name for raw in raw_values for name in parse_names(raw)))[:MAX_FIELD_VALUES]
        people = tuple(name for name in names if not _is_site(name, site_name, host))
        if people:
            return people, provenance
        site_authors = site_authors if site_authors[0] else (names, provenance)
    return site_authors


def _is_site(name: str, site_name: str, host: str) -> bool:
    """Return whether a name is that of the site; `site_name` and `host` have no white space."""
    folded = "".join(words(name))
    return site_name.startswith(folded) or (bool(site_name) and folded.startswith(site_name)) or host.startswith(folded)
