"""WARC and WET: the answers that are HTML, and the texts; everything else is counted.

Records are framed here, by the length that each states, so that half a record is never taken for a page and reading
goes on behind damage. FastWARC reads the HTTP message inside.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fastwarc.warc import WarcRecord

from extractor.batch.readers.record import Piece, Record, damaged
from extractor.batch.readers.source import Source
from extractor.batch.readers.statuses import Statuses
from extractor.batch.readers.unpacked import Damaged, Unpacked

HTML_TYPES = ("text/html", "application/xhtml+xml")
PAGES = ("response", "resource", "conversion")  # types of records that may be pages
SIGN = b"WARC/"
HEADER_BYTES = 1 << 16  # at most
HTTP_HEADER_BYTES = 1 << 20  # at most; and whatever else an answer holds besides its body
PACKED_RATIO = 2  # bytes of a record, for each that a page may have, that are held
CLOSING = b"\r\n\r\n"  # what follows each record
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


class _Head(NamedTuple):
    """The header of a record."""

    raw: bytes
    fields: Mapping[str, str]
    """By name in lower case."""
    length: int
    """Bytes of the block that follows."""


def read(raw: Any, piece: Piece, limit: int, statuses: Statuses, packed: Unpacked | None) -> Iterator[Record]:
    """Yield the records of an archive.

    Args:
        raw: the archive, unpacked.
        piece: where it is from.
        limit: the most bytes that a page may have; of a larger one so many are read, and one more.
        statuses: which HTTP answers are pages.
        packed: what unpacks it, if it is compressed.

    """
    return _Archive(Source(raw), piece.url, limit, statuses, packed).records()


class _Archive:
    def __init__(self, source: Source, url: str, limit: int, statuses: Statuses, packed: Unpacked | None) -> None:
        self.source, self.url, self.limit, self.statuses, self.packed = source, url, limit, statuses, packed

    def records(self) -> Iterator[Record]:
        source, told = self.source, False
        while True:
            while source.peek(1) in {b"\r", b"\n"}:
                source.read(1)
            start = source.position
            if not source.peek(1) and not self._damage():
                return
            record, problem = self._record(start)
            if record:
                told = False
                yield record
            if not problem:
                continue
            if not told:  # once, however often the search for the next record is misled
                yield damaged(self.url, self._offset(start), problem)
            told = True
            if not self._go_on():
                return

    def _record(self, start: int) -> tuple[Record | None, str]:
        """Read one record; return it, if it is whole, and what is wrong with it or behind it."""
        source = self.source
        head = _head(source)
        if head is None:
            wrong = "no record begins" if source.peek(1) else "the header of the record breaks off"
            return None, self._damage() or f"{wrong} {self._place(start)}"
        block = source.read(min(head.length, PACKED_RATIO * self.limit + HTTP_HEADER_BYTES))
        size = len(block)
        while size < head.length and (more := source.read_some(head.length - size)):
            size += len(more)
        closing = source.peek(len(CLOSING))
        problem = ""
        if size < head.length:
            problem = f"the record {self._place(start)} breaks off after {size:,} of its {head.length:,} bytes"
            return None, f"{problem}: {self._damage()}" if self._damage() else problem
        if closing.startswith(b"\n\n"):
            closing = b"\n\n"
        elif closing != CLOSING:
            if len(closing) == len(CLOSING):  # its length is wrong, or bytes are missing: records may be inside
                source.push_back(block if size == len(block) else b"")
                return None, f"the record {self._place(start)} does not end where it says"
            problem = f"the archive breaks off behind the record {self._place(start)}"
        source.read(len(closing))
        damage = self._damage()  # looks past the end of a compressed member, where its checksum is
        if problem and damage:
            problem = damage
        if damage and self.packed and self.packed.damage and self._is_suspect(self.packed.damage):
            return None, damage
        return self._page(head, block, start), problem

    def _go_on(self) -> bool:
        """Find the next record behind damage; return whether there may be one."""
        while not self.source.find(SIGN):
            if not (self.packed and self.packed.damage and self.packed.resume()):
                return False
        return True

    def _damage(self) -> str:
        """Return what is wrong with the compression, where it is what keeps the source from going on."""
        if self.source.peek(1) or not self.packed or not self.packed.damage:
            return ""
        return f"{self.packed.damage}: records may be missing there"

    def _is_suspect(self, damage: Damaged) -> bool:
        """Return whether the record that was just read is in the member that is damaged, and may be wrong itself."""
        return damage.suspect and self.source.position > damage.start

    def _offset(self, start: int) -> int:
        return self.packed.stored(start)[0] if self.packed else start

    def _place(self, start: int) -> str:
        return f"at byte {self._offset(start)}"

    def _page(self, head: _Head, block: bytes, start: int) -> Record:
        inside = self.packed.stored(start)[1] if self.packed else 0
        offset, date = self._offset(start), head.fields.get("warc-date", "")
        place = f"{self.url}#{offset}+{inside}" if inside else f"{self.url}#{offset}"
        url = head.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
        record = Record(
            id=head.fields.get("warc-record-id") or place,
            source=self.url,
            offset=offset,
            url=url or None,
            crawl_date=date if _DATE.fullmatch(date) else None,
        )
        kind = head.fields.get("warc-type", "").lower()
        if kind == "conversion":
            return record._replace(content_type="text/plain; charset=utf-8", data=block[: self.limit + 1])
        if kind not in PAGES:
            return record._replace(skipped=True)
        return self._answer(record, head, block)

    def _answer(self, record: Record, head: _Head, block: bytes) -> Record:
        """Return the page that an HTTP answer or a stored resource holds."""
        alone, declared = _alone(head, block), head.fields.get("content-type")
        found = WarcRecord.from_bytes(alone)
        try:
            if found.is_http:
                found.parse_http()
                record = record._replace(http_status=found.http_headers.status_code)
                declared = found.http_headers.get("Content-Type")
        except (OSError, ValueError) as error:
            return record._replace(reason=f"the headers of the HTTP answer cannot be read: {error}")
        if not self.statuses.include(record.http_status) or not (declared or "").lower().startswith(HTML_TYPES):
            return record._replace(skipped=True)
        try:
            data = _body(alone, self.limit + 1)
        except (OSError, ValueError) as error:
            data = bytes(found.reader.read(self.limit + 1))
            if not data.lstrip().startswith(b"<"):  # else it is unpacked already, whatever its headers say
                return record._replace(reason=f"the HTTP answer cannot be unpacked as its headers say: {error}")
        return record._replace(content_type=declared, data=data)


def _body(alone: bytes, most: int) -> bytes:
    """Return what the block of a record holds, unpacked as its HTTP headers say.

    Raises:
        OSError, ValueError: they are wrong.

    """
    record = WarcRecord.from_bytes(alone)
    if record.is_http:
        record.parse_http(auto_decode="all")
    return bytes(record.reader.read(most))


def _alone(head: _Head, block: bytes) -> bytes:
    """Return a record that holds as much of the block as there is."""
    kept = f"WARC-Type: {head.fields['warc-type']}\r\nContent-Type: {head.fields.get('content-type', '')}".encode()
    return b"WARC/1.0\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (kept, len(block), block)


def _head(source: Source) -> _Head | None:
    """Read the header of a record; leave the source just behind the sign where none is there."""
    seen = source.peek(HEADER_BYTES)
    end = re.search(rb"\r?\n\r?\n", seen)
    lines = re.split(rb"\r?\n", seen[: end.start()]) if end else []
    fields = dict(_fields(lines[1:]))
    length = fields.get("content-length", "")
    if not end and len(seen) < HEADER_BYTES:
        source.read(len(seen))
        return None
    if not end or not _VERSION.fullmatch(lines[0]) or not length.isdecimal() or "warc-type" not in fields:
        source.read(min(len(SIGN), len(seen)))
        return None
    return _Head(source.read(end.end()), fields, int(length))


def _fields(lines: list[bytes]) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in {" ", "\t"}:
            value += " " + text.strip()
            continue
        if name:
            yield name, value
        name, _, value = (each.strip() for each in text.partition(":"))
        name = name.lower()
    if name:
        yield name, value
