"""Read the records of a piece of input.

A file gives the same records in each run, so that a killed job can be resumed.
"""

from collections.abc import Iterator
from typing import Any

from extractor.batch import storage
from extractor.batch.readers.decompressed import DecompressedStream
from extractor.batch.readers.formats import detect
from extractor.batch.readers.record import (
    DEFAULT_STATUSES,
    ByteCounter,
    Columns,
    Piece,
    ReaderInput,
    Record,
    damaged,
)
from extractor.batch.readers.statuses import Statuses
from extractor.batch.storage import StorageError
from extractor.errors import BadOptions


def read(
    piece: Piece,
    columns: Columns,
    max_bytes: int,
    counter: ByteCounter | None = None,
    statuses: Statuses = DEFAULT_STATUSES,
) -> Iterator[Record]:
    """Yield the records of a piece in order. An unreadable place is a record with a reason.

    Args:
        piece: a file, or a part of one.
        columns: names of the columns of JSON lines and Parquet.
        max_bytes: size limit of a page. Of a larger page, `max_bytes` and one more byte are read.
        counter: set to the bytes that were read, before each record.
        statuses: which HTTP responses of a WARC file are pages.

    Raises:
        StorageError: the file cannot be read at the moment; a retry may succeed.
        BadOptions: a package is not installed.

    """
    number = 0
    try:
        with storage.open_file(piece.url) as raw:
            for record in _records(raw, piece, columns, max_bytes, statuses):
                if counter and piece.size:
                    counter.count = max(counter.count, min(raw.tell() - (piece.start or 0), piece.size))
                yield record
                number += 1
    except (StorageError, BadOptions):
        raise
    except Exception as error:  # noqa: BLE001 - a reader that fails costs the rest of the piece, not the job
        message = " ".join(str(error).split()) or type(error).__name__
        yield damaged(
            piece.url, piece.start or 0, f"the input cannot be read after its first {number} records: {message}"
        )


def _records(raw: Any, piece: Piece, columns: Columns, max_bytes: int, statuses: Statuses) -> Iterator[Record]:
    found = detect(raw)
    decompressed = DecompressedStream(raw) if found.compressed else None
    return found.format.read(ReaderInput(decompressed or raw, piece, columns, max_bytes, statuses, decompressed))
