"""Find conflicts between the sources of one page, for warnings."""

from collections.abc import Sequence
from typing import Final

from extractor.extraction import Metadata
from extractor.metadata import dates
from extractor.metadata.author_candidates import Names
from extractor.metadata.choice import Candidate

COMPARED_DATES: Final = frozenset({"from_json_ld", "from_meta", "from_dateline"})
"""Features of the dates that are compared with the chosen one."""
COMPARED_AUTHORS: Final = frozenset(
    {"from_json_ld", "from_citation", "from_publisher_meta", "from_meta", "from_byline"}
)
"""Features of the authors that are compared with the chosen ones."""


def date_conflict(metadata: Metadata, others: Sequence[Candidate[str]]) -> str | None:
    """Return a sentence if another source states another date; None if not."""
    date = metadata.date_published
    if not date:
        return None
    for other in others:
        if not COMPARED_DATES.isdisjoint(other.features) and abs(dates.days_between(date, other.value)) > 1:
            provenance = metadata.provenance["date_published"]
            return f"date_published is {date} ({provenance}), but {other.provenance} says {other.value}"
    return None


def author_conflict(metadata: Metadata, others: Sequence[Candidate[Names]]) -> str | None:
    """Return a sentence if another source names other people; None if not."""
    if not metadata.authors:
        return None
    names = {name.casefold() for name in metadata.authors}
    for other in others:
        is_compared = not COMPARED_AUTHORS.isdisjoint(other.features) and "is_site" not in other.features
        if is_compared and names.isdisjoint(name.casefold() for name in other.value):
            ours = f"{', '.join(metadata.authors)} ({metadata.provenance['authors']})"
            return f"authors are {ours}, but {other.provenance} says {', '.join(other.value)}"
    return None
