"""ZIP: each file is a page. Without its directory, which stands at the end, an archive is read member by member."""

import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from extractor.batch.readers.members import with_page
from extractor.batch.readers.record import Piece, Record, damaged
from extractor.batch.readers.source import Source
from extractor.batch.readers.unpacked import Unpacked

UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, ValueError, struct.error)
SIGN, DIRECTORY = b"PK\x03\x04", b"PK\x01\x02"  # of a member, and of the directory
HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED, SIZES_FOLLOW, UTF_8 = 0x1, 0x8, 0x800  # flags
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
IN_EXTRA = 0xFFFFFFFF  # instead of a size that needs 64 bits
CHUNK_BYTES = 1 << 16


class _Header(NamedTuple):
    """What stands before a member."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    """Bytes as stored; where they are not stated, 0."""


def read(stream: IO[bytes], piece: Piece, limit: int, packed: Unpacked | None) -> Iterator[Record]:
    """Yield the files of an archive, which is put into a temporary file where it comes as a stream.

    Args:
        stream: the archive, unpacked.
        piece: where it is from.
        limit: the most bytes that a page may have; of a larger one so many are read, and one more.
        packed: what unpacks it, if it is compressed.

    """
    if stream.seekable():
        yield from _read(stream, piece, limit)
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(stream, kept)
        kept.seek(0)
        yield from _read(kept, piece, limit)
    if packed and packed.damage:
        yield damaged(piece.url, 0, str(packed.damage))


def _read(stream: IO[bytes], piece: Piece, limit: int) -> Iterator[Record]:
    try:
        archive = zipfile.ZipFile(stream)
        members = [each for each in archive.infolist() if not each.is_dir()]
    except UNREADABLE as error:
        stream.seek(0)
        yield from _without_directory(Source(stream), piece, limit, str(error))
        return
    with archive:
        for number, member in enumerate(members):
            record = Record(id=f"{piece.url}#{member.filename}", source=piece.url, offset=number)
            try:
                with archive.open(member) as opened:
                    record = with_page(record, opened.read(limit + 1), limit)
            except UNREADABLE as error:
                record = record._replace(reason=f"the member cannot be read: {error}")
            yield record


def _without_directory(source: Source, piece: Piece, limit: int, problem: str) -> Iterator[Record]:
    number = 0
    while source.find(SIGN):
        place = source.position
        source.mark()
        try:
            header = _header(source)
            data = _content(source, header, limit)
        except UNREADABLE as error:
            yield damaged(piece.url, number, f"the member at byte {place} cannot be read: {error}")
            number += 1
            source.rewind()
            source.read(len(SIGN))
            continue
        if not header.name.endswith("/"):
            yield with_page(Record(id=f"{piece.url}#{header.name}", source=piece.url, offset=number), data, limit)
            number += 1
    yield damaged(piece.url, number, f"the archive's directory cannot be read, members may be missing: {problem}")


def _header(source: Source) -> _Header:
    fields = HEADER.unpack(source.read(HEADER.size))
    _, _, flags, method, _, _, checksum, size, whole, name_size, extra_size = fields
    name, extra = source.read(name_size), source.read(extra_size)
    if IN_EXTRA in {size, whole}:
        size = _size_in_extra(extra, size)
    return _Header(name.decode("utf-8" if flags & UTF_8 else "cp437", "replace"), flags, method, checksum, size)


def _size_in_extra(extra: bytes, size: int) -> int:
    """Return the size as stored that a ZIP64 extra field states."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == 1:
            return int(struct.unpack_from("<2Q", extra, place + 4)[1])
        place += 4 + length
    return size


def _content(source: Source, header: _Header, limit: int) -> bytes:
    """Read a member's content, at most one byte more of it than `limit`.

    Raises:
        ValueError, zlib.error, struct.error: it is not whole, or not to be read.

    """
    if header.flags & ENCRYPTED or header.method not in {STORED, DEFLATED}:
        message = "it is encrypted, or packed in a way that only the directory would help with"
        raise ValueError(message)
    follows = bool(header.flags & SIZES_FOLLOW)
    if header.method == STORED and follows:
        message = "its size is stated in the directory alone"
        raise ValueError(message)
    unpacking: Any = zlib.decompressobj(-zlib.MAX_WBITS) if header.method == DEFLATED else None
    left, checksum, held, size = header.packed, 0, bytearray(), 0
    while (unpacking is None and left) or (unpacking is not None and not unpacking.eof):
        some = source.read_some(CHUNK_BYTES if follows else min(left, CHUNK_BYTES))
        if not some:
            message = "it breaks off"
            raise ValueError(message)
        left -= len(some)
        for part in _parts(unpacking, some):
            checksum, size = zlib.crc32(part, checksum), size + len(part)
            held += part[: max(0, limit + 1 - len(held))]
    if unpacking is not None:
        source.push_back(unpacking.unused_data)
    if follows:
        descriptor = source.read(4)
        descriptor = source.read(4) if descriptor == b"PK\x07\x08" else descriptor
        header = header._replace(checksum=int.from_bytes(descriptor, "little"))
    if checksum != header.checksum:
        message = "it does not match its checksum"
        raise ValueError(message)
    return bytes(held)


def _parts(unpacking: Any, data: bytes) -> Iterator[bytes]:
    if unpacking is None:
        yield data
        return
    while True:
        part = unpacking.decompress(data, CHUNK_BYTES)
        yield part
        data = unpacking.unconsumed_tail
        if unpacking.eof or (not data and len(part) < CHUNK_BYTES):
            return
