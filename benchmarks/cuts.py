"""Read archives that are cut short or damaged, and count what is lost. Prints one JSON object.

    python -m benchmarks.cuts [--cuts 40] [--seed 1] [--only cuts|damage|command|memory]

The archives hold pages of generated prose. The expected records are computed from the known end of each record, and
from what zlib and zstandard decompress byte by byte, without the readers.

cuts: each kind of archive is cut at random places. `whole`: records that end before the cut; `answered`: those of them
    that were read; `lost`: those that were not; `half`: pages that were never written; `told`: cuts that a record
    reports; `silent`: cuts between two records, which nothing in the file shows.
damage: the same with 16 bytes replaced by random ones. `lost`: undamaged records that the format would allow to read;
    `altered`: pages that do not match the checksum of their format.
command: the exit code of `extractor batch` for one cut of each kind.
memory: peak resident memory of the job's main process over a file with a line of 150 MB, and over one without.
"""

import argparse
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import zstandard
from pyarrow import parquet

from extractor import Options
from extractor.batch.readers import json_lines
from extractor.batch.readers.read import read
from extractor.batch.readers.record import Columns, Piece
from extractor.batch.rows import Task, make_row

PAGES = 30
LIMIT = 1_000_000
DAMAGED_BYTES = 16
BLOCK_BYTES = 8000  # of what is compressed with zstd
LONG_LINE_BYTES = 150_000_000
FAST = Options(mode="fast")
WORDS = (
    "harbour council ferry timetable bridge repair winter storm lantern orchard violin teacher market river "
    "stone copper meadow engine signal letter captain museum garden window thunder pepper candle"
).split()
COMMAND = (sys.executable, "-m", "extractor", "batch", "--workers", "1", "--mode", "fast", "--max-failures", "1000")


class Archive(NamedTuple):
    """An archive, and what is known of it because it was made here."""

    data: bytes
    spans: Sequence[tuple[int, int]]
    """Where each record begins and ends; in what the archive unpacks to, if it is compressed as one stream."""
    silent: frozenset[int] = frozenset()
    """Where a cut leaves a file in which nothing is missing."""
    unpack: Callable[[bytes], int] | None = None
    """How many bytes can be unpacked of the compressed stream."""
    independent: bool = True
    """Whether damage to one record leaves those behind it readable."""
    checked: bool = False
    """Whether the format has checksums over pages."""
    end_matters: bool = False
    """Whether nothing can be read without the end of the file."""


def prose(pick: random.Random, number: int) -> str:
    """A page of a few hundred words."""
    sentences = [" ".join(pick.choices(WORDS, k=12)).capitalize() + "." for _ in range(pick.randrange(10, 40))]
    body = "".join(f"<p>{' '.join(sentences[at : at + 4])}</p>" for at in range(0, len(sentences), 4))
    title = f"Page {number}"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


def _gunzipped(data: bytes) -> int:
    """Unpack gzip byte by byte; return how many bytes came out before the first error."""
    size, unpacking = 0, zlib.decompressobj(16 + zlib.MAX_WBITS)
    for place in range(len(data)):
        try:
            size += len(unpacking.decompress(data[place : place + 1]))
        except zlib.error:
            break
        if unpacking.eof:
            unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    return size


def _unzstd(data: bytes) -> int:
    """Do the same with zstd."""
    size, unpacking = 0, zstandard.ZstdDecompressor().decompressobj()
    for place in range(len(data)):
        if unpacking.eof:
            unpacking = zstandard.ZstdDecompressor().decompressobj()
        try:
            size += len(unpacking.decompress(data[place : place + 1]))
        except zstandard.ZstdError:
            break
    return size


def _joined(parts: Sequence[tuple[bytes, bytes]]) -> tuple[bytes, list[tuple[int, int]]]:
    """Join records, each with what follows it; say where each begins and ends."""
    data, spans = b"", []
    for record, behind in parts:
        spans.append((len(data), len(data) + len(record)))
        data += record + behind
    return data, spans


