"""The types that readers share."""

import io
from typing import Any, Literal, NamedTuple

from extractor.batch.readers.decompressed import DecompressedStream
from extractor.batch.readers.statuses import Statuses

BUFFER_BYTES = 1 << 18
DEFAULT_STATUSES = Statuses()
Fault = Literal["Unreadable", "Damaged", "TooLarge"]
"""Why a record has no page: it cannot be read; an unknown number of records is missing there; it is too large."""


class Piece(NamedTuple):
    """A file of the input, or a part of one."""

    url: str
    size: int
    """Bytes of the part, as stored."""
    start: int | None = None
    """First byte of a part of JSON lines, first row group of a part of Parquet; None for a whole file."""
    stop: int | None = None
    """The byte or row group after the last one."""


class ByteCounter:
    """Counts the bytes of a piece that were read, as stored. For Parquet it is an estimate."""

    count = 0


class Columns(NamedTuple):
    """Names of the columns of JSON lines and Parquet. A row needs `html` or `text`."""

    html: str = "html"
    text: str = "text"
    id: str = "id"
    url: str = "url"
    content_type: str = "content_type"


class Record(NamedTuple):
    """One page of an input, or the reason why there is none."""

    id: str
    """The id that the input states, else the source and the offset."""
    source: str
    """URL of the file."""
    offset: int
    """Where the record starts: the byte of a line (decompressed) or of a WARC record (as stored); the row; the number
    of an archive's member."""
    url: str | None = None
    content_type: str | None = None
    data: bytes | str | None = None
    """The page; None if there is none, for the reason below. At most one byte more than the size limit."""
    reason: str = ""
    fault: Fault = "Unreadable"
    """Kind of the reason."""
    skipped: bool = False
    """Whether the record is not a page, such as a request in a WARC file. It gets no row."""
    columns: Columns | None = None
    """Set if `data` is a line of JSON. A worker parses it, because parsing is slow."""
    http_status: int | None = None
    crawl_date: str | None = None
    """ISO 8601, from the WARC header."""


class ReaderInput(NamedTuple):
    """What each reader gets."""

    stream: Any
    """The file, decompressed."""
    piece: Piece
    columns: Columns
    max_bytes: int
    """Size limit of a page. Readers return one byte more of a larger page, so that `extract` refuses it."""
    statuses: Statuses
    decompressed: DecompressedStream | None
    """The same as `stream` if the file is compressed. It reports damage."""

    def buffered(self) -> Any:
        """Return the stream with a read buffer."""
        return io.BufferedReader(self.decompressed, BUFFER_BYTES) if self.decompressed else self.stream


def damaged(source: str, offset: int, reason: str) -> Record:
    """Return a record that reports an unreadable place, where any number of records may be missing."""
    return Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason, fault="Damaged")


def record_of_row(row: dict[str, Any], columns: Columns, source: str, offset: int) -> Record | None:
    """Return a row of a table as a record; None if it has no page."""
    for column, default in ((columns.html, "text/html"), (columns.text, "text/plain")):
        data = row.get(column)
        if isinstance(data, str | bytes):
            name, url, content_type = (row.get(each) for each in (columns.id, columns.url, columns.content_type))
            return Record(
                id=f"{source}#{offset}" if name is None else str(name),
                source=source,
                offset=offset,
                url=url if isinstance(url, str) else None,
                content_type=content_type if isinstance(content_type, str) else default,
                data=data,
            )
    return None
