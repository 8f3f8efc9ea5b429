"""JSON lines: an object a line with `html` or `text`, and perhaps `id`, `url` and `content_type`.

The reader only cuts lines; `parse` makes a page of one, in a worker, since a line may be large and slow to parse.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from extractor.batch.readers.record import Columns, Piece, Record, damaged, of_row
from extractor.batch.readers.unpacked import Unpacked

ESCAPED = 6  # bytes that one character of a page may take in JSON
ELSE_BYTES = 1 << 16  # that a line may hold besides its page
CHUNK_BYTES = 1 << 16


def read(stream: IO[bytes], piece: Piece, columns: Columns, limit: int, packed: Unpacked | None) -> Iterator[Record]:
    """Yield the lines that begin in a piece.

    Args:
        stream: the lines, unpacked.
        piece: where they are from.
        columns: what they call what they hold.
        limit: the most bytes that a page may have.
        packed: what unpacks them, if they are compressed.

    """
    longest = ESCAPED * limit + ELSE_BYTES
    offset = piece.start or 0
    if offset:  # the line that began before belongs to the piece before
        stream.seek(offset - 1)
        offset += _skip_line(stream) - 1
    while piece.stop is None or offset < piece.stop:
        line, size = _line(stream, longest)
        if packed and packed.damage and not line.endswith(b"\n"):
            yield from _behind_damage(line, size, piece.url, offset, columns, packed)
            offset += size
            if not packed.resume():
                return
            line, size = _line(stream, longest)
            if size and _page_of(line, columns, piece.url, offset) is None:  # the end of a line that was lost
                offset += size
                continue
        if not size:
            return
        yield _record(line, size, piece.url, offset, columns, longest)
        offset += size


def parse(record: Record) -> Record:
    """Return the page that a line holds, or why it holds none."""
    line, columns = record.data, record.columns
    if columns is None or not isinstance(line, bytes):
        return record
    reason = f"the line at byte {record.offset} is no JSON object with {columns.html} or {columns.text}"
    found = _page_of(line, columns, record.source, record.offset)
    return found or record._replace(data=None, columns=None, reason=reason)


def _page_of(line: bytes, columns: Columns, source: str, offset: int) -> Record | None:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return of_row(row, columns, source, offset) if isinstance(row, dict) else None


def _behind_damage(
    line: bytes, size: int, source: str, offset: int, columns: Columns, packed: Unpacked
) -> Iterator[Record]:
    """Yield the last line before damage, if it is whole, and what tells of the damage."""
    whole = size == len(line) and _page_of(line, columns, source, offset) is not None
    if whole:
        yield Record(id=f"{source}#{offset}", source=source, offset=offset, data=line, columns=columns)
    yield damaged(source, offset + (size if whole else 0), f"{packed.damage}: lines may be missing there")


def _record(line: bytes, size: int, source: str, offset: int, columns: Columns, longest: int) -> Record:
    record = Record(id=f"{source}#{offset}", source=source, offset=offset)
    if size > longest:
        reason = f"the line at byte {offset} has {size:,} bytes, more than the {longest:,} that a page can need"
        return record._replace(reason=reason, fault="TooLarge")
    if not line.strip():
        return record._replace(skipped=True)
    return record._replace(data=line, columns=columns)


def _line(stream: IO[bytes], longest: int) -> tuple[bytes, int]:
    """Return the next line, or a little of it where it is longer than `longest` bytes, and its length in bytes."""
    line = stream.readline(CHUNK_BYTES)
    size = len(line)
    if size < CHUNK_BYTES or line.endswith(b"\n"):
        return line, size
    held = bytearray(line)
    while size <= longest and not held.endswith(b"\n") and (more := stream.readline(CHUNK_BYTES)):
        held += more
        size += len(more)
    if size <= longest:
        return bytes(held), size
    ended = held.endswith(b"\n")
    del held
    return line, size + (0 if ended else _skip_line(stream))


def _skip_line(stream: IO[bytes]) -> int:
    """Read to the end of a line; return how many bytes that were."""
    size = 0
    while more := stream.readline(CHUNK_BYTES):
        size += len(more)
        if more.endswith(b"\n"):
            break
    return size
