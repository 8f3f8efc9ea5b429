"""JSON lines: an object a line with `html` or `text`, and perhaps `id`, `url` and `content_type`."""

import json
from collections.abc import Iterator
from typing import IO

from extractor.batch.readers.record import Columns, Piece, Record, of_row

LONGEST = 150_000_000  # bytes of a line; more would be one page that no one may send
CHUNK = 1 << 20


def read(stream: IO[bytes], piece: Piece, columns: Columns) -> Iterator[Record]:
    """The lines that begin in a piece."""
    offset = piece.start or 0
    if offset:  # the line that began before belongs to the piece before
        stream.seek(offset - 1)
        offset += len(stream.readline()) - 1
    while piece.stop is None or offset < piece.stop:
        line = stream.readline(LONGEST)
        if not line:
            return
        yield _record(line, piece.url, offset, columns)
        offset += len(line)
        while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
            offset += len(line)


def _record(line: bytes, source: str, offset: int, columns: Columns) -> Record:
    reason = f"the line at byte {offset} is no JSON object with {columns.html} or {columns.text}"
    try:
        row = json.loads(line)
        found = of_row(row, columns, source, offset) if isinstance(row, dict) else None
    except (ValueError, RecursionError):
        found = None
    if len(line) == LONGEST:
        reason = f"the line at byte {offset} is longer than {LONGEST} bytes"
    empty = not line.strip()
    return found or Record(id=f"{source}#{offset}", source=source, offset=offset, reason=reason, skipped=empty)
