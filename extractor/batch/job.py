"""Process shards: send every record to a worker, and write every row into a part, once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from extractor.batch.output import Output
from extractor.batch.progress import Step, Watch
from extractor.batch.reader_thread import read_batches
from extractor.batch.readers.read import read
from extractor.batch.readers.record import ByteCounter, Columns, Record
from extractor.batch.readers.statuses import Statuses
from extractor.batch.rows import Row, Task, identify, make_error_row, make_row
from extractor.batch.shards import Shard, digest, split
from extractor.batch.storage import File
from extractor.errors import InternalError, Interrupted, WorkerDied
from extractor.options import Options
from extractor.preload import WORKER_SETUP
from extractor.version import __version__
from extractor.workers.pool import Workers

MAX_RECORDS_IN_FLIGHT = 16  # for each worker, so that one slow page does not hold up those after it
MAX_BYTES_IN_FLIGHT = 64_000_000  # of pages, for each shard in progress; one larger page may be in flight alone
SHARDS_AT_ONCE = 2  # so that workers get pages of the next shard while the last pages of one are extracted
MAX_ATTEMPTS = 2  # the first death of a worker may have another cause than the page
PART_RECORDS = 500
MIN_IDENTIFY_SECONDS = 30.0  # least deadline to parse the id and URL of a line of JSON, however short the page's is
PAGES_PER_WORKER = 2000  # a worker is replaced after this number of pages, in case memory leaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The inputs, the output and the options of a job."""

    given: tuple[str, ...]
    """The inputs as the caller wrote them."""
    files: tuple[File, ...]
    """The files that the inputs stand for."""
    output: str
    """Path or URL of the output folder."""
    format: str
    compression: str
    options: Options
    columns: Columns
    statuses: Statuses
    workers: int
    deadline: float
    """Seconds that a page may take."""
    memory: int
    """Megabytes that a page may take; 0 for no limit."""
    shard_bytes: int
    """Size at which files are split, if their format allows it; 0: never."""
    text_format: str = "text"
    """What the column `text` holds: `text` or `markdown`."""
    chunk_tokens: int | None = None
    """The tokens that a chunk in the column `chunks` has at most; None for no chunks."""
    machine: tuple[int, int] = (0, 1)
    """Index of this machine, and the number of machines. Each takes every n-th shard."""

    @property
    def job(self) -> dict[str, Any]:
        """What the output depends on, for the manifest."""
        return {
            "extractor": __version__,
            "options": asdict(self.options),
            "text_format": self.text_format,
            "chunk_tokens": self.chunk_tokens,
            "inputs": list(self.given),
            "files": len(self.files),
            "bytes": sum(file.size for file in self.files),
            "digest": digest(self.files),
            "columns": self.columns._asdict(),
            "status": ",".join(self.statuses.wanted),
            "format": self.format,
            "compression": self.compression,
            "shard_bytes": self.shard_bytes,
            "shard": list(self.machine),
        }

    def shards(self) -> list[Shard]:
        """Return the shards of this machine."""
        index, machines = self.machine
        return split(self.files, shard_bytes=self.shard_bytes, machines=machines)[index::machines]

    def open_output(self) -> Output:
        """Open the output folder and read its present state."""
        return Output(self.output, self.format, self.compression)


class Dispatcher:
    """Sends the records of all shards in progress to the workers."""

    def __init__(self, plan: Plan, workers: Workers) -> None:
        self.plan, self._workers = plan, workers
        self._free = asyncio.Semaphore(plan.workers)  # a page is pickled only when its turn comes, to save memory

    async def make_row(self, record: Record) -> Row:
        """Return the row of a record; an error row if its worker was killed, or failed."""
        task = Task(record, self.plan.options, self.plan.text_format, self.plan.chunk_tokens)
        if record.data is None:
            return make_row(task)
        async with self._free:
            for _ in range(MAX_ATTEMPTS):
                try:
                    return await self._workers.run(make_row, task, deadline=self.plan.deadline, batch=True)
                except (Interrupted, InternalError) as error:
                    failure = error
                    if not isinstance(error, WorkerDied):
                        break
            return make_error_row(await self._identified(task), type(failure).__name__, str(failure))

    async def _identified(self, task: Task) -> Task:
        """Have a worker parse the id and URL of a line of JSON; without them the row is named after its offset."""
        if task.record.columns is None:
            return task
        try:
            found = await self._workers.run(
                identify, task, deadline=max(self.plan.deadline, MIN_IDENTIFY_SECONDS), batch=True
            )
        except (Interrupted, InternalError):
            found = task.record._replace(data=None, columns=None)
        return task._replace(record=found)


