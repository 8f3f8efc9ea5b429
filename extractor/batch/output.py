"""The output of a job, in parts. File names record which rows are written.

`part-000003-000000500-000000999.jsonl.zst` holds the rows of records 500 to 999 of shard 3. Before a part is written,
an empty file is written whose name has the size of the part and of its errors. A part without such a file, or of
another size, is removed, and its rows are made again. A marker is written when a shard is done.
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

_RANGE = r"(?P<shard>\d{6})-(?P<first>\d{9})-(?P<last>\d{9})"
PART_NAME = re.compile(rf"part-{_RANGE}(?:{'|'.join(map(re.escape, sorted(writers.SUFFIXES)))})\Z")
SIZES_NAME = re.compile(rf"_state/written-{_RANGE}-(?P<size>\d+)-(?P<errors>\d+)\Z")
DONE_NAME = re.compile(r"_state/done-(?P<shard>\d{6})\.json\Z")
ERRORS_NAME = re.compile(r"_state/errors-(?P<shard>\d{6})-(?P<first>\d{9})\.jsonl\Z")
MANIFEST = "manifest.json"
ALL_ERRORS = "errors.jsonl"
DAMAGED = b'"error": "Damaged"'  # occurs in the lines of errors that stand for unreadable input


class Range(NamedTuple):
    """The records of a shard whose rows are in one part."""

    shard: int
    first: int
    last: int
    """The last record, included."""

    @property
    def records(self) -> int:
        """The number of records."""
        return self.last + 1 - self.first


class Output:
    """A folder of parts, as it is when it is opened.

    Args:
        folder: a path or URL; created if it does not exist.
        form: one of `writers.FORMATS`.
        compression: one of `writers.COMPRESSIONS`.

    """

    def __init__(self, folder: str, form: str, compression: str) -> None:
        self.folder, self.form, self.compression = Folder(folder), form, compression
        self.done: set[int] = set()
        """Numbers of the shards whose rows are all written."""
        self._parts: dict[int, list[Range]] = defaultdict(list)
        self._sizes_files: dict[tuple[int, int], set[str]] = defaultdict(set)
        self._broken_parts: list[str] = []
        self._load(self.folder.sizes())

    def _load(self, sizes: Mapping[str, int]) -> None:
        expected: dict[Range, tuple[int, int]] = {}
        for name in sizes:
            if found := SIZES_NAME.match(name):
                range_ = _range(found)
                expected[range_] = int(found["size"]), int(found["errors"])
                self._sizes_files[range_[:2]].add(name)
            elif found := DONE_NAME.match(name):
                self.done.add(int(found["shard"]))
        for name in sorted(sizes):
            if found := PART_NAME.match(name):
                range_ = _range(found)
                error_bytes = sizes.get(_errors_file(range_), 0)
                if expected.get(range_) == (sizes[name], error_bytes):
                    self._parts[range_.shard].append(range_)
                else:
                    self._broken_parts.append(name)

    def claim(self, job: Mapping[str, Any]) -> None:
        """Record in the manifest which job the folder belongs to, and remove temporary files.

        Raises:
            BadOptions: the folder belongs to a job with other inputs, options or version.

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
        self.write_manifest(job, {"finished": False})

    def check(self) -> str:
        """Remove broken parts, and the markers of shards that lack rows. Return a sentence about them, or ""."""
        for name in self._broken_parts:
            self.folder.remove(name)
        reopened, missing = 0, 0
        for shard in sorted(self.done):
            marker = _done_file(shard)
            records = _records_in(self.folder.read(marker))
            lacking = records - sum(part.records for part in self._parts[shard])
            if records < 0 or lacking:
                self.folder.remove(marker)
                self.done.discard(shard)
                reopened += 1
                missing += max(lacking, 0)
        broken, self._broken_parts = len(self._broken_parts), []
        if not (broken or reopened):
            return ""
        cause = (
            f"{broken} parts of the output were incomplete or changed and are removed" if broken else "parts are gone"
        )
        return f"{cause}; {reopened} finished shards lack {missing} records, which are extracted again"

    def has_row(self, shard: int, number: int) -> bool:
        """Return whether a part holds the row of this record of a shard."""
        parts = self._parts.get(shard, [])
        index = bisect_right(parts, number, key=lambda part: part.first)
        return index > 0 and number <= parts[index - 1].last

    def write(self, shard: int, first: int, lines: Sequence[bytes], errors: Sequence[bytes]) -> None:
        """Write one part.

        Args:
            shard: the number of the shard.
            first: the number of the first record.
            lines: the rows of consecutive records, each as a line of JSON.
            errors: the lines for errors.jsonl.

        """
        range_ = Range(shard, first, first + len(lines) - 1)
        data = writers.encode_part(lines, self.form, self.compression)
        error_data = b"".join(errors)
        if error_data:
            self.folder.put(_errors_file(range_), error_data)
        else:
            self.folder.remove(_errors_file(range_))  # left by a run that was killed before it wrote the part
        span = f"{shard:06d}-{first:09d}-{range_.last:09d}"
        sizes_file = f"_state/written-{span}-{len(data)}-{len(error_data)}"
        for name in self._sizes_files[range_[:2]] - {sizes_file}:
            self.folder.remove(name)
        self.folder.put(sizes_file, b"")
        self._sizes_files[range_[:2]] = {sizes_file}
        self.folder.put(f"part-{span}{writers.suffix_of(self.form, self.compression)}", data)
        self._parts[shard] = sorted({*self._parts[shard], range_})

    def mark_done(self, shard: int, counts: Mapping[str, int]) -> None:
        """Write the marker of a shard whose rows are all written.

        Args:
            shard: the number of the shard.
            counts: how many `records` it has, and how many were `skipped`.

        """
        self.folder.put(_done_file(shard), json.dumps(counts).encode())
        self.done.add(shard)

    def finish(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
        """Write errors.jsonl and the manifest.

        Args:
            job: what the output depends on.
            summary: further fields of the manifest.

        Returns: the counts of records by outcome, and the summary.

        """
        names = self.folder.sizes()
        parts = {part[:2]: part for parts in self._parts.values() for part in parts}
        files = [name for name in sorted(names) if (found := ERRORS_NAME.match(name)) and _range(found)[:2] in parts]
        errors = b"".join(map(self.folder.read, files))
        self.folder.put(ALL_ERRORS, errors)
        counts = {
            "records": sum(part.records for part in parts.values()),
            "failed": errors.count(b"\n"),
            "damaged": errors.count(DAMAGED),
            "skipped": sum(json.loads(self.folder.read(name))["skipped"] for name in names if DONE_NAME.match(name)),
        }
        self.write_manifest(job, {**counts, **summary})
        return {**counts, **summary}

    def write_manifest(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
        """Write manifest.json."""
        text = json.dumps({"job": job, **summary}, indent=2, ensure_ascii=False) + "\n"
        self.folder.put(MANIFEST, text.encode())


def _range(found: re.Match[str]) -> Range:
    """Return the range in a file name. The names of error files have no last record; it is 0 then."""
    numbers = found.groupdict()
    return Range(int(numbers["shard"]), int(numbers["first"]), int(numbers.get("last") or 0))


def _errors_file(range_: Range) -> str:
    return f"_state/errors-{range_.shard:06d}-{range_.first:09d}.jsonl"


def _done_file(shard: int) -> str:
    return f"_state/done-{shard:06d}.json"


def _records_in(marker: bytes) -> int:
    """Return the number of records in the marker of a shard; -1 if the marker cannot be parsed."""
    try:
        return int(json.loads(marker)["records"])
    except (ValueError, KeyError, TypeError):
        return -1
