"""Parquet: a row is a page, with `html` or `text`, and perhaps `id`, `url` and `content_type`."""

from collections.abc import Iterator
from typing import IO, Any

from extractor.batch.readers.record import Columns, Piece, Record, damaged, of_row
from extractor.batch.storage import StorageError
from extractor.errors import BadOptions

ROWS = 16  # that are held at a time


class NoSuchColumn(Exception):
    """A file has no column that pages could stand in."""


def arrow() -> Any:
    """The module pyarrow, with `pyarrow.parquet` loaded.

    Raises:
        BadOptions: it is not installed.

    """
    try:
        import pyarrow.parquet  # noqa: PLC0415 - an extra
    except ImportError:
        message = "Parquet needs another package: pip install 'extractor[parquet]'"
        raise BadOptions(message) from None
    return pyarrow


def corrupt() -> tuple[type[Exception], ...]:
    """Return what pyarrow raises where data are corrupt. It has no name of its own for that."""
    return (OSError, arrow().lib.ArrowException, ValueError, TypeError, OverflowError)


def read(raw: IO[bytes], piece: Piece, columns: Columns) -> Iterator[Record]:
    """Yield the rows of a file, or of some of its row groups; a group that is corrupt costs only its own rows."""
    file: Any = None
    try:
        file = arrow().parquet.ParquetFile(raw, page_checksum_verification=True)
        names = [name for name in columns if name in file.schema_arrow.names]
        first, stop = piece.start or 0, file.num_row_groups if piece.stop is None else piece.stop
        rows = [file.metadata.row_group(number).num_rows for number in range(stop)]
    except StorageError:
        raise
    except corrupt() as error:
        yield damaged(piece.url, 0, f"the file cannot be read: {_short(error)}")
        return
    if not {columns.html, columns.text} & set(names):
        message = f"no column {columns.html} or {columns.text}; there are {', '.join(file.schema_arrow.names)}"
        raise NoSuchColumn(message)
    for number in range(first, stop):
        offset, end = sum(rows[:number]), sum(rows[: number + 1])
        try:
            for batch in file.iter_batches(ROWS, row_groups=[number], columns=names):
                for record in _rows(batch, columns, piece.url, offset):
                    yield record
                    offset += 1
        except StorageError:
            raise
        except corrupt() as error:
            reason = f"rows {offset} to {end - 1}, in row group {number}, cannot be read: {_short(error)}"
            yield damaged(piece.url, offset, reason)
            continue
        if offset < end:
            yield damaged(piece.url, offset, f"rows {offset} to {end - 1}, in row group {number}, are missing")


def groups(raw: IO[bytes]) -> list[int]:
    """Return how many bytes each row group takes as stored; none where the file is corrupt."""
    try:
        metadata: Any = arrow().parquet.ParquetFile(raw).metadata
        numbers = range(metadata.num_row_groups)
        return [
            sum(metadata.row_group(number).column(each).total_compressed_size for each in range(metadata.num_columns))
            for number in numbers
        ]
    except StorageError:
        raise
    except corrupt():
        return []


def _rows(batch: Any, columns: Columns, source: str, offset: int) -> Iterator[Record]:
    for place in range(batch.num_rows):
        try:
            (row,) = batch.slice(place, 1).to_pylist()
        except UnicodeDecodeError as error:
            reason = f"row {offset + place} is corrupt: {error.reason}"
            yield Record(id=f"{source}#{offset + place}", source=source, offset=offset + place, reason=reason)
            continue
        yield of_row(row, columns, source, offset + place) or _nothing(source, offset + place, columns)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _nothing(source: str, offset: int, columns: Columns) -> Record:
    reason = f"row {offset} holds neither {columns.html} nor {columns.text}"
    return Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason)