async def process_shards(shards: Iterable[Shard], plan: Plan, output: Output, watch: Watch) -> bool:
    """Start workers, process shards with them, and return whether all of these shards are done.

    Raises:
        OSError: the input cannot be read, or the output cannot be written, at the moment.

    """
    workers = Workers(plan.workers, WORKER_SETUP, calls_per_worker=PAGES_PER_WORKER, memory_megabytes=plan.memory)
    rest, finished = iter(shards), True

    async def process_one_by_one() -> None:
        nonlocal finished
        for shard in rest:
            finished &= not watch.stopping and await process_shard(shard, dispatcher, output, watch)

    await workers.ready()
    dispatcher = Dispatcher(plan, workers)
    try:
        loops = [asyncio.create_task(process_one_by_one()) for _ in range(SHARDS_AT_ONCE)]
        try:
            await asyncio.gather(*loops)
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
    finally:
        await workers.close()
    return finished


async def process_shard(shard: Shard, dispatcher: Dispatcher, output: Output, watch: Watch) -> bool:
    """Write the rows of a shard that no part holds yet, and return whether the shard is done.

    Raises:
        OSError: the input cannot be read, or the output cannot be written, at the moment.

    """
    skipped, number = 0, 0
    part = _Part(output, shard.number)
    window = _Window(dispatcher, part, watch)
    try:
        async for record in _records(shard, dispatcher.plan, watch):
            if record.skipped:
                skipped += 1
                watch.report(Step("skipped"))
                continue
            if not output.has_row(shard.number, number):
                await window.add(number, record)
            number += 1
        await window.drain()
        await part.close()
    finally:
        window.cancel()
    if not watch.stopping:
        output.mark_done(shard.number, {"records": number, "skipped": skipped})
    return not watch.stopping


async def _records(shard: Shard, plan: Plan, watch: Watch) -> AsyncIterator[Record]:
    """Yield the records of a shard, until the job is stopped. A thread reads them, since storage may be slow."""
    for piece in shard.pieces:
        counter, reported = ByteCounter(), 0
        records = read(piece, plan.columns, plan.options.max_bytes, counter, plan.statuses)
        async for batch in read_batches(records, lambda: watch.stopping):
            for record in batch:
                yield record
            reported, before = counter.count, reported
            watch.report(Step("", input_bytes=reported - before))
        if watch.stopping:
            return
        watch.report(Step("", input_bytes=piece.size - reported))


class _InFlight(NamedTuple):
    """A record whose row is being made."""

    number: int
    size: int
    """Bytes or characters of the page."""
    task: asyncio.Task[Row]


class _Window:
    """The records of a shard that are in flight. Their rows are added to the part in the order of the records."""

    def __init__(self, dispatcher: Dispatcher, part: "_Part", watch: Watch) -> None:
        self._dispatcher, self._part, self._watch = dispatcher, part, watch
        self._max_records = MAX_RECORDS_IN_FLIGHT * dispatcher.plan.workers
        self._records: deque[_InFlight] = deque()
        self._bytes = 0

    async def add(self, number: int, record: Record) -> None:
        """Send a record to a worker, then wait until the window is below its limits."""
        size = len(record.data or b"")
        self._records.append(_InFlight(number, size, asyncio.create_task(self._dispatcher.make_row(record))))
        self._bytes += size
        while len(self._records) >= self._max_records or (self._bytes > MAX_BYTES_IN_FLIGHT and self._records):
            await self._take_first()

    async def drain(self) -> None:
        """Wait for all records."""
        while self._records:
            await self._take_first()

    def cancel(self) -> None:
        """Give up the records that are still in flight."""
        for each in self._records:
            each.task.cancel()

    async def _take_first(self) -> None:
        first = self._records.popleft()
        row = await first.task
        self._bytes -= first.size
        await self._part.add(first.number, row)
        self._watch.report(Step("failed" if row.error else "extracted", row.size))


class _Part:
    """The rows of the part that is being filled."""

    def __init__(self, output: Output, shard: int) -> None:
        self.output, self.shard, self.first = output, shard, 0
        self.lines: list[bytes] = []
        self.errors: list[bytes] = []

    async def add(self, number: int, row: Row) -> None:
        """Add the row of a record. A gap in the numbers starts a new part, and so does a full part."""
        if number != self.first + len(self.lines):
            await self.close()
            self.first = number
        self.lines.append(row.line)
        if row.error:
            self.errors.append(row.error)
        if len(self.lines) >= PART_RECORDS:
            await self.close()

    async def close(self) -> None:
        """Write the part, if it has rows, and start an empty one."""
        if self.lines:
            await asyncio.to_thread(self.output.write, self.shard, self.first, self.lines, self.errors)
            self.first += len(self.lines)
            self.lines, self.errors = [], []
