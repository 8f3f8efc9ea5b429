"""Output in parts: each is written whole or not at all, and the names say what is done.

`part-000003-000000500-000000999.jsonl.zst` answers the records 500 to 999 of shard 3. Before it is written, its size
and that of its errors are noted in the name of an empty file. A part of another size, or without a note, is removed,
and its records are answered again. When a shard is done, a marker says so, last of all.
"""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.batch import writers
from extractor.batch.folder import Folder
from extractor.errors import BadOptions

PART = re.compile(r"part-(?P<shard>\d{6})-(?P<first>\d{9})-(?P<last>\d{9})\.(?:jsonl(?:\.gz|\.zst)?|parquet)\Z")
NOTE = re.compile(r"_state/written-(?P<shard>\d{6})-(?P<first>\d{9})-(?P<last>\d{9})-(?P<size>\d+)-(?P<errors>\d+)\Z")
MARKER = re.compile(r"_state/done-(?P<shard>\d{6})\.json\Z")
FAILED = re.compile(r"_state/errors-(?P<shard>\d{6})-(?P<first>\d{9})\.jsonl\Z")
MANIFEST = "manifest.json"
ERRORS = "errors.jsonl"
DAMAGED = b'"error": "Damaged"'  # in a line of errors: part of an input could not be read


class Range(NamedTuple):
    """Records of a shard that one part answers, the last one included."""

    shard: int
    first: int
    last: int


class Output:
    """A folder that parts go into, and what it holds when it is opened.

    Args:
        folder: a path or URL; made where it is not there.
        form: one of `writers.FORMATS`.
        compression: one of `writers.COMPRESSIONS`.

    """

    def __init__(self, folder: str, form: str, compression: str) -> None:
        self.folder, self.form, self.compression = Folder(folder), form, compression
        self.done: set[int] = set()
        """Shards that are answered whole."""
        self._parts: dict[int, list[Range]] = defaultdict(list)
        self._notes: dict[tuple[int, int], set[str]] = defaultdict(set)
        self._bad: list[str] = []
        self._read(self.folder.sizes())

    def _read(self, sizes: Mapping[str, int]) -> None:
        noted: dict[Range, tuple[int, int]] = {}
        for name in sizes:
            if found := NOTE.match(name):
                range_ = _range(found)
                noted[range_] = int(found["size"]), int(found["errors"])
                self._notes[range_[:2]].add(name)
            elif found := MARKER.match(name):
                self.done.add(int(found["shard"]))
        for name in sorted(sizes):
            if found := PART.match(name):
                range_ = _range(found)
                errors = sizes.get(_errors_of(range_), 0)
                if noted.get(range_) == (sizes[name], errors):
                    self._parts[range_.shard].append(range_)
                else:
                    self._bad.append(name)

    def claim(self, job: Mapping[str, Any]) -> None:
        """Say whose folder this is: that of a job with these inputs, options and version.

        Raises:
            BadOptions: it holds the parts of another job.

        """
        try:
            before = json.loads(self.folder.read(MANIFEST))["job"]
        except FileNotFoundError:
            before = job
        if before != job:
            other = sorted(name for name in job.keys() | before.keys() if job.get(name) != before.get(name))
            message = (
                f"{self.folder.url} holds a job with other {', '.join(other)}; choose another --output, or empty it"
            )
            raise BadOptions(message)
        for name in self.folder.sizes():
            if name.endswith(".tmp"):
                self.folder.remove(name)
        self.note(job, {"finished": False})

    def check(self) -> str:
        """Remove parts that are not whole and markers of shards that miss some; return a sentence about them, or ""."""
        for name in self._bad:
            self.folder.remove(name)
        reopened, missing = [], 0
        for shard in sorted(self.done):
            marker = f"_state/done-{shard:06d}.json"
            records = _records_in(self.folder.read(marker))
            lacking = records - sum(part.last + 1 - part.first for part in self._parts[shard])
            if records < 0 or lacking:
                self.folder.remove(marker)
                self.done.discard(shard)
                reopened.append(shard)
                missing += max(lacking, 0)
        bad, self._bad = self._bad, []
        if not (bad or reopened):
            return ""
        told = (
            f"{len(bad)} parts of the output were not as they were written and are removed" if bad else "parts are gone"
        )
        return f"{told}; {len(reopened)} finished shards lack {missing} records, which are answered again"

    def answered(self, shard: int, number: int) -> bool:
        """Return whether a part answers this record of a shard."""
        parts = self._parts.get(shard, [])
        place = bisect_right(parts, number, key=lambda part: part.first)
        return place > 0 and number <= parts[place - 1].last

    def write(self, shard: int, first: int, lines: Sequence[bytes], errors: Sequence[bytes]) -> None:
        """Write one part: the answers to records of a shard from `first` on, and which of them failed."""
        range_ = Range(shard, first, first + len(lines) - 1)
        data = writers.encode_part(lines, self.form, self.compression)
        told = b"".join(errors)
        if told:
            self.folder.put(_errors_of(range_), told)
        else:
            self.folder.remove(_errors_of(range_))  # of a run that was killed before it wrote the part
        note = f"_state/written-{shard:06d}-{first:09d}-{range_.last:09d}-{len(data)}-{len(told)}"
        for name in self._notes[range_[:2]] - {note}:
            self.folder.remove(name)
        self.folder.put(note, b"")
        self._notes[range_[:2]] = {note}
        name = f"part-{shard:06d}-{first:09d}-{range_.last:09d}{writers.suffix_of(self.form, self.compression)}"
        self.folder.put(name, data)
        self._parts[shard] = sorted({*self._parts[shard], range_})

    def mark(self, shard: int, counts: Mapping[str, int]) -> None:
        """All of a shard is answered."""
        self.folder.put(f"_state/done-{shard:06d}.json", json.dumps(counts).encode())
        self.done.add(shard)

    def finish(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
        """All errors in one file, and a manifest that says what ran; gives what the manifest says besides the job."""
        names = self.folder.sizes()
        parts = {part[:2]: part for parts in self._parts.values() for part in parts}
        errors = [name for name in sorted(names) if (found := FAILED.match(name)) and _range(found)[:2] in parts]
        told = b"".join(map(self.folder.read, errors))
        self.folder.put(ERRORS, told)
        totals = {
            "records": sum(part.last + 1 - part.first for part in parts.values()),
            "failed": told.count(b"\n"),
            "damaged": told.count(DAMAGED),
            "skipped": sum(json.loads(self.folder.read(name))["skipped"] for name in names if MARKER.match(name)),
        }
        self.note(job, {**totals, **summary})
        return {**totals, **summary}

    def note(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
        """The manifest."""
        written = json.dumps({"job": job, **summary}, indent=2, ensure_ascii=False) + "\n"
        self.folder.put(MANIFEST, written.encode())


def _range(found: re.Match[str]) -> Range:
    numbers = found.groupdict()
    return Range(int(numbers["shard"]), int(numbers["first"]), int(numbers.get("last") or 0))


def _errors_of(range_: Range) -> str:
    return f"_state/errors-{range_.shard:06d}-{range_.first:09d}.jsonl"


def _records_in(marker: bytes) -> int:
    """Return how many records a shard has; -1 where its marker is broken."""
    try:
        return int(json.loads(marker)["records"])
    except (ValueError, KeyError, TypeError):
        return -1
