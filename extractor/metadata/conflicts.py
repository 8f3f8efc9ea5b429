"""Where sources of one page contradict each other: a careful reader should know."""

from collections.abc import Iterator

from extractor.metadata import authors as people
from extractor.metadata import dates, fields
from extractor.metadata.context import Evidence
from extractor.metadata.rules import statements
from extractor.types import Metadata


def read(evidence: Evidence, metadata: Metadata) -> Iterator[str]:
    """A sentence for each field for which another source says something else."""
    published, stated = metadata.date_published, metadata.provenance
    for values, where in statements(fields.DISPUTING_DATES, evidence):
        other = next(filter(None, map(dates.parse, values)), None)
        if published and other and where != stated["date_published"] and abs(dates.days(published, other)) > 1:
            yield f"date_published is {published} ({stated['date_published']}), but {where} says {other}"
            break
    named = {name.casefold() for name in metadata.authors}
    for values, where in statements(fields.DISPUTING_AUTHORS, evidence):
        others = [name for value in values for name in people.names(value)]
        if not named or not others or where == stated["authors"]:
            continue
        if named.isdisjoint(name.casefold() for name in others):
            ours = f"{', '.join(metadata.authors)} ({stated['authors']})"
            yield f"authors are {ours}, but {where} says {', '.join(others)}"
            break
