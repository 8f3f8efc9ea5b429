"""tar: one page in each file. After a damaged header, reading continues with the next intact header."""

import re
import tarfile
from collections.abc import Iterator

from extractor.batch.readers.member import with_page
from extractor.batch.readers.record import ReaderInput, Record, damaged
from extractor.batch.readers.source import Source

BLOCK_BYTES = tarfile.BLOCKSIZE
MAX_NAME_BYTES = 1 << 20  # of a long name or extended header
LONG_NAME, EXTENDED_HEADERS = tarfile.GNUTYPE_LONGNAME, frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE})
NOT_FILES = frozenset({tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, b"V"})  # global headers, long links, volume names
FILES = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})
_PAX = re.compile(rb"(\d+) ([^=\n]+)=")


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the files of an archive."""
    return _Archive(given).records()


class _Archive:
    def __init__(self, given: ReaderInput) -> None:
        self.source, self.url, self.max_bytes = Source(given.stream), given.piece.url, given.max_bytes
        self.decompressed = given.decompressed
        self.number = 0
        """Number of members so far."""
        self.extended: dict[str, bytes] = {}
        """Fields of an extended header, for the next member."""

    def records(self) -> Iterator[Record]:
        closed = after_damage = False
        while True:
            place = self.source.position
            block = self.source.read(BLOCK_BYTES)
            if len(block) < BLOCK_BYTES:
                break
            closed = not block.strip(b"\0")
            if closed:
                continue
            try:
                header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            except tarfile.HeaderError:
                if not after_damage:
                    yield damaged(self.url, self._count(), f"the header of a member at byte {place} is damaged")
                after_damage, self.extended = True, {}
                continue
            after_damage = False
            size = _size(self.extended, header.size)
            yield from self._member(header, size)
            if self.source.position < place + BLOCK_BYTES + size:
                break
            _skip(self.source, -size % BLOCK_BYTES)
        damage = self.decompressed and self.decompressed.damage
        if damage or not closed:
            reason = damage or "its closing blocks are missing"
            yield damaged(
                self.url, self.number, f"the archive is cut short after {self.source.position:,} bytes: {reason}"
            )

    def _member(self, header: tarfile.TarInfo, size: int) -> Iterator[Record]:
        """Read a member. Yield it if it is a file and complete."""
        if header.type == LONG_NAME or header.type in EXTENDED_HEADERS:
            data = self.source.read(min(size, MAX_NAME_BYTES))
            self.extended |= _extended_fields(data, header.type)
            _skip(self.source, size - len(data))
            return
        if header.type in NOT_FILES:
            _skip(self.source, size)
            return
        name = self.extended.get("path", header.name.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        self.extended = {}
        record = Record(id=f"{self.url}#{name}", source=self.url, offset=self.number)
        if header.type == tarfile.GNUTYPE_SPARSE:
            self._count()
            yield record._replace(reason="the member is a sparse file; those are not supported")
            _skip(self.source, size)
        elif header.type in FILES:
            data = self.source.read(min(size, self.max_bytes + 1))
            if _skip(self.source, size - len(data)) + len(data) == size:
                self._count()
                yield with_page(record, data, self.max_bytes)

    def _count(self) -> int:
        self.number += 1
        return self.number - 1


def _skip(source: Source, size: int) -> int:
    """Skip up to `size` bytes, and return their number."""
    skipped = 0
    while skipped < size and (chunk := source.read_some(size - skipped)):
        skipped += len(chunk)
    return skipped


def _size(extended: dict[str, bytes], header_size: int) -> int:
    found = extended.get("size", b"")
    return int(found) if found.isdigit() else header_size


def _extended_fields(data: bytes, kind: bytes) -> dict[str, bytes]:
    """Return the fields for the next member: a long name, or the fields of a POSIX extended header."""
    if kind == LONG_NAME:
        return {"path": data.partition(b"\0")[0]}
    fields: dict[str, bytes] = {}
    place = 0
    while record := _PAX.match(data, place):
        end = place + int(record[1])
        fields[record[2].decode("utf-8", "replace")] = data[record.end() : end - 1]
        if end <= place:
            break
        place = end
    return fields
