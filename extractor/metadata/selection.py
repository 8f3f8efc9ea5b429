"""Select authors and dates, for which several sources of an HTML page are compared."""

from extractor.document.urls import host_of
from extractor.document.words import words
from extractor.metadata import dates, fields, values
from extractor.metadata.authors import parse_names
from extractor.metadata.context import Context
from extractor.metadata.rules import MAX_FIELD_VALUES, first_value, statements


def select_dates(context: Context) -> dict[str, tuple[str | None, str]]:
    """Return `date_published` and `date_modified`, each with its provenance.

    A visible date above the article replaces a later publication date of the metadata, because some systems declare
    the time at which they built the page. A difference of one day can come from time zones, unless the last change is
    declared for the same day. In threads the visible date can be a member's registration date, so it is not used.
    """
    published = first_value(fields.PUBLISHED, context, dates.parse)
    modified = first_value(fields.MODIFIED, context, dates.parse)
    visible = first_value(fields.VISIBLE_DATES, context, dates.parse)
    is_thread = any(item_type in published[1] for item_type in fields.THREADS)
    if published[0] and visible[0] and not is_thread:
        length = dates.ISO_DATE_LENGTH
        tolerance_days = 0 if published[0][:length] == (modified[0] or "")[:length] else 1
        if dates.days_between(visible[0], published[0]) > tolerance_days:
            published = visible
    return {"date_published": published, "date_modified": modified}


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
