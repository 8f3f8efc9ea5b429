"""Unpack gzip and zstd as far as they can be unpacked: damage ends the stream, and what precedes it is kept.

Python's own readers raise in the middle of a buffer and lose what the buffer held. Here all that can be unpacked is
given, `Unpacked.damage` says what was wrong and where, and `resume` goes on with the next member that can be read.
"""

import io
import zlib
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import zstandard

from extractor.batch.readers.source import CHUNK_BYTES, Source

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"  # what compressed bytes begin with
OUTPUT_BYTES = 1 << 18  # that zlib gives at a time
GZIP_METHOD: Final = GZIP + b"\x08"
HEADER_CHECKSUM, EXTRA, NAME, COMMENT = 2, 4, 8, 16  # flags of a gzip header, RFC 1952
RESERVED = 0xE0
SKIPPABLE = 0x184D2A50  # magic number of a zstd frame without content, but for its last four bits
ZSTD_RAW, ZSTD_RLE, ZSTD_COMPRESSED = 0, 1, 2  # types of zstd blocks, RFC 8878


class Damaged(Exception):
    """A member of a compressed file is cut short or damaged; the message says how.

    Args:
        message: what is wrong.
        start: the unpacked byte at which the member begins.
        suspect: whether what was unpacked of it may be wrong, too; not so where it is only cut short.

    """

    def __init__(self, message: str, *, start: int = 0, suspect: bool = False) -> None:
        super().__init__(message)
        self.start, self.suspect = start, suspect


class Unpacked(io.RawIOBase):
    """What a compressed file of one or several members holds, up to its end or to the first damage."""

    def __init__(self, raw: Any) -> None:
        self._source = Source(raw)
        self._chunks = self._unpack()
        self._ready = memoryview(b"")
        self.damage: Damaged | None = None
        """What is wrong where the stream ended; None where it ended as it should."""
        self.given = 0
        """Bytes given so far."""
        self._members: deque[tuple[int, int]] = deque()
        self._unpacked = 0

    def readable(self) -> bool:  # noqa: D102 - of the base class
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Put unpacked bytes into `buffer`; return how many, 0 at the end or at the first damage."""
        while not self._ready:
            try:
                self._ready = memoryview(next(self._chunks))
            except StopIteration:
                return 0
            except Damaged as damage:
                self.damage = damage
                self._chunks = iter(())
                return 0
            self._unpacked += len(self._ready)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        self.given += size
        return size

    def stored(self, position: int) -> tuple[int, int]:
        """Return where in the file the member begins that holds an unpacked byte, and where in it that byte is.

        Positions must not decrease from call to call.
        """
        while len(self._members) > 1 and self._members[1][0] <= position:
            self._members.popleft()
        unpacked, place = self._members[0] if self._members else (0, 0)
        return place, position - unpacked

    def resume(self) -> bool:
        """Go on behind the damage, with the next member that can be read; return whether there is one."""
        self._source.rewind()
        self._source.read(1)
        while self._source.find(GZIP_METHOD, ZSTD):
            self._chunks = self._unpack()
            try:
                first = next(self._chunks, b"")
            except Damaged:
                self._source.rewind()
                self._source.read(1)
                continue
            self._unpacked += len(first)
            self._ready = memoryview(first)
            self.damage = None
            return True
        return False

    def _unpack(self) -> Iterator[bytes]:
        """Yield what the members hold.

        Raises:
            Damaged: a member cannot be read, or not to its end.

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
            elif head == ZSTD or int.from_bytes(head, "little") & ~15 == SKIPPABLE:
                member = _zstd_frame(source)
            else:
                message = f"at byte {place} stands something that is not compressed"
                raise Damaged(message, start=self._unpacked)
            first, start = False, self._unpacked
            self._members.append((start, place))
            try:
                yield from member
            except Damaged as damage:
                message = f"the compressed data that begin at byte {place} {damage}"
                raise Damaged(message, start=start, suspect=damage.suspect) from None


CUT = "are cut short"


def _exactly(source: Source, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise Damaged(CUT)
    return data


def _gzip_member(source: Source) -> Iterator[bytes]:
    _gzip_header(source)
    unpacking, checksum, size = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    while not unpacking.eof:
        data = source.read_some(CHUNK_BYTES)
        if not data:
            yield unpacking.flush()
            raise Damaged(CUT)
        for part in _inflate(unpacking, data):
            checksum, size = zlib.crc32(part, checksum), size + len(part)
            yield part
    source.push_back(unpacking.unused_data)
    trailer = _exactly(source, 8)
    if trailer != checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little"):
        message = "do not match their checksum"
        raise Damaged(message, suspect=True)


def _gzip_header(source: Source) -> None:
    head = _exactly(source, 10)
    flags = head[3]
    if not head.startswith(GZIP_METHOD) or flags & RESERVED:
        message = "are not gzip"
        raise Damaged(message)
    if flags & EXTRA:
        _exactly(source, int.from_bytes(_exactly(source, 2), "little"))
    for flag in (NAME, COMMENT):
        while flags & flag and _exactly(source, 1) != b"\0":
            pass
    if flags & HEADER_CHECKSUM:
        _exactly(source, 2)


def _inflate(unpacking: Any, data: bytes) -> Iterator[bytes]:
    """Yield all that `data` unpacks to; where there is an error, what precedes it as well."""
    while True:
        before = unpacking.copy()
        try:
            part = unpacking.decompress(data, OUTPUT_BYTES)
        except zlib.error:
            yield from _inflate_bytewise(before, data)
            message = "are damaged"
            raise Damaged(message, suspect=True) from None
        if part:
            yield part
        data = unpacking.unconsumed_tail
        if unpacking.eof or (not data and len(part) < OUTPUT_BYTES):
            return


def _inflate_bytewise(unpacking: Any, data: bytes) -> Iterator[bytes]:
    for place in range(len(data)):
        try:
            part = unpacking.decompress(data[place : place + 1])
        except zlib.error:
            return
        if part:
            yield part


def _zstd_frame(source: Source) -> Iterator[bytes]:
    """Yield what a frame holds, block by block, so that a damaged block costs only what follows it."""
    magic = _exactly(source, 4)
    if magic != ZSTD:
        _exactly(source, int.from_bytes(_exactly(source, 4), "little"))
        return
    unpacking = zstandard.ZstdDecompressor().decompressobj()
    descriptor = _exactly(source, 1)[0]
    single, has_checksum = descriptor & 0x20, descriptor & 4
    window = 0 if single else 1
    content_size = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    yield _decompress(
        unpacking, magic + bytes([descriptor]) + _exactly(source, window + (0, 1, 2, 4)[descriptor & 3] + content_size)
    )
    last = False
    while not last:
        header = _exactly(source, 3)
        bits = int.from_bytes(header, "little")
        last, kind, size = bool(bits & 1), bits >> 1 & 3, bits >> 3
        if kind > ZSTD_COMPRESSED:
            message = "are damaged"
            raise Damaged(message, suspect=True)
        # The last block waits for the checksum, but its content is given first.
        yield _decompress(unpacking, header + _exactly(source, 1 if kind == ZSTD_RLE else size))
    if has_checksum:
        checksum = _exactly(source, 4)
        try:
            yield unpacking.decompress(checksum)
        except zstandard.ZstdError:
            message = "do not match their checksum"
            raise Damaged(message, suspect=True) from None


def _decompress(unpacking: Any, data: bytes) -> bytes:
    try:
        return bytes(unpacking.decompress(data))
    except zstandard.ZstdError as error:
        message = f"are damaged ({error})"
        raise Damaged(message, suspect=True) from None
