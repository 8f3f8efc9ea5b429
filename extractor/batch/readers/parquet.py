"""Parquet: a row is a page, with `html` or `text`, and perhaps `id`, `url` and `content_type`."""

from collections.abc import Iterator
from typing import IO, Any

from extractor.batch.readers.record import Columns, Piece, Record, of_row
from extractor.errors import BadOptions

ROWS = 16  # that are held at a time


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


def read(raw: IO[bytes], piece: Piece, columns: Columns) -> Iterator[Record]:
    """The rows of a file, or of some of its row groups."""
    file = arrow().parquet.ParquetFile(raw)
    names = [name for name in columns if name in file.schema_arrow.names]
    if not {columns.html, columns.text} & set(names):
        message = f"no column {columns.html} or {columns.text}; there are {', '.join(file.schema_arrow.names)}"
        raise ValueError(message)
    first, stop = piece.start or 0, file.num_row_groups if piece.stop is None else piece.stop
    offset = sum(file.metadata.row_group(number).num_rows for number in range(first))
    for number in range(first, stop):
        for batch in file.iter_batches(ROWS, row_groups=[number], columns=names):
            for row in batch.to_pylist():
                yield of_row(row, columns, piece.url, offset) or _nothing(piece.url, offset, columns)
                offset += 1


def groups(raw: IO[bytes]) -> list[int]:
    """How many bytes each row group takes as stored."""
    metadata: Any = arrow().parquet.ParquetFile(raw).metadata
    numbers = range(metadata.num_row_groups)
    return [
        sum(metadata.row_group(number).column(each).total_compressed_size for each in range(metadata.num_columns))
        for number in numbers
    ]


def _nothing(source: str, offset: int, columns: Columns) -> Record:
    reason = f"row {offset} holds neither {columns.html} nor {columns.text}"
    return Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason)
