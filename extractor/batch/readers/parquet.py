"""Parquet: one page in each row, with `html` or `text`, and optionally `id`, `url` and `content_type`."""

from collections.abc import Iterator
from typing import IO, Any

from extractor.batch.readers.record import Columns, Piece, ReaderInput, Record, damaged, record_of_row
from extractor.batch.storage import StorageError
from extractor.errors import BadOptions

BATCH_ROWS = 16  # in memory at a time
MAX_REASON_CHARACTERS = 300


class NoSuchColumn(Exception):
    """A file has neither of the columns for pages."""


def arrow() -> Any:
    """Return the module `pyarrow`, with `pyarrow.parquet` imported.

    Raises:
        BadOptions: it is not installed.

    """
    try:
        import pyarrow.parquet  # noqa: PLC0415 - an extra
    except ImportError:
        message = "Parquet needs another package: install mainmatter[parquet]"
        raise BadOptions(message) from None
    return pyarrow


def corruption_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that pyarrow raises for corrupt data. There is no common class of them."""
    return (OSError, arrow().lib.ArrowException, ValueError, TypeError, OverflowError)


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the rows of a file, or of some of its row groups. A corrupt row group costs only its own rows.

    Raises:
        NoSuchColumn: the file has no column for pages.
        BadOptions: pyarrow is not installed.

    """
    piece, columns = given.piece, given.columns
    file: Any = None
    try:
        file = arrow().parquet.ParquetFile(given.stream, page_checksum_verification=True)
        names = [name for name in columns if name in file.schema_arrow.names]
        first, stop = piece.start or 0, file.num_row_groups if piece.stop is None else piece.stop
        rows = [file.metadata.row_group(number).num_rows for number in range(stop)]
    except StorageError:
        raise
    except corruption_errors() as error:
        yield damaged(piece.url, 0, f"the file cannot be read: {_one_line(error)}")
        return
    if not {columns.html, columns.text} & set(names):
        message = f"no column {columns.html} or {columns.text}; there are {', '.join(file.schema_arrow.names)}"
        raise NoSuchColumn(message)
    for number in range(first, stop):
        offset, end = sum(rows[:number]), sum(rows[: number + 1])
        try:
            for batch in file.iter_batches(BATCH_ROWS, row_groups=[number], columns=names):
                for record in _rows(batch, columns, piece.url, offset):
                    yield record
                    offset += 1
        except StorageError:
            raise
        except corruption_errors() as error:
            reason = f"rows {offset} to {end - 1}, in row group {number}, cannot be read: {_one_line(error)}"
            yield damaged(piece.url, offset, reason)
            continue
        if offset < end:
            yield damaged(piece.url, offset, f"rows {offset} to {end - 1}, in row group {number}, are missing")


def split(raw: IO[bytes], piece: Piece, piece_bytes: int) -> Iterator[Piece]:
    """Yield pieces of a file, each of whole row groups. A corrupt file is one piece."""
    sizes = _row_group_bytes(raw)
    if not sizes:
        yield piece
    start, size = 0, 0
    for stop, group_size in enumerate(sizes, start=1):
        size += group_size
        if size >= piece_bytes or stop == len(sizes):
            yield Piece(piece.url, size, start, stop)
            start, size = stop, 0


def _row_group_bytes(raw: IO[bytes]) -> list[int]:
    """Return the stored size of each row group; an empty list if the file is corrupt."""
    try:
        metadata: Any = arrow().parquet.ParquetFile(raw).metadata
        numbers = range(metadata.num_row_groups)
        return [
            sum(metadata.row_group(number).column(each).total_compressed_size for each in range(metadata.num_columns))
            for number in numbers
        ]
    except StorageError:
        raise
    except corruption_errors():
        return []


def _rows(batch: Any, columns: Columns, source: str, offset: int) -> Iterator[Record]:
    for place in range(batch.num_rows):
        try:
            (row,) = batch.slice(place, 1).to_pylist()
        except UnicodeDecodeError as error:
            reason = f"row {offset + place} is corrupt: {error.reason}"
            yield Record(id=f"{source}#{offset + place}", source=source, offset=offset + place, reason=reason)
            continue
        yield record_of_row(row, columns, source, offset + place) or _no_page(source, offset + place, columns)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:MAX_REASON_CHARACTERS] or type(error).__name__


def _no_page(source: str, offset: int, columns: Columns) -> Record:
    reason = f"row {offset} has neither {columns.html} nor {columns.text}"
    return Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason)
