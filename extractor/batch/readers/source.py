"""A stream that can be searched and rewound. Readers use it to find the next readable record after damage."""

from collections import deque
from typing import Any

CHUNK_BYTES = 1 << 16  # read at a time
REWIND_BYTES = 4 << 20  # how far `rewind` can go back, at most


class Source:
    """A stream with the methods `peek`, `find`, `mark` and `rewind`."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._buffer = raw, b""
        self._place = 0
        self.position = 0
        """Bytes from the start of the stream."""
        self._marked: deque[bytes] | None = None
        self._marked_bytes = 0

    def read(self, size: int) -> bytes:
        """Return `size` bytes, or fewer at the end of the stream."""
        self._fill(size)
        data = self._buffer[self._place : self._place + size]
        self._place += len(data)
        self.position += len(data)
        self._keep(data)
        return data

    def peek(self, size: int) -> bytes:
        """Return the next bytes; the position stays."""
        self._fill(size)
        return self._buffer[self._place : self._place + size]

    def read_some(self, size: int) -> bytes:
        """Return 1 to `size` bytes; no bytes at the end of the stream."""
        self._fill(1)
        return self.read(min(size, len(self._buffer) - self._place))

    def push_back(self, data: bytes) -> None:
        """Move back before `data`, which must be the last bytes that were read."""
        if not data:
            return
        self._buffer, self._place = data + self._buffer[self._place :], 0
        self.position -= len(data)
        if self._marked is not None:
            kept = b"".join(self._marked)[: -len(data)]
            self._marked, self._marked_bytes = deque([kept]), len(kept)

    def drop(self) -> None:
        """Discard the buffer."""
        self.position += len(self._buffer) - self._place
        self._buffer, self._place = b"", 0

    def mark(self) -> None:
        """Keep the bytes that are read from now on for `rewind`; of more than `REWIND_BYTES`, the last."""
        self._marked, self._marked_bytes = deque(), 0

    def rewind(self) -> None:
        """Go back to the mark, or as near to it as the kept bytes allow."""
        kept = b"".join(self._marked or ())
        self._marked, self._marked_bytes = deque(), 0
        self.push_back(kept)
        self._marked, self._marked_bytes = None, 0

    def find(self, *patterns: bytes) -> bool:
        """Move to the next of `patterns`, and return whether there is one."""
        longest = max(map(len, patterns))
        while True:
            self._fill(CHUNK_BYTES)
            places = [
                place for place in (self._buffer.find(pattern, self._place) for pattern in patterns) if place >= 0
            ]
            if places:
                self.position += min(places) - self._place
                self._place = min(places)
                return True
            passed = len(self._buffer) - self._place - longest + 1
            if len(self._buffer) - self._place < CHUNK_BYTES:
                self.drop()
                return False
            self.position += passed
            self._place += passed

    def _fill(self, size: int) -> None:
        if len(self._buffer) - self._place >= size:
            return
        parts = [self._buffer[self._place :]]
        missing = size - len(parts[0])
        while missing > 0 and (data := self._raw.read(max(missing, CHUNK_BYTES))):
            parts.append(data)
            missing -= len(data)
        self._buffer, self._place = b"".join(parts), 0

    def _keep(self, data: bytes) -> None:
        if self._marked is None:
            return
        self._marked.append(data)
        self._marked_bytes += len(data)
        while self._marked_bytes > REWIND_BYTES and len(self._marked) > 1:
            self._marked_bytes -= len(self._marked.popleft())
