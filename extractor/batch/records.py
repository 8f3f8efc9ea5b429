"""Pages out of archives: what an input is, told by its first bytes, and the records in it, in order.

A record is one page. Its number counts from 0 within its input and is the same in every run, which is what lets a job
that was killed go on where it stopped.
"""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from extractor.errors import BadOptions

STDIN = "-"
GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
PEEKED = 512  # bytes that say what an input is
HTML_TYPES = ("text/html", "application/xhtml+xml")
BROKEN = (OSError, EOFError, zlib.error, zstandard.ZstdError, zipfile.BadZipFile)
COLUMNS = ("html", "text")  # of JSON lines: where the page is, one of them


class Record(NamedTuple):
    """One page of an input."""

    number: int
    id: str
    """As the input calls it, or else its source and number."""
    source: str
    url: str | None
    content_type: str | None
    data: bytes | str | None
    """None where the input holds something else there, with the reason below."""
    reason: str = ""
    skipped: bool = False
    """Whether it is no page at all: a WARC holds requests, images, answers without a body."""


def find(given: Sequence[str]) -> list[Path | None]:
    """The inputs that paths, directories and `-` stand for, sorted, each once; None for standard input.

    Raises:
        BadOptions: a path leads nowhere, or to nothing.

    """
    found: dict[Path | None, None] = {}
    for name in given:
        path = Path(name)
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        if name != STDIN and (not path.exists() or not inside):
            message = f"{name}: {'nothing is in it' if path.exists() else 'there is no such file or directory'}"
            raise BadOptions(message)
        found.update(dict.fromkeys([None] if name == STDIN else inside))
    return list(found)


def read(path: Path | None, stdin: IO[bytes]) -> Iterator[Record]:
    """The records of one input, in order; an input that breaks off ends with a record that says so."""
    source, number = STDIN if path is None else str(path), 0
    try:
        for record in _read(path, stdin, source):
            yield record
            number = record.number + 1
    except BROKEN as error:
        reason = f"the input cannot be read behind its first {number} records: {error}"
        yield Record(number, f"{source}#{number}", source, None, None, None, reason)


def _read(path: Path | None, stdin: IO[bytes], source: str) -> Iterator[Record]:
    with stdin if path is None else path.open("rb") as raw:
        stream = _unpacked(io.BufferedReader(raw, 1 << 20) if isinstance(raw, io.RawIOBase) else raw)
        start = stream.peek(PEEKED)[:PEEKED].lstrip()
        if start.startswith(b"WARC/"):
            yield from _warc(stream, source)
        elif start.startswith(ZIP):
            yield from _zip(stream, source)
        elif start.startswith(b"{"):
            yield from _json_lines(stream, source)
        else:
            yield Record(0, source, source, None, None, stream.read())


def _unpacked(raw: Any) -> Any:
    """The stream without its compression, if it has one; it can be peeked into."""
    start = raw.peek(4)[:4]
    if start.startswith(GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 20)
    if start == ZSTD:
        reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return io.BufferedReader(reader, 1 << 20)
    return raw


def _json_lines(stream: Iterable[bytes], source: str) -> Iterator[Record]:
    for number, line in enumerate(stream):
        name = f"{source}#{number}"
        try:
            row = json.loads(line)
            column = next(each for each in COLUMNS if isinstance(row.get(each), str))
        except (ValueError, RecursionError, AttributeError, StopIteration):
            reason = f"line {number + 1} is no JSON object with {' or '.join(COLUMNS)}"
            yield Record(number, name, source, None, None, None, reason, skipped=not line.strip())
            continue
        kind = row.get("content_type") or ("text/html" if column == "html" else "text/plain")
        yield Record(number, str(row.get("id", name)), source, row.get("url"), kind, row[column])


def _zip(stream: IO[bytes], source: str) -> Iterator[Record]:
    with zipfile.ZipFile(io.BytesIO(stream.read()) if not stream.seekable() else stream) as archive:
        names = [each.filename for each in archive.infolist() if not each.is_dir()]
        for number, name in enumerate(names):
            yield Record(number, f"{source}#{name}", source, None, None, archive.read(name))


def _warc(stream: IO[bytes], source: str) -> Iterator[Record]:
    """Responses that are HTML, and the texts of WET files; everything else is counted."""
    wanted = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    for number, record in enumerate(ArchiveIterator(stream, parse_http=True)):
        name, url = record.record_id or f"{source}#{number}", record.headers.get("WARC-Target-URI")
        declared = _declared(record)
        is_page = bool(record.record_type & wanted) and (
            record.record_type == WarcRecordType.conversion or (declared or "").lower().startswith(HTML_TYPES)
        )
        if not is_page:
            yield Record(number, name, source, url, declared, None, "no page", skipped=True)
            continue
        kind = "text/plain; charset=utf-8" if record.record_type == WarcRecordType.conversion else declared
        yield Record(number, name, source, url, kind, record.reader.read())


def _declared(record: WarcRecord) -> str | None:
    if record.is_http and record.http_headers:
        found: str | None = record.http_headers.get("Content-Type")
        return found
    stated: str | None = record.headers.get("Content-Type")
    return stated
