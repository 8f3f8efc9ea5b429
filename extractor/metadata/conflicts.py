"""Find conflicts between the sources of one page, for warnings."""

from collections.abc import Iterator, Sequence
from typing import Final

from extractor.extraction import Metadata
from extractor.metadata import dates, fields
from extractor.metadata.authors import parse_names
from extractor.metadata.context import Context
from extractor.metadata.date_candidates import Candidate
from extractor.metadata.rules import statements

COMPARED: Final = frozenset({"from_json_ld", "from_meta", "from_dateline"})
"""Features of the dates that are compared with the chosen one."""


def find_conflicts(context: Context, metadata: Metadata, other_dates: Sequence[Candidate]) -> Iterator[str]:
    """Yield a sentence for each field with a different value in another source."""
    yield from _date_conflict(metadata, other_dates)
    yield from _author_conflict(context, metadata)


def _date_conflict(metadata: Metadata, others: Sequence[Candidate]) -> Iterator[str]:
    date = metadata.date_published
    if not date:
        return
    for other in others:
        if not COMPARED.isdisjoint(other.features) and abs(dates.days_between(date, other.iso)) > 1:
            provenance = metadata.provenance["date_published"]
            yield f"date_published is {date} ({provenance}), but {other.provenance} says {other.iso}"
            return


def _author_conflict(context: Context, metadata: Metadata) -> Iterator[str]:
    if not metadata.authors:
        return
    provenance = metadata.provenance["authors"]
    names = {name.casefold() for name in metadata.authors}
    for values, other_provenance in statements(fields.COMPARED_AUTHORS, context):
        others = [name for value in values for name in parse_names(value)]
        if others and other_provenance != provenance and names.isdisjoint(name.casefold() for name in others):
            ours = f"{', '.join(metadata.authors)} ({provenance})"
            yield f"authors are {ours}, but {other_provenance} says {', '.join(others)}"
            return