def _warc_records(pages: Sequence[str], kind: str) -> list[bytes]:
    found = []
    for number, page in enumerate(pages):
        block, block_type = page.encode(), "text/plain"
        if kind == "response":
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + block
            block_type = "application/http; msgtype=response"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-05-0{number % 9 + 1}T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:page:{number}>\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            f"Content-Type: {block_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        found.append(head.encode() + block)
    return found


def _warc(pages: Sequence[str]) -> Archive:
    data, spans = _joined([(record, b"\r\n\r\n") for record in _warc_records(pages, "response")])
    return Archive(data, spans, frozenset({0, *(end + 4 for _, end in spans)}))


def _members(records: Sequence[bytes], pack: Callable[[bytes], bytes], unpack: Callable[[bytes], int]) -> Archive:
    """Compress each record by itself, as archives of the web are."""
    data, spans = _joined([(pack(record + b"\r\n\r\n"), b"") for record in records])
    ends = _joined([(record, b"\r\n\r\n") for record in records])[1]

    def whole(cut: bytes) -> int:
        """Count records rather than bytes: the end of the last one whose bytes all unpack."""
        size = unpack(cut)
        count = sum(end <= size for _, end in ends)
        return spans[count - 1][1] if count else 0

    return Archive(data, spans, frozenset({0, *(end for _, end in spans)}), whole, checked=True)


def _lines(pages: Sequence[str], pack: Callable[[bytes], bytes], unpack: Callable[[bytes], int] | None) -> Archive:
    rows = [json.dumps({"id": str(number), "html": page}).encode() for number, page in enumerate(pages)]
    data, spans = _joined([(row, b"\n") for row in rows])
    silent = {0} if unpack else {0, *(end + more for _, end in spans for more in (0, 1))}
    return Archive(pack(data), spans, frozenset(silent), unpack, independent=unpack is None)


def _tar(pages: Sequence[str], pack: Callable[[bytes], bytes], unpack: Callable[[bytes], int] | None) -> Archive:
    held, spans = io.BytesIO(), []
    with tarfile.open(fileobj=held, mode="w") as archive:
        for number, page in enumerate(pages):
            member = tarfile.TarInfo(f"page-{number}.html")
            member.size, start = len(page.encode()), held.tell()
            archive.addfile(member, io.BytesIO(page.encode()))
            spans.append((start, start + tarfile.BLOCKSIZE + member.size))
        end = held.tell()
    data = held.getvalue()
    closed = range(end + tarfile.BLOCKSIZE, len(data) + 1)
    silent = frozenset({0}) if unpack else frozenset({0, *closed})
    return Archive(pack(data), spans, silent, unpack, independent=unpack is None)


def _zip(pages: Sequence[str]) -> Archive:
    held, spans = io.BytesIO(), []
    with zipfile.ZipFile(held, "w") as archive:
        for number, page in enumerate(pages):
            start, method = held.tell(), (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)[number % 2]
            archive.writestr(zipfile.ZipInfo(f"page-{number}.html"), page, compress_type=method)
            spans.append((start, held.tell()))
    return Archive(held.getvalue(), spans, frozenset({0}), checked=True)


def _parquet(pages: Sequence[str]) -> Archive:
    held = io.BytesIO()
    table = pa.table({"id": [str(number) for number in range(len(pages))], "html": list(pages)})
    parquet.write_table(table, held, row_group_size=3, write_page_checksum=True)
    metadata, spans = parquet.ParquetFile(held).metadata, []
    for number in range(metadata.num_row_groups):
        columns = [metadata.row_group(number).column(place) for place in range(metadata.num_columns)]
        start = min(min(each.data_page_offset, each.dictionary_page_offset or sys.maxsize) for each in columns)
        size = sum(each.total_compressed_size for each in columns)
        spans += [(start, start + size)] * metadata.row_group(number).num_rows
    return Archive(held.getvalue(), spans, frozenset({0}), checked=True, end_matters=True)


def _page(pages: Sequence[str]) -> Archive:
    data = gzip.compress(pages[0].encode())
    return Archive(data, [(0, len(data))], frozenset({0}), checked=True, end_matters=True)


