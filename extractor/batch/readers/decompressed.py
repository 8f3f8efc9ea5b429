"""Decompress gzip and zstd up to the first damage, and resume after it.

Python's own readers raise an exception in the middle of a buffer, and the start of the buffer is lost.
"""

import io
import zlib
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import zstandard

from extractor.batch.readers.source import CHUNK_BYTES, Source

GZIP, ZSTD = SIGNATURES = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
OUTPUT_BYTES = 1 << 18  # that zlib returns at a time
GZIP_DEFLATE: Final = GZIP + b"\x08"
HEADER_CHECKSUM, EXTRA, NAME, COMMENT, RESERVED = 2, 4, 8, 16, 0xE0  # flags of a gzip header, RFC 1952
SKIPPABLE_FRAME = 0x184D2A50  # magic number of a zstd frame without content; the last four bits vary
ZSTD_RAW, ZSTD_RLE, ZSTD_COMPRESSED = 0, 1, 2  # types of zstd blocks, RFC 8878
CUT_SHORT = "are cut short"


class Damaged(Exception):
    """A member of a compressed file is damaged or cut short.

    Args:
        message: what is wrong with it.
        start: decompressed bytes before the member.
        suspect: whether the decompressed part of the member may be wrong. It is right if the member is only cut short.

    """

    def __init__(self, message: str, *, start: int = 0, suspect: bool = False) -> None:
        super().__init__(message)
        self.start, self.suspect = start, suspect


