"""ZIP: one page in each file. An archive without its directory, which stands at the end, is read member by member."""

import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from extractor.batch.readers.member import with_page
from extractor.batch.readers.record import ReaderInput, Record, damaged
from extractor.batch.readers.source import Source

ZIP_ERRORS = (
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    EOFError,
    ValueError,
    struct.error,
)
MEMBER_SIGNATURE, DESCRIPTOR_SIGNATURE = b"PK\x03\x04", b"PK\x07\x08"
HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED, SIZES_FOLLOW, UTF_8 = 0x1, 0x8, 0x800  # flags of a member
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
SIZE_IN_EXTRA = 0xFFFFFFFF  # stands in place of a size that needs 64 bits
CHUNK_BYTES = 1 << 16


class _Header(NamedTuple):
    """The local header of a member."""

    name: str
    flags: int
    method: int
    checksum: int
    stored_bytes: int
    """Size as stored; 0 if the header does not state it."""


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the files of an archive. A compressed archive is first copied to a temporary file, to be seekable."""
    stream, url = given.buffered(), given.piece.url
    if stream.seekable():
        yield from _read(stream, url, given.max_bytes)
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield from _read(copy, url, given.max_bytes)
    if given.decompressed and given.decompressed.damage:
        yield damaged(url, 0, str(given.decompressed.damage))


def _read(stream: IO[bytes], url: str, max_bytes: int) -> Iterator[Record]:
    try:
        archive = zipfile.ZipFile(stream)
        members = [each for each in archive.infolist() if not each.is_dir()]
    except ZIP_ERRORS as error:
        stream.seek(0)
        yield from _without_directory(Source(stream), url, max_bytes, str(error))
        return
    with archive:
        for number, member in enumerate(members):
            record = Record(id=f"{url}#{member.filename}", source=url, offset=number)
            try:
                with archive.open(member) as opened:
                    record = with_page(record, opened.read(max_bytes + 1), max_bytes)
            except ZIP_ERRORS as error:
                record = record._replace(reason=f"the member cannot be read: {error}")
            yield record


def _without_directory(source: Source, url: str, max_bytes: int, problem: str) -> Iterator[Record]:
    number = 0
    while source.find(MEMBER_SIGNATURE):
        place = source.position
        source.mark()
        try:
            header = _header(source)
            data = _content(source, header, max_bytes)
        except ZIP_ERRORS as error:
            yield damaged(url, number, f"the member at byte {place} cannot be read: {error}")
            number += 1
            source.rewind()
            source.read(len(MEMBER_SIGNATURE))
            continue
        if not header.name.endswith("/"):
            yield with_page(Record(id=f"{url}#{header.name}", source=url, offset=number), data, max_bytes)
            number += 1
    yield damaged(url, number, f"the archive's directory cannot be read, members may be missing: {problem}")


def _header(source: Source) -> _Header:
    fields = HEADER.unpack(source.read(HEADER.size))
    _, _, flags, method, _, _, checksum, size, whole, name_size, extra_size = fields
    name, extra = source.read(name_size), source.read(extra_size)
    if SIZE_IN_EXTRA in {size, whole}:
        size = _size_in_extra(extra, size)
    return _Header(name.decode("utf-8" if flags & UTF_8 else "cp437", "replace"), flags, method, checksum, size)


def _size_in_extra(extra: bytes, size: int) -> int:
    """Return the stored size from a ZIP64 extra field."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == 1:
            return int(struct.unpack_from("<2Q", extra, place + 4)[1])
        place += 4 + length
    return size


def _content(source: Source, header: _Header, max_bytes: int) -> bytes:
    """Read a member's content; of a large one, the first `max_bytes + 1` bytes.

    Raises:
        ValueError, zlib.error, struct.error: the member is incomplete, or cannot be read.

    """
    if header.flags & ENCRYPTED or header.method not in {STORED, DEFLATED}:
        message = "it is encrypted, or its compression needs the directory"
        raise ValueError(message)
    follows = bool(header.flags & SIZES_FOLLOW)
    if header.method == STORED and follows:
        message = "only the directory states its size"
        raise ValueError(message)
    decompressor: Any = zlib.decompressobj(-zlib.MAX_WBITS) if header.method == DEFLATED else None
    left, checksum, content = header.stored_bytes, 0, bytearray()
    while (decompressor is None and left) or (decompressor is not None and not decompressor.eof):
        chunk = source.read_some(CHUNK_BYTES if follows else min(left, CHUNK_BYTES))
        if not chunk:
            message = "it is cut short"
            raise ValueError(message)
        left -= len(chunk)
        for part in _parts(decompressor, chunk):
            checksum = zlib.crc32(part, checksum)
            content += part[: max(0, max_bytes + 1 - len(content))]
    if decompressor is not None:
        source.push_back(decompressor.unused_data)
    if follows:
        descriptor = source.read(4)
        descriptor = source.read(4) if descriptor == DESCRIPTOR_SIGNATURE else descriptor
        header = header._replace(checksum=int.from_bytes(descriptor, "little"))
    if checksum != header.checksum:
        message = "it does not match its checksum"
        raise ValueError(message)
    return bytes(content)


def _parts(decompressor: Any, data: bytes) -> Iterator[bytes]:
    if decompressor is None:
        yield data
        return
    while True:
        part = decompressor.decompress(data, CHUNK_BYTES)
        yield part
        data = decompressor.unconsumed_tail
        if decompressor.eof or (not data and len(part) < CHUNK_BYTES):
            return
