"""The types that readers share."""

from typing import Any, Literal, NamedTuple

Fault = Literal["Unreadable", "Damaged", "TooLarge"]
"""Why a record has no page: it holds none; an unknown number of records cannot be read there; it is too large."""


class Piece(NamedTuple):
    """A file of the input, or a part of one: bytes `start` to `stop` of JSON lines, row groups of Parquet."""

    url: str
    size: int
    """Bytes as stored, of the part."""
    start: int | None = None
    stop: int | None = None


class Gauge:
    """How far the reading of a piece is."""

    read = 0
    """Bytes as stored; of Parquet not more than a guess, since its columns stand apart."""


class Columns(NamedTuple):
    """What JSON lines and Parquet files call what they hold. A page has `html` or `text`, and may lack the others."""

    html: str = "html"
    text: str = "text"
    id: str = "id"
    url: str = "url"
    content_type: str = "content_type"


class Record(NamedTuple):
    """One page of an input."""

    id: str
    """As the input calls it, or else its source and where it is in it."""
    source: str
    """The file that it is in."""
    offset: int
    """Where: the byte at which a line begins (unpacked) or a record of a WARC (as stored); a row; a member's number."""
    url: str | None = None
    content_type: str | None = None
    data: bytes | str | None = None
    """None where the input holds something else there, with the reason below."""
    reason: str = ""
    fault: Fault = "Unreadable"
    """What the reason is about, where there is one."""
    skipped: bool = False
    """Whether it is no page at all: a WARC holds requests, images, answers of another status than those wanted."""
    columns: Columns | None = None
    """Set where `data` is a line of JSON that nobody has parsed yet: a worker does, with these columns."""
    http_status: int | None = None
    crawl_date: str | None = None
    """ISO 8601, as a WARC states it."""


def damaged(source: str, offset: int, reason: str) -> Record:
    """Return the record that stands for whatever cannot be read at a place."""
    return Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason, fault="Damaged")


def of_row(row: dict[str, Any], columns: Columns, source: str, offset: int) -> Record | None:
    """A row of a table as a record; None where it holds no page."""
    for column, default in ((columns.html, "text/html"), (columns.text, "text/plain")):
        data = row.get(column)
        if isinstance(data, str | bytes):
            name, url, kind = (row.get(each) for each in (columns.id, columns.url, columns.content_type))
            return Record(
                id=f"{source}#{offset}" if name is None else str(name),
                source=source,
                offset=offset,
                url=url if isinstance(url, str) else None,
                content_type=kind if isinstance(kind, str) else default,
                data=data,
            )
    return None
