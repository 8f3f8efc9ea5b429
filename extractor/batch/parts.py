"""Output in parts: each is written aside and renamed when it is whole, so that a reader never sees half of one.

A part's name says which records of which input it answers, `part-00003-000000500-000000999.jsonl.zst`: what is done is
read from the names, and a job that was killed goes on behind the last whole part of each input.
"""

import gzip
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

import zstandard

from extractor.errors import BadOptions

NAME = re.compile(r"part-(?P<input>\d{5})-(?P<first>\d{9})-(?P<last>\d{9})\.jsonl(?:\.gz|\.zst)?\Z")
COMPRESSIONS = {"none": ".jsonl", "gz": ".jsonl.gz", "zst": ".jsonl.zst"}
MANIFEST = "manifest.json"
ERRORS = "errors.jsonl"


class Output:
    """A folder that parts go into.

    Args:
        folder: made where it is not there.
        compression: one of `COMPRESSIONS`.
        job: what the parts depend on: inputs, options, versions. A folder holds the parts of one such job.

    Raises:
        BadOptions: the folder holds the parts of another job.

    """

    def __init__(self, folder: Path, compression: str, job: Mapping[str, Any]) -> None:
        self.folder, self.suffix, self.job = folder, COMPRESSIONS[compression], job
        folder.mkdir(parents=True, exist_ok=True)
        manifest = folder / MANIFEST
        if manifest.exists():
            before = json.loads(manifest.read_text("utf-8"))["job"]
            if before != job:
                other = sorted(name for name in job.keys() | before.keys() if job.get(name) != before.get(name))
                message = f"{folder} holds a job with other {', '.join(other)}; choose another --output, or empty it"
                raise BadOptions(message)
        for left in folder.glob("*.tmp"):
            left.unlink()

    def next_record(self, number: int) -> int:
        """The first record of an input that no part answers yet."""
        found = [NAME.match(path.name) for path in self.folder.glob(f"part-{number:05d}-*")]
        return max((int(match["last"]) + 1 for match in found if match), default=0)

    def write(self, number: int, first: int, last: int, lines: list[bytes], errors: list[bytes]) -> None:
        """One part: the answers to records `first` to `last` of an input, and which of them failed."""
        stem = f"part-{number:05d}-{first:09d}-{last:09d}"
        if errors:
            self._put(self.folder / f"errors-{stem.removeprefix('part-')}.jsonl", errors)
        self._put(self.folder / f"{stem}{self.suffix}", lines)

    def totals(self) -> tuple[int, int]:
        """How many records are done, and how many of them failed, in all runs."""
        found = [NAME.match(path.name) for path in self.folder.glob("part-*")]
        done = sum(int(match["last"]) + 1 - int(match["first"]) for match in found if match)
        return done, sum(path.read_bytes().count(b"\n") for path in self.folder.glob("errors-*.jsonl"))

    def finish(self, summary: Mapping[str, Any]) -> None:
        """All errors in one file, and the manifest that says what ran."""
        errors = sorted(self.folder.glob("errors-*.jsonl"))
        self._put(self.folder / ERRORS, [path.read_bytes() for path in errors])
        self.note(summary)

    def note(self, summary: Mapping[str, Any]) -> None:
        """The manifest."""
        written = json.dumps({"job": self.job, **summary}, indent=2, ensure_ascii=False) + "\n"
        self._put(self.folder / MANIFEST, [written.encode()])

    def _put(self, path: Path, lines: list[bytes]) -> None:
        aside = path.with_name(f"{path.name}.tmp")
        with aside.open("wb") as raw:
            with _packed(raw, path.suffix) as packed:
                for line in lines:
                    packed.write(line)
            raw.flush()
            os.fsync(raw.fileno())
        aside.replace(path)


def _packed(raw: IO[bytes], suffix: str) -> Any:
    if suffix == ".gz":
        return gzip.GzipFile(fileobj=raw, mode="wb", mtime=0)
    if suffix == ".zst":
        return zstandard.ZstdCompressor().stream_writer(raw, closefd=False)
    return _Plain(raw)


class _Plain:
    """A stream that stays open."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.write = raw.write

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass
