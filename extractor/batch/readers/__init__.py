"""Pages out of files: what a file is, told by its first bytes, and the records in it, in order.

The records of a file are the same in every run, which is what lets a job that was killed go on where it stopped.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import zstandard

from extractor.batch import storage
from extractor.batch.readers import archives, json_lines, parquet, warc
from extractor.batch.readers.record import GZIP, ZSTD, Columns, Gauge, Piece, Record, unpacked

PEEKED = 1 << 16  # bytes that say what a file is
BROKEN: tuple[type[Exception], ...] = (
    EOFError,
    ValueError,  # of Parquet
    gzip.BadGzipFile,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
    FileNotFoundError,
    PermissionError,
    warc.Broken,
)


def read(piece: Piece, columns: Columns, limit: int, gauge: Gauge | None = None) -> Iterator[Record]:
    """The records of a piece of input, in order; one that breaks off ends with a record that says so.

    Args:
        piece: a file, or a part of one.
        columns: what the columns of JSON lines and Parquet are called.
        limit: bytes; of a larger page so many are read, and one more.
        gauge: is told how far it is.

    Raises:
        OSError: it cannot be read now; another time it may.

    """
    number = 0
    try:
        with storage.open_file(piece.url) as raw:
            for record in _records(raw, piece, columns, limit):
                if gauge and piece.size:
                    gauge.read = max(gauge.read, min(raw.tell() - (piece.start or 0), piece.size))
                yield record
                number += 1
    except BROKEN as error:
        reason = f"the input cannot be read behind its first {number} records: {error}"
        yield Record(id=piece.url, source=piece.url, offset=piece.start or 0, reason=reason)


def kind(raw: Any) -> str:
    """What a file is: its format, with `+packed` behind it where it is compressed."""
    seen = raw.peek(PEEKED)[:PEEKED]
    packing = "+packed" if seen.startswith((GZIP, ZSTD)) else ""
    if packing:
        seen = _first_bytes(seen)
    start = seen.removeprefix(b"\xef\xbb\xbf").lstrip()
    if seen[257:262] == b"ustar":
        return f"tar{packing}"
    for sign, name in ((b"WARC/", "warc"), (b"PK\x03\x04", "zip"), (b"PAR1", "parquet"), (b"{", "json")):
        if start.startswith(sign):
            return f"{name}{packing}"
    return f"page{packing}"


def _records(raw: Any, piece: Piece, columns: Columns, limit: int) -> Iterator[Record]:
    form, _, packing = kind(raw).partition("+")
    if form == "warc":  # FastWARC unpacks by itself, and knows where each record begins in the file as stored
        return warc.read(raw, piece, limit)
    if form == "parquet":
        return parquet.read(raw, piece, columns)
    stream = unpacked(raw) if packing else raw
    if form == "json":
        return json_lines.read(stream, piece, columns)
    if form == "tar":
        return archives.read_tar(stream, piece, limit)
    if form == "zip":
        return archives.read_zip(stream, piece, limit)
    return iter([Record(id=piece.url, source=piece.url, offset=0, url=None, data=stream.read(limit + 1))])


def _first_bytes(packed: bytes) -> bytes:
    """What the first bytes of compressed bytes unpack to; nothing where they do not."""
    try:
        with unpacked(io.BufferedReader(io.BytesIO(packed))) as stream:
            return bytes(stream.read1(1 << 12))
    except BROKEN:
        return b""


__all__ = ["Columns", "Gauge", "Piece", "Record", "kind", "read"]
