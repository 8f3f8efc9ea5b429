"""JSON lines: one object in each line, with `html` or `text`, and optionally `id`, `url` and `content_type`.

The reader only splits lines. `parse` runs in a worker, because parsing a large line is slow.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from extractor.batch.readers.record import Columns, Piece, ReaderInput, Record, damaged, record_of_row

MAX_BYTES_PER_CHARACTER = 6  # of a page in JSON: \u0000
MAX_OTHER_BYTES = 1 << 16  # of a line, besides its page
CHUNK_BYTES = 1 << 16


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the lines that start in the piece."""
    return _Lines(given).records()


def split(_: IO[bytes], piece: Piece, piece_bytes: int) -> Iterator[Piece]:
    """Yield pieces of a file. A line belongs to the piece in which it starts."""
    for start in range(0, piece.size, piece_bytes):
        yield Piece(piece.url, min(piece_bytes, piece.size - start), start, start + piece_bytes)


class _Lines:
    def __init__(self, given: ReaderInput) -> None:
        self.stream, self.piece, self.columns = given.buffered(), given.piece, given.columns
        self.decompressed = given.decompressed
        self.max_line_bytes = MAX_BYTES_PER_CHARACTER * given.max_bytes + MAX_OTHER_BYTES
        self.offset = given.piece.start or 0

    def records(self) -> Iterator[Record]:
        if self.offset:  # the line that started before belongs to the previous piece
            self.stream.seek(self.offset - 1)
            self.offset += _skip_line(self.stream) - 1
        after_damage = False
        while self.piece.stop is None or self.offset < self.piece.stop:
            line, size, has_end = _read_line(self.stream, self.max_line_bytes)
            damage = self.decompressed and self.decompressed.damage
            if not size and not damage:
                return
            before_damage = bool(damage) and not has_end
            # Before or after damage, what cannot be parsed is the rest of a line.
            if size and (not (before_damage or after_damage) or self._is_whole(line, size)):
                yield self._record(line, size, has_end=has_end)
            self.offset += size
            after_damage = before_damage
            if before_damage and self.decompressed:
                yield damaged(self.piece.url, self.offset, f"{damage}: lines may be missing there")
                if not self.decompressed.resume():
                    return

    def _is_whole(self, line: bytes, size: int) -> bool:
        return size == len(line) and _parse_line(line, self.columns, self.piece.url, self.offset) is not None

    def _record(self, line: bytes, size: int, *, has_end: bool) -> Record:
        offset, source = self.offset, self.piece.url
        record = Record(id=f"{source}#{offset}", source=source, offset=offset)
        if size > self.max_line_bytes:
            reason = f"the line at byte {offset} has {size:,} bytes; a page needs at most {self.max_line_bytes:,}"
            return record._replace(reason=reason, fault="TooLarge")
        if not line.strip():
            return record._replace(skipped=True)
        # A last line without a line feed that cannot be parsed was cut short.
        return record._replace(data=line, columns=self.columns, fault="Unreadable" if has_end else "Damaged")


def parse(record: Record) -> Record:
    """Return the page of a line, or the reason why it has none. Other records are returned unchanged."""
    line, columns = record.data, record.columns
    if columns is None or not isinstance(line, bytes):
        return record
    reason = f"the line at byte {record.offset} is not a JSON object with {columns.html} or {columns.text}"
    found = _parse_line(line, columns, record.source, record.offset)
    return found or record._replace(data=None, columns=None, reason=reason)


def _parse_line(line: bytes, columns: Columns, source: str, offset: int) -> Record | None:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record_of_row(row, columns, source, offset) if isinstance(row, dict) else None


def _read_line(stream: IO[bytes], max_bytes: int) -> tuple[bytes, int, bool]:
    """Return the next line, its length in bytes, and whether it ends with a line feed.

    Of a line longer than `max_bytes` only the start is returned.
    """
    line = stream.readline(CHUNK_BYTES)
    size = len(line)
    has_end = line.endswith(b"\n")
    if size < CHUNK_BYTES or has_end:
        return line, size, has_end
    buffer = bytearray(line)
    while size <= max_bytes and not buffer.endswith(b"\n") and (more := stream.readline(CHUNK_BYTES)):
        buffer += more
        size += len(more)
    has_end = buffer.endswith(b"\n")
    if size <= max_bytes:
        return bytes(buffer), size, has_end
    del buffer
    while not has_end and (more := stream.readline(CHUNK_BYTES)):
        size += len(more)
        has_end = more.endswith(b"\n")
    return line, size, has_end


def _skip_line(stream: IO[bytes]) -> int:
    """Read to the end of the line, and return the number of bytes."""
    size = 0
    while more := stream.readline(CHUNK_BYTES):
        size += len(more)
        if more.endswith(b"\n"):
            break
    return size
