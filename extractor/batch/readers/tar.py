"""tar: each file is a page. A damaged header costs its member; reading goes on with the next header that is whole."""

import re
import tarfile
from collections.abc import Iterator
from typing import Any

from extractor.batch.readers.members import with_page
from extractor.batch.readers.record import Piece, Record, damaged
from extractor.batch.readers.source import Source
from extractor.batch.readers.unpacked import Unpacked

BLOCK = tarfile.BLOCKSIZE
NAME_BYTES = 1 << 20  # at most, of a long name or extended header
LONG_NAME, EXTENDED = tarfile.GNUTYPE_LONGNAME, frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE})
NOT_FILES = frozenset({tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK, b"V"})  # headers about headers, a volume's name
FILES = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})
_PAX = re.compile(rb"(\d+) ([^=\n]+)=")


def read(stream: Any, piece: Piece, limit: int, packed: Unpacked | None) -> Iterator[Record]:
    """Yield the files of an archive.

    Args:
        stream: the archive, unpacked.
        piece: where it is from.
        limit: the most bytes that a page may have; of a larger one so many are read, and one more.
        packed: what unpacks it, if it is compressed.

    """
    return _Archive(stream, piece, limit, packed).records()


class _Archive:
    def __init__(self, stream: Any, piece: Piece, limit: int, packed: Unpacked | None) -> None:
        self.source, self.url, self.limit, self.packed = Source(stream), piece.url, limit, packed
        self.number = 0
        self.about: dict[str, bytes] = {}
        """What an extended header says of the next member."""

    def records(self) -> Iterator[Record]:
        closed = lost = False
        while True:
            place = self.source.position
            block = self.source.read(BLOCK)
            if len(block) < BLOCK:
                break
            closed = not block.strip(b"\0")
            if closed:
                continue
            try:
                header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            except tarfile.HeaderError:
                if not lost:
                    yield damaged(self.url, self._count(), f"the header of a member at byte {place} is damaged")
                lost, self.about = True, {}
                continue
            lost = False
            size = _size(self.about, header.size)
            yield from self._member(header, size)
            if self.source.position < place + BLOCK + size:
                break
            _skip(self.source, -size % BLOCK)
        if (self.packed and self.packed.damage) or not closed:
            why = self.packed.damage if self.packed and self.packed.damage else "the blocks that close it are missing"
            yield damaged(self.url, self.number, f"the archive breaks off after {self.source.position:,} bytes: {why}")

    def _member(self, header: tarfile.TarInfo, size: int) -> Iterator[Record]:
        """Read a member, and yield it if it is a file and whole."""
        if header.type == LONG_NAME or header.type in EXTENDED:
            data = self.source.read(min(size, NAME_BYTES))
            self.about |= _about(data, header.type)
            _skip(self.source, size - len(data))
            return
        if header.type in NOT_FILES:
            _skip(self.source, size)
            return
        name = self.about.get("path", header.name.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        self.about = {}
        record = Record(id=f"{self.url}#{name}", source=self.url, offset=self.number)
        if header.type == tarfile.GNUTYPE_SPARSE:
            self._count()
            yield record._replace(reason="the member is a sparse file, which is not read")
            _skip(self.source, size)
        elif header.type in FILES:
            data = self.source.read(min(size, self.limit + 1))
            if _skip(self.source, size - len(data)) + len(data) == size:
                self._count()
                yield with_page(record, data, self.limit)

    def _count(self) -> int:
        self.number += 1
        return self.number - 1


def _skip(source: Source, size: int) -> int:
    passed = 0
    while passed < size and (some := source.read_some(size - passed)):
        passed += len(some)
    return passed


def _size(extended: dict[str, bytes], stated: int) -> int:
    found = extended.get("size", b"")
    return int(found) if found.isdigit() else stated


def _about(data: bytes, kind: bytes) -> dict[str, bytes]:
    """Return what a header says of the next one: its long name, or what stands in POSIX's extended header."""
    if kind == LONG_NAME:
        return {"path": data.partition(b"\0")[0]}
    found: dict[str, bytes] = {}
    place = 0
    while record := _PAX.match(data, place):
        end = place + int(record[1])
        found[record[2].decode("utf-8", "replace")] = data[record.end() : end - 1]
        if end <= place:
            break
        place = end
    return found