KINDS: dict[str, Callable[[Sequence[str]], Archive]] = {
    "warc": _warc,
    "warc.gz": lambda pages: _members(_warc_records(pages, "response"), gzip.compress, _gunzipped),
    "warc.zst": lambda pages: _members(_warc_records(pages, "response"), _zstd, _unzstd),
    "wet.gz": lambda pages: _members(_warc_records(pages, "conversion"), gzip.compress, _gunzipped),
    "jsonl": lambda pages: _lines(pages, bytes, None),
    "jsonl.gz": lambda pages: _lines(pages, gzip.compress, _gunzipped),
    "jsonl.zst": lambda pages: _lines(pages, _zstd, _unzstd),
    "tar": lambda pages: _tar(pages, bytes, None),
    "tar.gz": lambda pages: _tar(pages, gzip.compress, _gunzipped),
    "zip": _zip,
    "parquet": _parquet,
    "html.gz": _page,
}


def _zstd(data: bytes) -> bytes:
    """Compress in blocks, as streams of more than 128 kB are."""
    packing = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    parts: list[bytes] = []
    for at in range(0, len(data), BLOCK_BYTES):
        parts += packing.compress(data[at : at + BLOCK_BYTES]), packing.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return b"".join([*parts, packing.flush()])


class Found(NamedTuple):
    """What the readers gave."""

    pages: list[int]
    """Pages that are exactly one of those written, by their number."""
    others: int
    """Pages that are none of those and are answered all the same."""
    told: bool
    """Whether a record says that something is wrong."""


def read_all(data: bytes, pages: Sequence[str], file: Path) -> Found:
    """Read an archive as the job does."""
    file.write_bytes(data)
    numbers = {page: number for number, page in enumerate(pages)}
    found, others, told = [], 0, False
    for record in map(json_lines.parse, read(Piece(str(file), len(data)), Columns(), LIMIT)):
        page = record.data.decode("utf-8", "replace") if isinstance(record.data, bytes) else record.data
        if page in numbers:
            found.append(numbers[page])
        elif not record.skipped:
            failed = page is None or make_row(Task(record, FAST)).error is not None
            told |= failed
            others += not failed
    return Found(found, others, told)


def _readable(archive: Archive, place: int) -> set[int]:
    """Which records end before a cut."""
    if archive.end_matters:
        return set(range(len(archive.spans))) if place == len(archive.data) else set()
    size = archive.unpack(archive.data[:place]) if archive.unpack else place
    return {number for number, (_, end) in enumerate(archive.spans) if end <= size}


def cut(kind: str, count: int, seed: int, folder: Path) -> dict[str, int]:
    """Cut an archive at so many places."""
    pick = random.Random(f"{seed} {kind}")  # noqa: S311 - the same places every time
    pages = [prose(pick, number) for number in range(PAGES)]
    archive = KINDS[kind](pages)
    totals = dict.fromkeys(("cuts", "whole", "answered", "lost", "half", "repeated", "told", "silent"), 0)
    for place in sorted(pick.sample(range(1, len(archive.data)), min(count, len(archive.data) - 1))):
        whole = _readable(archive, place)
        found = read_all(archive.data[:place], pages, folder / "cut")
        totals["cuts"] += 1
        totals["whole"] += len(whole)
        totals["answered"] += len(whole & set(found.pages))
        totals["lost"] += len(whole - set(found.pages))
        totals["half"] += found.others + len(set(found.pages) - whole)
        totals["repeated"] += len(found.pages) - len(set(found.pages))
        totals["told"] += found.told
        totals["silent"] += not found.told and place in archive.silent
    return totals


