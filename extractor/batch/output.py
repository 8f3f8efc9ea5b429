"""Output in parts: each is written whole or not at all, and the names say what is done.

`part-000003-000000500-000000999.jsonl.zst` answers the records 500 to 999 of shard 3. When a shard is done, a marker
says so, last of all. A job that was killed goes on behind the last part of each shard without a marker.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.batch import writers
from extractor.batch.storage import Folder
from extractor.errors import BadOptions

PART = re.compile(r"part-(?P<shard>\d{6})-(?P<first>\d{9})-(?P<last>\d{9})\.(?:jsonl(?:\.gz|\.zst)?|parquet)\Z")
MARKER = re.compile(r"_state/done-(?P<shard>\d{6})\.json\Z")
FAILED = re.compile(r"_state/errors-(?P<shard>\d{6})-(?P<first>\d{9})\.jsonl\Z")
MANIFEST = "manifest.json"
ERRORS = "errors.jsonl"


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
        self._next: dict[int, int] = {}
        for name in self.folder.names():
            if found := PART.match(name):
                shard = int(found["shard"])
                self._next[shard] = max(self._next.get(shard, 0), int(found["last"]) + 1)
            elif found := MARKER.match(name):
                self.done.add(int(found["shard"]))

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
        for name in self.folder.names():
            if name.endswith(".tmp"):
                self.folder.remove(name)
        self.note(job, {"finished": False})

    def next_record(self, shard: int) -> int:
        """The first record of a shard that no part answers yet."""
        return self._next.get(shard, 0)

    def write(self, shard: int, first: int, lines: Sequence[bytes], errors: Sequence[bytes]) -> None:
        """One part: the answers to records of a shard from `first` on, and which of them failed."""
        told, last = f"_state/errors-{shard:06d}-{first:09d}.jsonl", first + len(lines) - 1
        if errors:
            self.folder.put(told, b"".join(errors))
        else:
            self.folder.remove(told)  # of a run that was killed between this and the next line
        name = f"part-{shard:06d}-{first:09d}-{last:09d}{writers.suffix(self.form, self.compression)}"
        self.folder.put(name, writers.pack(lines, self.form, self.compression))
        self._next[shard] = last + 1

    def mark(self, shard: int, counts: Mapping[str, int]) -> None:
        """All of a shard is answered."""
        self.folder.put(f"_state/done-{shard:06d}.json", json.dumps(counts).encode())
        self.done.add(shard)

    def finish(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
        """All errors in one file, and a manifest that says what ran; gives what the manifest says besides the job."""
        names = self.folder.names()
        errors = [name for name in sorted(names) if FAILED.match(name) and self._is_done(name)]
        told = b"".join(map(self.folder.read, errors))
        self.folder.put(ERRORS, told)
        parts = [found for found in map(PART.match, names) if found]
        totals = {
            "records": sum(int(part["last"]) + 1 - int(part["first"]) for part in parts),
            "failed": told.count(b"\n"),
            "skipped": sum(json.loads(self.folder.read(name))["skipped"] for name in names if MARKER.match(name)),
        }
        self.note(job, {**totals, **summary})
        return {**totals, **summary}

    def note(self, job: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
        """The manifest."""
        written = json.dumps({"job": job, **summary}, indent=2, ensure_ascii=False) + "\n"
        self.folder.put(MANIFEST, written.encode())

    def _is_done(self, errors: str) -> bool:
        found = FAILED.match(errors)
        return found is not None and int(found["first"]) < self.next_record(int(found["shard"]))
