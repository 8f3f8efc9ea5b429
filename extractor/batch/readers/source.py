"""A stream with a place in it: what the readers that look for the next readable record need."""

from collections import deque
from typing import Any

CHUNK_BYTES = 1 << 16  # that are read at a time
KEPT_BYTES = 4 << 20  # that `rewind` reaches back, at most


class Source:
    """A stream that can be looked into, searched, and rewound to a mark."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._held = raw, b""
        self._at = 0
        self.position = 0
        """Bytes from the start of the stream."""
        self._since: deque[bytes] | None = None
        self._since_bytes = 0

    def read(self, size: int) -> bytes:
        """Return `size` bytes, or fewer at the end of the stream."""
        self._fill(size)
        data = self._held[self._at : self._at + size]
        self._at += len(data)
        self.position += len(data)
        self._keep(data)
        return data

    def peek(self, size: int) -> bytes:
        """Return the next bytes without reading them."""
        self._fill(size)
        return self._held[self._at : self._at + size]

    def read_some(self, size: int) -> bytes:
        """Return from 1 to `size` bytes, or none at the end of the stream."""
        self._fill(1)
        return self.read(min(size, len(self._held) - self._at))

    def push_back(self, data: bytes) -> None:
        """Have `data`, which was read last, read again."""
        if not data:
            return
        self._held, self._at = data + self._held[self._at :], 0
        self.position -= len(data)
        if self._since is not None:
            kept = b"".join(self._since)[: -len(data)]
            self._since, self._since_bytes = deque([kept]), len(kept)

    def drop(self) -> None:
        """Read what is held and give it to nobody."""
        self.position += len(self._held) - self._at
        self._held, self._at = b"", 0

    def mark(self) -> None:
        """Keep what is read from here on, as far as `KEPT_BYTES` reach."""
        self._since, self._since_bytes = deque(), 0

    def rewind(self) -> None:
        """Go back to the mark, or as near to it as what is kept allows."""
        kept = b"".join(self._since or ())
        self._since, self._since_bytes = deque(), 0
        self.push_back(kept)
        self._since, self._since_bytes = None, 0

    def find(self, *signs: bytes) -> bool:
        """Read on to the next of `signs`; return whether there is one."""
        longest = max(map(len, signs))
        while True:
            self._fill(CHUNK_BYTES)
            places = [place for place in (self._held.find(sign, self._at) for sign in signs) if place >= 0]
            if places:
                self.position += min(places) - self._at
                self._at = min(places)
                return True
            passed = len(self._held) - self._at - longest + 1
            if len(self._held) - self._at < CHUNK_BYTES:
                self.drop()
                return False
            self.position += passed
            self._at += passed

    def _fill(self, size: int) -> None:
        if len(self._held) - self._at >= size:
            return
        parts = [self._held[self._at :]]
        missing = size - len(parts[0])
        while missing > 0 and (data := self._raw.read(max(missing, CHUNK_BYTES))):
            parts.append(data)
            missing -= len(data)
        self._held, self._at = b"".join(parts), 0

    def _keep(self, data: bytes) -> None:
        if self._since is None:
            return
        self._since.append(data)
        self._since_bytes += len(data)
        while self._since_bytes > KEPT_BYTES and len(self._since) > 1:
            self._since_bytes -= len(self._since.popleft())