class DecompressedStream(io.RawIOBase):
    """The content of a compressed file of one or several members, up to its end or to the first damage."""

    def __init__(self, raw: Any) -> None:
        self._source = Source(raw)
        self._chunks = self._decompress()
        self._ready = memoryview(b"")
        self.damage: Damaged | None = None
        """Why the stream ended early; None if it did not."""
        self._members: deque[tuple[int, int]] = deque()  # starts, in the decompressed stream and in the file
        self._decompressed_bytes = 0

    def readable(self) -> bool:  # noqa: D102 - a method of the base class
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read into a buffer and return the number of bytes; 0 at the end or at damage."""
        while not self._ready:
            try:
                self._ready = memoryview(next(self._chunks))
            except StopIteration:
                return 0
            except Damaged as damage:
                self.damage = damage
                self._chunks = iter(())
                return 0
            self._decompressed_bytes += len(self._ready)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def locate(self, position: int) -> tuple[int, int]:
        """Return the start in the file of the member with a decompressed byte, and the byte's offset in that member.

        Args:
            position: of the byte in the stream; not less than in the last call.

        """
        while len(self._members) > 1 and self._members[1][0] <= position:
            self._members.popleft()
        start, place = self._members[0] if self._members else (0, 0)
        return place, position - start

    def resume(self) -> bool:
        """Continue with the next readable member after the damage, and return whether there is one."""
        self._source.rewind()
        self._source.read(1)
        while self._source.find(GZIP_DEFLATE, ZSTD):
            self._chunks = self._decompress()
            try:
                first = next(self._chunks, b"")
            except Damaged:
                self._source.rewind()
                self._source.read(1)
                continue
            self._decompressed_bytes += len(first)
            self._ready = memoryview(first)
            self.damage = None
            return True
        return False

    def _decompress(self) -> Iterator[bytes]:
        """Yield the content of all members.

        Raises:
            Damaged: a member cannot be read to its end.

        """
        source, first = self._source, True
        while head := source.peek(4):
            if not first and head[:1] == b"\0":  # padding
                source.read_some(1)
                continue
            place = source.position
            source.mark()
            if head.startswith(GZIP):
                member = _gzip_member(source)
            elif head == ZSTD or int.from_bytes(head, "little") & ~15 == SKIPPABLE_FRAME:
                member = _zstd_frame(source)
            else:
                message = f"the bytes from byte {place} on are not compressed"
                raise Damaged(message, start=self._decompressed_bytes)
            first, start = False, self._decompressed_bytes
            self._members.append((start, place))
            try:
                yield from member
            except Damaged as damage:
                message = f"the compressed data from byte {place} on {damage}"
                raise Damaged(message, start=start, suspect=damage.suspect) from None


def _exactly(source: Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise Damaged(CUT_SHORT)
    return data


def _gzip_member(source: Source) -> Iterator[bytes]:
    _gzip_header(source)
    decompressor, checksum, size = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    while not decompressor.eof:
        data = source.read_some(CHUNK_BYTES)
        if not data:
            yield decompressor.flush()
            raise Damaged(CUT_SHORT)
        for part in _inflate(decompressor, data):
            checksum, size = zlib.crc32(part, checksum), size + len(part)
            yield part
    source.push_back(decompressor.unused_data)
    trailer = _exactly(source, 8)
    if trailer != checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little"):
        message = "do not match their checksum"
        raise Damaged(message, suspect=True)


def _gzip_header(source: Source) -> None:
    head = _exactly(source, 10)
    flags = head[3]
    if not head.startswith(GZIP_DEFLATE) or flags & RESERVED:
        message = "are not gzip"
        raise Damaged(message)
    if flags & EXTRA:
        _exactly(source, int.from_bytes(_exactly(source, 2), "little"))
    for flag in (NAME, COMMENT):
        while flags & flag and _exactly(source, 1) != b"\0":
            pass
    if flags & HEADER_CHECKSUM:
        _exactly(source, 2)


def _inflate(decompressor: Any, data: bytes) -> Iterator[bytes]:
    """Yield the decompressed data, up to the first error."""
    while True:
        before = decompressor.copy()
        try:
            part = decompressor.decompress(data, OUTPUT_BYTES)
        except zlib.error:
            yield from _inflate_bytewise(before, data)
            message = "are damaged"
            raise Damaged(message, suspect=True) from None
        if part:
            yield part
        data = decompressor.unconsumed_tail
        if decompressor.eof or (not data and len(part) < OUTPUT_BYTES):
            return


def _inflate_bytewise(decompressor: Any, data: bytes) -> Iterator[bytes]:
    """Yield the content of each byte up to the first error, which `_inflate` would lose with the rest of its buffer."""
    for place in range(len(data)):
        try:
            part = decompressor.decompress(data[place : place + 1])
        except zlib.error:
            return
        if part:
            yield part


def _zstd_frame(source: Source) -> Iterator[bytes]:
    """Yield the content of a frame, block by block, so that the blocks before damage are kept."""
    magic = _exactly(source, 4)
    if magic != ZSTD:
        _exactly(source, int.from_bytes(_exactly(source, 4), "little"))
        return
    decompressor = zstandard.ZstdDecompressor().decompressobj()
    descriptor = _exactly(source, 1)[0]
    single, has_checksum = descriptor & 0x20, descriptor & 4
    window = 0 if single else 1
    content_size = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    yield _feed(
        decompressor,
        magic + bytes([descriptor]) + _exactly(source, window + (0, 1, 2, 4)[descriptor & 3] + content_size),
    )
    last = False
    while not last:
        header = _exactly(source, 3)
        bits = int.from_bytes(header, "little")
        last, kind, size = bool(bits & 1), bits >> 1 & 3, bits >> 3
        if kind > ZSTD_COMPRESSED:
            message = "are damaged"
            raise Damaged(message, suspect=True)
        # The content of the last block comes before the checksum.
        yield _feed(decompressor, header + _exactly(source, 1 if kind == ZSTD_RLE else size))
    if has_checksum:
        checksum = _exactly(source, 4)
        try:
            yield decompressor.decompress(checksum)
        except zstandard.ZstdError:
            message = "do not match their checksum"
            raise Damaged(message, suspect=True) from None


def _feed(decompressor: Any, data: bytes) -> bytes:
    try:
        return bytes(decompressor.decompress(data))
    except zstandard.ZstdError as error:
        message = f"are damaged ({error})"
        raise Damaged(message, suspect=True) from None