def damage(kind: str, count: int, seed: int, folder: Path) -> dict[str, int]:
    """Put random bytes at so many places of an archive."""
    pick = random.Random(f"{seed} {kind}")  # noqa: S311 - the same places every time
    pages = [prose(pick, number) for number in range(PAGES)]
    archive = KINDS[kind](pages)
    content_end = max(end for _, end in archive.spans) if archive.independent else len(archive.data)
    totals = dict.fromkeys(("places", "answered", "lost", "altered", "repeated", "told"), 0)
    for place in sorted(
        pick.sample(range(16, content_end - DAMAGED_BYTES), min(count, content_end - DAMAGED_BYTES - 16))
    ):
        garbage = pick.randbytes(DAMAGED_BYTES)
        found = read_all(
            archive.data[:place] + garbage + archive.data[place + DAMAGED_BYTES :], pages, folder / "damaged"
        )
        if archive.independent:  # what no damaged byte touches
            unhurt = {
                number
                for number, (start, end) in enumerate(archive.spans)
                if end <= place - 4 or start >= place + DAMAGED_BYTES
            }
        else:
            unhurt = _readable(archive, place)
        totals["places"] += 1
        totals["answered"] += len(found.pages)
        totals["lost"] += len(unhurt - set(found.pages))
        totals["altered"] += found.others if archive.checked else 0
        totals["repeated"] += len(found.pages) - len(set(found.pages))
        totals["told"] += found.told
    return totals


def _each(measure: Callable[[str, int, int, Path], dict[str, int]]) -> Callable[..., dict[str, Any]]:
    def all_kinds(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
        return {kind: measure(kind, arguments.cuts, arguments.seed, folder) for kind in KINDS}

    return all_kinds


def command(arguments: argparse.Namespace, folder: Path) -> dict[str, int]:
    """Run the whole command over one cut of each kind."""
    codes = {}
    for kind, make in KINDS.items():
        pick = random.Random(f"{arguments.seed} {kind}")  # noqa: S311 - the same places every time
        archive = make([prose(pick, number) for number in range(PAGES)])
        places = [place for place in range(len(archive.data) // 2, len(archive.data)) if place not in archive.silent]
        given = folder / f"half.{kind}"
        given.write_bytes(archive.data[: pick.choice(places)])
        codes[kind] = subprocess.run(  # noqa: S603 - our own command
            (*COMMAND, str(given), "--output", str(folder / f"out-{kind}")), stderr=subprocess.DEVNULL, check=False
        ).returncode
    return codes


def memory(_: argparse.Namespace, folder: Path) -> dict[str, int]:
    """Run the command over a file with a long line, and over one without."""
    most = {}
    short = json.dumps({"html": prose(random.Random(1), 1)}).encode() + b"\n"  # noqa: S311 - the same page every time
    for name, size in (("idle", 0), ("long_line", LONG_LINE_BYTES)):
        given = folder / f"{name}.jsonl"
        with given.open("wb") as file:
            file.write(short)
            if size:
                file.write(b'{"html": "' + b"x" * size + b'"}\n')
            file.write(short)
        with subprocess.Popen(  # noqa: S603 - our own command
            (*COMMAND, str(given), "--output", str(folder / f"out-{name}")), stderr=subprocess.DEVNULL
        ) as running:
            most[name] = max(_most_resident(running))
    megabytes = {f"{name}_megabytes": round(size / 1e6) for name, size in most.items()}
    return {**megabytes, "over_idle_megabytes": round((most["long_line"] - most["idle"]) / 1e6)}


def _most_resident(running: "subprocess.Popen[bytes]") -> Iterator[int]:
    """The most bytes that a process had resident so far, again and again until it ends."""
    yield 0
    while running.poll() is None:
        try:
            status = Path(f"/proc/{running.pid}/status").read_text("ascii")
        except (FileNotFoundError, ProcessLookupError):
            return
        yield next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
        time.sleep(0.02)


PARTS: dict[str, Callable[..., dict[str, Any]]] = {
    "cuts": _each(cut),
    "damage": _each(damage),
    "command": command,
    "memory": memory,
}


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS, action="append")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {name: PARTS[name](arguments, Path(folder)) for name in arguments.only or PARTS}
    sys.stdout.write(json.dumps(found, indent=2) + os.linesep)


if __name__ == "__main__":
    main()
