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
    return _Lines(stream, piece, columns, ESCAPED * limit + ELSE_BYTES, packed).records()


class _Lines:
    def __init__(
        self, stream: IO[bytes], piece: Piece, columns: Columns, longest: int, packed: Unpacked | None
    ) -> None:
        self.stream, self.piece, self.columns, self.longest, self.packed = stream, piece, columns, longest, packed
        self.offset = piece.start or 0

    def records(self) -> Iterator[Record]:
        if self.offset:  # the line that began before belongs to the piece before
            self.stream.seek(self.offset - 1)
            self.offset += _skip_line(self.stream) - 1
        behind_damage = False
        while self.piece.stop is None or self.offset < self.piece.stop:
            line, size, ended = _line(self.stream, self.longest)
            damage = self.packed and self.packed.damage
            if not size and not damage:
                return
            broken = bool(damage) and not ended
            # What stands right before or behind damage is half a line, unless it can be parsed.
            if size and (not (broken or behind_damage) or self._whole(line, size)):
                yield self._record(line, size, ended=ended)
            self.offset += size
            behind_damage = broken
            if broken and self.packed:
                yield damaged(self.piece.url, self.offset, f"{damage}: lines may be missing there")
                if not self.packed.resume():
                    return

    def _whole(self, line: bytes, size: int) -> bool:
        return size == len(line) and _page_of(line, self.columns, self.piece.url, self.offset) is not None

    def _record(self, line: bytes, size: int, *, ended: bool) -> Record:
        offset, source = self.offset, self.piece.url
        record = Record(id=f"{source}#{offset}", source=source, offset=offset)
        if size > self.longest:
            reason = (
                f"the line at byte {offset} has {size:,} bytes, more than the {self.longest:,} that a page can need"
            )
            return record._replace(reason=reason, fault="TooLarge")
        if not line.strip():
            return record._replace(skipped=True)
        # What follows the last line feed and cannot be parsed is half a line.
        return record._replace(data=line, columns=self.columns, fault="Unreadable" if ended else "Damaged")


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


def _line(stream: IO[bytes], longest: int) -> tuple[bytes, int, bool]:
    """Return the next line, its length in bytes, and whether it ended.

    Of a line longer than `longest` bytes only the beginning is returned.
    """
    line = stream.readline(CHUNK_BYTES)
    size = len(line)
    ended = line.endswith(b"\n")
    if size < CHUNK_BYTES or ended:
        return line, size, ended
    held = bytearray(line)
    while size <= longest and not held.endswith(b"\n") and (more := stream.readline(CHUNK_BYTES)):
        held += more
        size += len(more)
    ended = held.endswith(b"\n")
    if size <= longest:
        return bytes(held), size, ended
    del held
    while not ended and (more := stream.readline(CHUNK_BYTES)):
        size += len(more)
        ended = more.endswith(b"\n")
    return line, size, ended


def _skip_line(stream: IO[bytes]) -> int:
    """Read to the end of a line; return how many bytes that were."""
    size = 0
    while more := stream.readline(CHUNK_BYTES):
        size += len(more)
        if more.endswith(b"\n"):
            break
    return size
