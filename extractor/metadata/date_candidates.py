"""Collect the dates that a page states for itself, from all sources, with features for the choice of one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from extractor.document.urls import path_of
from extractor.metadata import dates, fields
from extractor.metadata.choice import Candidate
from extractor.metadata.context import Context
from extractor.metadata.rules import Rule, statements
from extractor.profiles import Profile

MAX_OF_A_SOURCE: Final = 4  # dates of one source
NEAR_DAYS: Final = 1  # time zones make a day of difference
LATE_DAYS: Final = 3  # a date so much later than the first one is often that of a change
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([/.-]?)(\d\d?)\2(\d\d?)(?!\d)")
_COMPACT_LENGTH: Final = len("20200428")


class _Span(NamedTuple):
    """The first day of publication that a source states, and the last day of all."""

    first: str
    last: str


class _Stated(NamedTuple):
    """A date as one source gives it."""

    source: str
    rank: int
    """Number of dates of the source before it."""
    iso: str
    provenance: str


SOURCES: Final[Mapping[str, Sequence[Rule]]] = {
    "json_ld": fields.PUBLISHED_JSON_LD,
    "meta": fields.PUBLISHED_META,
    "microdata": fields.PUBLISHED_MICRODATA,
    "other_meta": fields.PUBLISHED_OTHER_META,
    "page_item": fields.PUBLISHED_PAGE_ITEMS,
    "dateline": fields.DATELINE,
    "time": fields.PUBLISHED_TIME_ELEMENTS,
    "time_of_thread": fields.PUBLISHED_TIMES_OF_THREADS,
    "class": fields.PUBLISHED_CLASSES,
    "script": fields.PUBLISHED_SCRIPTS,
    "any_meta": fields.PUBLISHED_ANY_META,
    "anywhere": fields.PUBLISHED_ANYWHERE,
    "json_ld_modified": fields.MODIFIED_JSON_LD,
    "meta_modified": fields.MODIFIED_META,
    "dateline_modified": fields.DATELINE_MODIFIED,
}
"""The rules of each source, the most trusted source first. The address of the page is a source as well."""
ADDRESS: Final = "address"
SOURCE_NAMES: Final = (*SOURCES, ADDRESS)
MODIFIED_SOURCES: Final = frozenset({"json_ld_modified", "meta_modified", "dateline_modified"})
FEATURE_NAMES: Final = (
    *(f"from_{name}" for name in SOURCE_NAMES),
    *(f"near_{name}" for name in SOURCE_NAMES),
    "first_of_source",
    "sources",
    "near_sources",
    "earliest",
    "latest",
    "late",
    "only_modified",
    "has_time",
    "without_day",
    "dated",
    "thread",
    "dateline_of_one_text",
    "late_dateline",
    "late_data",
)


def only_modified(candidate: Candidate[str]) -> bool:
    """Return whether all sources call it the date of the last change."""
    return "only_modified" in candidate.features


def candidates(context: Context) -> list[Candidate[str]]:
    """Return a candidate for each day that a source states. A date without a day is a candidate of its own."""
    days: dict[str, list[_Stated]] = defaultdict(list)
    for each in _stated(context):
        days[each.iso[: dates.ISO_DATE_LENGTH]].append(each)
    whole = [day for day in days if len(day) == dates.ISO_DATE_LENGTH]
    published = [day for day in whole if any(each.source not in MODIFIED_SOURCES for each in days[day])]
    span = _Span(min(published or whole, default=""), max(whole, default=""))
    return [_candidate(day, days, span, context.profile) for day in days]


def _candidate(day: str, days: Mapping[str, Sequence[_Stated]], span: _Span, profile: Profile) -> Candidate[str]:
    of_day = days[day]
    best = min(of_day, key=lambda each: (SOURCE_NAMES.index(each.source), "T" not in each.iso))
    sources = {each.source for each in of_day}
    near = {
        each.source
        for other, stated in days.items()
        if 0 < abs(dates.days_between(other, day)) <= NEAR_DAYS
        for each in stated
    }
    late = dates.days_between(span.first, day) > LATE_DAYS
    found = {
        "first_of_source": any(not each.rank for each in of_day),
        "sources": len(sources),
        "near_sources": len(near),
        "earliest": day == span.first,
        "latest": day == span.last != span.first,
        "late": late,
        "only_modified": sources <= MODIFIED_SOURCES,
        "has_time": any("T" in each.iso for each in of_day),
        "without_day": len(day) < dates.ISO_DATE_LENGTH,
        "dated": profile.dated,
        "thread": profile.comments,
        "dateline_of_one_text": profile.one_text and "dateline" in sources,
        "late_dateline": late and "dateline" in sources,
        "late_data": late and not sources.isdisjoint({"json_ld", "meta", "microdata"}),
    }
    stated = {f"from_{source}": 1.0 for source in sources} | {f"near_{source}": 1.0 for source in near}
    return Candidate(
        best.iso,
        best.provenance,
        stated | {name: float(value) for name, value in found.items() if value},
    )


def _stated(context: Context) -> Iterator[_Stated]:
    for source, rules in SOURCES.items():
        values = (
            (iso, statement.provenance)
            for statement in statements(rules, context)
            for value in statement.values
            if (iso := dates.parse(value))
        )
        for rank, (iso, provenance) in enumerate(islice(values, MAX_OF_A_SOURCE)):
            yield _Stated(source, rank, iso, provenance)
    for rank, iso in enumerate(islice(_of_address(context), MAX_OF_A_SOURCE)):
        yield _Stated(ADDRESS, rank, iso, "url")


def _of_address(context: Context) -> Iterator[str]:
    """Yield the dates in the path of the address of the page."""
    structured = context.structured
    stated = (*structured.links.get("canonical", ()), *structured.meta.get("og:url", ()))
    address = context.page.url or next(iter(stated), "")
    for found in _IN_PATH.finditer(path_of(address)):
        year, separator, month, day = found.groups()
        is_whole = separator or len(year + month + day) == _COMPACT_LENGTH
        if is_whole and (iso := dates.parse(f"{year}-{month:0>2}-{day:0>2}")):
            yield iso
