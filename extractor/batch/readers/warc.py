"""WARC and WET: the HTML responses and the texts. Other records are skipped.

This module splits the file into records by their stated lengths, so that no part of a record is taken for a page, and
reading continues after damage. FastWARC parses the HTTP messages.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fastwarc.warc import WarcRecord

from extractor.batch.readers.decompressed import Damaged
from extractor.batch.readers.record import ReaderInput, Record, damaged
from extractor.batch.readers.source import Source

HTML_TYPES = ("text/html", "application/xhtml+xml")
PAGE_TYPES = ("response", "resource", "conversion")  # types of records that may have pages
SIGNATURE = b"WARC/"
MAX_HEADER_BYTES = 1 << 16
MAX_HTTP_HEADER_BYTES = 1 << 20
MAX_ENCODED_RATIO = 2  # bytes of an encoded body that are read, for each byte of a page
RECORD_END = b"\r\n\r\n"
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?")


class _Header(NamedTuple):
    """The header of a record."""

    raw: bytes
    fields: Mapping[str, str]
    """By lower-case name."""
    length: int
    """Bytes of the block after the header."""


def read(given: ReaderInput) -> Iterator[Record]:
    """Yield the records of an archive."""
    return _Archive(given).records()


class _Archive:
    def __init__(self, given: ReaderInput) -> None:
        self.source, self.url, self.max_bytes = Source(given.stream), given.piece.url, given.max_bytes
        self.statuses, self.decompressed = given.statuses, given.decompressed

    def records(self) -> Iterator[Record]:
        source, reported = self.source, False
        while True:
            while source.peek(1) in {b"\r", b"\n"}:
                source.read(1)
            start = source.position
            if not source.peek(1) and not self._damage():
                return
            record, problem = self._record(start)
            if record:
                reported = False
                yield record
            if not problem:
                continue
            if not reported:  # once, although the search for the next record may find false ones
                yield damaged(self.url, self._offset(start), problem)
            reported = True
            if not self._find_next():
                return

    def _record(self, start: int) -> tuple[Record | None, str]:
        """Read one record. Return it if it is complete, and a problem with it or after it."""
        source = self.source
        header = _read_header(source)
        if header is None:
            wrong = "there is no record" if source.peek(1) else "the header of the record is cut short"
            return None, self._damage() or f"{wrong} {self._place(start)}"
        block = source.read(min(header.length, MAX_ENCODED_RATIO * self.max_bytes + MAX_HTTP_HEADER_BYTES))
        size = len(block)
        while size < header.length and (more := source.read_some(header.length - size)):
            size += len(more)
        closing = source.peek(len(RECORD_END))
        problem = ""
        if size < header.length:
            problem = f"the record {self._place(start)} is cut short after {size:,} of its {header.length:,} bytes"
            return None, f"{problem}: {self._damage()}" if self._damage() else problem
        if closing.startswith(b"\n\n"):
            closing = b"\n\n"
        elif closing != RECORD_END:
            if len(closing) == len(RECORD_END):  # its length is wrong, or bytes are missing; it may contain records
                source.push_back(block if size == len(block) else b"")
                return None, f"the record {self._place(start)} does not have its stated length"
            problem = f"the archive is cut short after the record {self._place(start)}"
        source.read(len(closing))
        damage = self._damage()  # reads past the end of a compressed member, where the checksum is
        if problem and damage:
            problem = damage
        if damage and self.decompressed and self.decompressed.damage and self._is_suspect(self.decompressed.damage):
            return None, damage
        return self._page(header, block, start), problem

    def _find_next(self) -> bool:
        """Find what looks like the next record after damage, and return whether there is one."""
        while not self.source.find(SIGNATURE):
            if not (self.decompressed and self.decompressed.damage and self.decompressed.resume()):
                return False
        return True

    def _damage(self) -> str:
        """Return the damage of the compressed data, if the source has ended because of it."""
        if self.source.peek(1) or not self.decompressed or not self.decompressed.damage:
            return ""
        return f"{self.decompressed.damage}: records may be missing there"

    def _is_suspect(self, damage: Damaged) -> bool:
        """Return whether the last record is in the damaged member, so that it may be wrong."""
        return damage.suspect and self.source.position > damage.start

    def _offset(self, start: int) -> int:
        return self.decompressed.locate(start)[0] if self.decompressed else start

    def _place(self, start: int) -> str:
        return f"at byte {self._offset(start)}"

    def _page(self, header: _Header, block: bytes, start: int) -> Record:
        inside = self.decompressed.locate(start)[1] if self.decompressed else 0
        offset, date = self._offset(start), header.fields.get("warc-date", "")
        place = f"{self.url}#{offset}+{inside}" if inside else f"{self.url}#{offset}"
        url = header.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
        record = Record(
            id=header.fields.get("warc-record-id") or place,
            source=self.url,
            offset=offset,
            url=url or None,
            crawl_date=date if _DATE.fullmatch(date) else None,
        )
        kind = header.fields.get("warc-type", "").lower()
        if kind == "conversion":
            return record._replace(content_type="text/plain; charset=utf-8", data=block[: self.max_bytes + 1])
        if kind not in PAGE_TYPES:
            return record._replace(skipped=True)
        return self._response(record, header, block)

    def _response(self, record: Record, header: _Header, block: bytes) -> Record:
        """Return the page of an HTTP response or of a stored resource."""
        record_bytes, declared = _to_record(header, block), header.fields.get("content-type")
        found = WarcRecord.from_bytes(record_bytes)
        try:
            if found.is_http:
                found.parse_http()
                record = record._replace(http_status=found.http_headers.status_code)
                declared = found.http_headers.get("Content-Type")
        except (OSError, ValueError) as error:
            return record._replace(reason=f"the headers of the HTTP response cannot be parsed: {error}")
        if not self.statuses.include(record.http_status) or not (declared or "").lower().startswith(HTML_TYPES):
            return record._replace(skipped=True)
        try:
            data = _body(record_bytes, self.max_bytes + 1)
        except (OSError, ValueError) as error:
            data = bytes(found.reader.read(self.max_bytes + 1))
            if not data.lstrip().startswith(b"<"):  # otherwise it is decoded already, in spite of its headers
                return record._replace(reason=f"the HTTP response cannot be decoded as its headers state: {error}")
        return record._replace(content_type=declared, data=data)


def _body(record_bytes: bytes, max_bytes: int) -> bytes:
    """Return the body of an HTTP response, decoded as its headers state.

    Raises:
        OSError, ValueError: it cannot be decoded.

    """
    record = WarcRecord.from_bytes(record_bytes)
    if record.is_http:
        record.parse_http(auto_decode="all")
    return bytes(record.reader.read(max_bytes))


def _to_record(header: _Header, block: bytes) -> bytes:
    """Return a block, which may be the start of a larger one, as a record of its own for FastWARC."""
    fields = (
        f"WARC-Type: {header.fields['warc-type']}\r\nContent-Type: {header.fields.get('content-type', '')}".encode()
    )
    return b"WARC/1.0\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (fields, len(block), block)


def _read_header(source: Source) -> _Header | None:
    """Read the header of a record. Without one, move the source after the signature, and return None."""
    seen = source.peek(MAX_HEADER_BYTES)
    end = re.search(rb"\r?\n\r?\n", seen)
    lines = re.split(rb"\r?\n", seen[: end.start()]) if end else []
    fields = dict(_fields(lines[1:]))
    length = fields.get("content-length", "")
    if not end and len(seen) < MAX_HEADER_BYTES:
        source.read(len(seen))
        return None
    if not end or not _VERSION.fullmatch(lines[0]) or not length.isdecimal() or "warc-type" not in fields:
        source.read(min(len(SIGNATURE), len(seen)))
        return None
    return _Header(source.read(end.end()), fields, int(length))


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
