"""tar: each file is a page. A damaged header costs its member; reading goes on with the next header that is whole."""

import re
import tarfile
from collections.abc import Iterator
from typing import Any

from extractor.batch.readers.members import with_page
from extractor.batch.readers.record import Piece, Record, damaged
from extractor.batch.readers.unpacked import Source, Unpacked

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
    source, number, closed, lost = Source(stream), 0, False, False
    extended: dict[str, bytes] = {}
    while True:
        place = source.position
        block = source.read(BLOCK)
        if len(block) < BLOCK:
            break
        closed = not block.strip(b"\0")
        if closed:
            continue
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            if not lost:
                yield damaged(piece.url, number, f"the header of a member at byte {place} is damaged")
                number += 1
            lost, extended = True, {}
            continue
        lost = False
        size = _size(extended, header.size)
        if header.type == LONG_NAME or header.type in EXTENDED:
            extended |= _about(source.read(min(size, NAME_BYTES)), header.type)
            _skip(source, -size % BLOCK + max(size - NAME_BYTES, 0))
            continue
        if header.type in NOT_FILES:
            _skip(source, size + -size % BLOCK)
            continue
        name = extended.get("path", header.name.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
        extended = {}
        record = Record(id=f"{piece.url}#{name}", source=piece.url, offset=number)
        if header.type in FILES:
            data = source.read(min(size, limit + 1))
            rest = size - len(data)
            if len(data) < min(size, limit + 1) or _skip(source, rest) < rest:
                break
            number += 1
            yield with_page(record, data, limit)
            _skip(source, -size % BLOCK)
        elif header.type == tarfile.GNUTYPE_SPARSE:
            number += 1
            yield record._replace(reason="the member is a sparse file, which is not read")
            _skip(source, size + -size % BLOCK)
    if (packed and packed.damage) or not closed:
        yield damaged(piece.url, number, f"the archive breaks off: {_why(packed, source)}")


def _why(packed: Unpacked | None, source: Source) -> str:
    if packed and packed.damage:
        return str(packed.damage)
    return f"after {source.position:,} bytes, without the blocks that close one"


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
