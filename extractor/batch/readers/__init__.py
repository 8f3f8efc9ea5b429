"""Pages out of files: what a file is, told by its first bytes, and the records in it, in order.

The records of a file are the same in every run, which is what lets a job that was killed go on where it stopped.
"""

import io
from collections.abc import Iterator
from typing import Any

from extractor.batch import storage
from extractor.batch.readers import json_lines, parquet, tar, warc
from extractor.batch.readers import zip as zip_archive
from extractor.batch.readers.record import Columns, Gauge, Piece, Record, damaged
from extractor.batch.readers.statuses import Statuses
from extractor.batch.readers.unpacked import GZIP, ZSTD, Unpacked
from extractor.batch.storage import StorageError
from extractor.errors import BadOptions

PEEKED_BYTES = 1 << 18  # that say what a file is
BUFFER_BYTES = 1 << 18
UNPACKED_BYTES = 1 << 12  # that say what a compressed file is
SIGNS = ((b"WARC/", "warc"), (b"PK\x03\x04", "zip"), (b"PAR1", "parquet"), (b"{", "json"))
PAGE = "page"  # what is nothing else
INDEPENDENT = ("warc", "json")  # what can be read from a later member on
STUB = "stub"  # what is shorter than the sign that it begins with
DEFAULT_STATUSES = Statuses()


def read(
    piece: Piece,
    columns: Columns,
    limit: int,
    gauge: Gauge | None = None,
    statuses: Statuses = DEFAULT_STATUSES,
) -> Iterator[Record]:
    """Yield the records of a piece of input, in order; what cannot be read is a record that says so.

    Args:
        piece: a file, or a part of one.
        columns: what the columns of JSON lines and Parquet are called.
        limit: bytes; of a larger page so many are read, and one more.
        gauge: is told how far it is.
        statuses: which HTTP answers of a WARC are pages.

    Raises:
        StorageError: it cannot be read now; another time it may.
        BadOptions: a package is missing.

    """
    number = 0
    try:
        with storage.open_file(piece.url) as raw:
            for record in _records(raw, piece, columns, limit, statuses):
                if gauge and piece.size:
                    gauge.read = max(gauge.read, min(raw.tell() - (piece.start or 0), piece.size))
                yield record
                number += 1
    except (StorageError, BadOptions):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over costs what is behind it, not the job
        told = " ".join(str(error).split()) or type(error).__name__
        reason = f"the input cannot be read behind its first {number} records: {told}"
        yield damaged(piece.url, piece.start or 0, reason)


def kind(raw: Any) -> str:
    """What a file is: its format, with `+packed` behind it where it is compressed."""
    seen = raw.peek(PEEKED_BYTES)[:PEEKED_BYTES]
    packing = seen.startswith((GZIP, ZSTD))
    if not packing:
        return _kind_of(seen)
    packed = Unpacked(io.BytesIO(seen))
    stream = io.BufferedReader(packed)
    form = _kind_of(stream.read(UNPACKED_BYTES))
    while form == PAGE and packed.damage and packed.resume():  # its first member is damaged: what are the others?
        form = next((each for each in INDEPENDENT if each == _kind_of(stream.read(UNPACKED_BYTES))), PAGE)
    return f"{form}+packed"


def _kind_of(seen: bytes) -> str:
    start = seen.removeprefix(b"\xef\xbb\xbf").lstrip()
    if seen[257:262] == b"ustar":
        return "tar"
    for sign, name in SIGNS:
        if start.startswith(sign):
            return name
    if len(start) > 1 and any(sign.startswith(start) for sign, _ in SIGNS):
        return STUB
    return PAGE


def _records(raw: Any, piece: Piece, columns: Columns, limit: int, statuses: Statuses) -> Iterator[Record]:
    form, _, packing = kind(raw).partition("+")
    if form == "parquet" and not packing:
        return parquet.read(raw, piece, columns)
    packed = Unpacked(raw) if packing else None
    stream = io.BufferedReader(packed, BUFFER_BYTES) if packed else raw
    if form == "warc":
        return warc.read(packed or raw, piece, limit, statuses, packed)
    if form == "json":
        return json_lines.read(stream, piece, columns, limit, packed)
    if form == "tar":
        return tar.read(packed or raw, piece, limit, packed)
    if form == "zip":
        return zip_archive.read(stream, piece, limit, packed)
    return iter([_page(stream, piece, limit, packed, form)])


def _page(stream: Any, piece: Piece, limit: int, packed: Unpacked | None, form: str) -> Record:
    data = stream.read(limit + 1)
    if form == STUB or (packed and packed.damage and len(data) <= limit):
        why = packed.damage if packed and packed.damage else f"it is only {len(data)} bytes long"
        return damaged(piece.url, 0, f"the file breaks off: {why}")
    return Record(id=piece.url, source=piece.url, offset=0, data=data)


__all__ = ["Columns", "Gauge", "Piece", "Record", "kind", "read"]
