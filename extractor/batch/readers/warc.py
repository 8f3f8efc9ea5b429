"""WARC and WET: the answers that are HTML, and the texts; everything else is counted."""

from collections.abc import Iterator
from typing import IO, Any

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from extractor.batch.readers.record import Piece, Record

HTML_TYPES = ("text/html", "application/xhtml+xml")
WANTED = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource


class Broken(Exception):
    """The archive cannot be read any further."""


def read(raw: IO[bytes], piece: Piece, limit: int) -> Iterator[Record]:
    """The records of an archive as stored, compressed or not."""
    records = ArchiveIterator(raw, parse_http=True, auto_decode="all")
    while True:
        try:
            record = next(records, None)
            if record is None:
                return
            found = _record(record, piece.url, limit)
        except OSError as error:
            raise Broken(error) from error
        yield found


def _record(record: WarcRecord, source: str, limit: int) -> Record:
    declared = _declared(record)
    is_text = record.record_type == WarcRecordType.conversion
    is_page = bool(record.record_type & WANTED) and (is_text or (declared or "").lower().startswith(HTML_TYPES))
    return Record(
        id=record.record_id or f"{source}#{record.stream_pos}",
        source=source,
        offset=record.stream_pos,
        url=record.headers.get("WARC-Target-URI"),
        content_type="text/plain; charset=utf-8" if is_text else declared,
        data=record.reader.read(limit + 1) if is_page else None,
        skipped=not is_page,
    )


def _declared(record: WarcRecord) -> str | None:
    headers: Any = record.http_headers if record.is_http and record.http_headers else record.headers
    found: str | None = headers.get("Content-Type")
    return found
