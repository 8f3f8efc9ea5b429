"""The batch job: every record of every input to a worker, every answer into a part, each exactly once."""

import asyncio
import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from extractor.batch import records
from extractor.batch.parts import Output
from extractor.batch.records import Record
from extractor.errors import ExtractorError, Interrupted, WorkerDied
from extractor.options import Options
from extractor.pipeline import extract
from extractor.version import __version__
from extractor.workers import Workers

AHEAD = 16  # records in hand for each worker: those behind a slow one go on
PART_RECORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a job does."""

    inputs: Sequence[Path | None]
    options: Options
    workers: int
    deadline: float
    memory: int
    shard: tuple[int, int] = (0, 1)
    """Which of how many: inputs are dealt out in turn."""

    @property
    def job(self) -> dict[str, Any]:
        """What its output depends on."""
        return {
            "extractor": __version__,
            "options": asdict(self.options),
            "inputs": [records.STDIN if path is None else str(path) for path in self.inputs],
            "shard": list(self.shard),
        }


class Sent(NamedTuple):
    """A record on its way to a worker."""

    record: Record
    options: Options


class Done(NamedTuple):
    """Its line, and the line that tells why it failed, if it did."""

    line: bytes
    error: bytes | None
    size: int


def answer(sent: Sent) -> Done:
    """What a worker makes of a record."""
    record, start = sent.record, time.monotonic()
    if record.data is None:
        return failed(record, "Unreadable", record.reason)
    try:
        extraction = extract(record.data, url=record.url, content_type=record.content_type, options=sent.options)
    except ExtractorError as error:
        return failed(record, type(error).__name__, str(error))
    seconds = round(time.monotonic() - start, 4)
    return Done(_line(record, {"seconds": seconds, **extraction.to_dict(), "error": None}), None, len(record.data))


def failed(record: Record, error: str, reason: str) -> Done:
    """A record without an answer: it has a line all the same, and one among the errors."""
    why = {"error": error, "reason": reason}
    return Done(_line(record, why), _line(record, why), len(record.data or b""))


def _line(record: Record, members: Mapping[str, Any]) -> bytes:
    where = {"id": record.id, "source": record.source, "record": record.number, "url": record.url}
    return json.dumps({**where, **members}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


class Progress(NamedTuple):
    """What there is to tell after each record."""

    counts: Mapping[str, int]
    size: int


class Job:
    """One run of a plan."""

    def __init__(self, plan: Plan, output: Output, stdin: IO[bytes], tell: Callable[[Progress], None]) -> None:
        self.plan, self.output, self.stdin, self.tell = plan, output, stdin, tell
        self.counts: Counter[str] = Counter()
        self.size = 0
        self.stopping = False
        self.places = asyncio.Semaphore(plan.workers)

    async def run(self) -> Mapping[str, int]:
        """Answer what no part answers yet; how many records had which outcome in this run."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, self._stop)
        workers = Workers(self.plan.workers, pages_per_worker=2000, memory=self.plan.memory)
        await workers.ready()
        try:
            index, of = self.plan.shard
            for number, path in enumerate(self.plan.inputs):
                if number % of == index and not self.stopping:
                    await self._input(number, path, workers)
        finally:
            await workers.close()
        return self.counts

    def _stop(self) -> None:
        self.stopping = True

    async def _input(self, number: int, path: Path | None, workers: Workers) -> None:
        """All records of an input behind those that are done, in order."""
        part = _Part(self.output, number, self.output.next_record(number))
        window: list[asyncio.Task[Done] | Record] = []
        for record in self._todo(path, part.first):
            window.append(record if record.skipped else asyncio.create_task(self._answer(record, workers)))
            if len(window) >= AHEAD * self.plan.workers:
                await self._take(window.pop(0), part)
        for each in window:
            await self._take(each, part)
        part.close()

    def _todo(self, path: Path | None, first: int) -> Iterator[Record]:
        for record in records.read(path, self.stdin):
            if self.stopping:
                return
            if record.number >= first:
                yield record

    async def _answer(self, record: Record, workers: Workers) -> Done:
        async with self.places:  # a place is a worker, so that the deadline is the page's own
            try:
                return await self._ask(record, workers)
            except WorkerDied:  # perhaps somebody else killed it; twice under the same page is the page's own doing
                return await self._ask(record, workers, last=True)

    async def _ask(self, record: Record, workers: Workers, *, last: bool = False) -> Done:
        try:
            return await workers.run(answer, Sent(record, self.plan.options), deadline=self.plan.deadline)
        except Interrupted as error:
            if isinstance(error, WorkerDied) and not last:
                raise
            return failed(record, type(error).__name__, str(error))

    async def _take(self, each: "asyncio.Task[Done] | Record", part: "_Part") -> None:
        if isinstance(each, Record):
            part.skip()
            self.counts["skipped"] += 1
            return
        done = await each
        part.add(done)
        self.counts["failed" if done.error else "extracted"] += 1
        self.size += done.size
        self.tell(Progress(self.counts, self.size))


class _Part:
    """The part that is being filled."""

    def __init__(self, output: Output, number: int, first: int) -> None:
        self.output, self.number, self.first = output, number, first
        self.next = first
        self.lines: list[bytes] = []
        self.errors: list[bytes] = []

    def add(self, done: Done) -> None:
        self.lines.append(done.line)
        if done.error:
            self.errors.append(done.error)
        self.skip()

    def skip(self) -> None:
        self.next += 1
        if self.next - self.first >= PART_RECORDS:
            self.close()

    def close(self) -> None:
        if self.next > self.first:
            self.output.write(self.number, self.first, self.next - 1, self.lines, self.errors)
            self.first, self.lines, self.errors = self.next, [], []
