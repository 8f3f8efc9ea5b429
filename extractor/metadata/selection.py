"""Select the title, the authors and the dates of an HTML page, for which several sources are compared."""

from typing import NamedTuple

from extractor.metadata import author_candidates, date_candidates, dates, fields, title_candidates
from extractor.metadata.choice import LEAST_PROBABILITY, Candidate, Choice, choose, shipped
from extractor.metadata.context import Context
from extractor.metadata.rules import first_value


class Dates(NamedTuple):
    """The dates of a page with their provenance, and the dates that were not chosen."""

    published: tuple[str | None, str]
    modified: tuple[str | None, str]
    others: tuple[Candidate[str], ...]


def select_title(context: Context) -> Choice[str]:
    """Return the title of the page without the name of the site, and the titles that lost."""
    return choose(title_candidates.candidates(context), shipped("title"), LEAST_PROBABILITY["title"])


def select_authors(context: Context) -> Choice[tuple[str, ...]]:
    """Return the authors, and the answers that lost."""
    return choose(author_candidates.candidates(context), shipped("authors"), LEAST_PROBABILITY["authors"])


def select_dates(context: Context) -> Dates:
    """Return the date of publication, and that of the last change."""
    best, others = choose(date_candidates.candidates(context), shipped("date"), LEAST_PROBABILITY["date"])
    modified = first_value(fields.MODIFIED, context, dates.parse)
    if best is None:
        return Dates((None, ""), modified, others)
    if date_candidates.only_modified(best):
        return Dates((None, ""), (best.value, best.provenance), others)
    return Dates((best.value, best.provenance), modified, others)
