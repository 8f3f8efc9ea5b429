"""The types that readers share."""

import gzip
import io
from typing import Any, NamedTuple

import zstandard

BUFFER = 1 << 20
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"  # what compressed bytes begin with


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
    skipped: bool = False
    """Whether it is no page at all: a WARC holds requests, images, answers without a body."""


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


def unpacked(raw: Any) -> io.BufferedReader:
    """The stream without its compression, gzip or zstd; it can be peeked into."""
    if raw.peek(2).startswith(GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw), BUFFER)
    reader: Any = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    return io.BufferedReader(reader, BUFFER)
