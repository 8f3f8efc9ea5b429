"""What a job does, and how one shard of it is done: every record to a worker, every answer into a part, once."""

import asyncio
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from extractor.batch import readers
from extractor.batch.output import Output
from extractor.batch.readers import Columns, Gauge, Record
from extractor.batch.readers.statuses import Statuses
from extractor.batch.reading import batches
from extractor.batch.rows import Row, Task, identify, make_error_row, make_row
from extractor.batch.shards import Shard, cut, digest
from extractor.batch.storage import File
from extractor.errors import InternalError, Interrupted, WorkerDied
from extractor.options import Options
from extractor.version import __version__
from extractor.workers import Workers

AHEAD = 16  # records in hand for each worker: those behind a slow one go on
IN_HAND_BYTES = 64_000_000  # of pages that are in hand, unless one alone has more
TRIES = 2  # somebody else may have killed a worker; twice under the same page is the page's own doing
PART_RECORDS = 500
IDENTIFY_SECONDS = 30.0  # that a worker may take to find the name of a page in its line, at least
PAGES_PER_WORKER = 2000  # after which it is replaced, so that no leak lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a job does."""

    given: tuple[str, ...]
    """The inputs as the caller wrote them."""
    files: tuple[File, ...]
    """What they stand for."""
    output: str
    format: str
    compression: str
    options: Options
    columns: Columns
    statuses: Statuses
    workers: int
    deadline: float
    memory: int
    """Megabytes that a page may take; 0 for any."""
    shard_bytes: int
    turn: tuple[int, int] = (0, 1)
    """Which of how many machines this is: shards are dealt out in turn."""

    @property
    def job(self) -> dict[str, Any]:
        """What the output depends on."""
        return {
            "extractor": __version__,
            "options": asdict(self.options),
            "inputs": list(self.given),
            "files": len(self.files),
            "bytes": sum(file.size for file in self.files),
            "digest": digest(self.files),
            "columns": self.columns._asdict(),
            "status": ",".join(self.statuses.wanted),
            "format": self.format,
            "compression": self.compression,
            "shard_bytes": self.shard_bytes,
            "shard": list(self.turn),
        }

    def shards(self) -> list[Shard]:
        """Those whose turn it is."""
        index, of = self.turn
        return cut(self.files, most=self.shard_bytes, turns=of)[index::of]

    def open_output(self) -> Output:
        """The folder as it is now."""
        return Output(self.output, self.format, self.compression)


class Step(NamedTuple):
    """What there is to tell after each record or shard."""

    outcome: str
    """extracted, failed or skipped; empty where only input was read."""
    size: int = 0
    """Bytes or characters of the page."""
    read: int = 0
    """Bytes of input behind us that were not before."""
    times: int = 1
    """How many records."""


class Watch:
    """Who is told how far the job is, and who may stop it."""

    def __init__(self, tell: Callable[[Step], None], say: Callable[[str], None]) -> None:
        self.tell, self.say = tell, say
        self.stopping = False

    def stop(self) -> None:
        """Finish what is in hand, and no more."""
        self.stopping = True

    def heed_signals(self) -> None:
        """Have Ctrl-C and SIGTERM stop the job."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: self.stop())


class Answers:
    """Workers for the records of all shards that are in hand."""

    def __init__(self, plan: Plan, workers: Workers) -> None:
        self.plan, self._workers = plan, workers
        self._places = asyncio.Semaphore(plan.workers)

    async def to(self, record: Record) -> Row:
        """The answer to a record, or why there is none."""
        sent = Task(record, self.plan.options)
        if record.data is None:
            return make_row(sent)
        async with self._places:  # a place is a worker, so that the deadline is the page's own
            for _ in range(TRIES):
                try:
                    return await self._workers.run(make_row, sent, deadline=self.plan.deadline, batch=True)
                except (Interrupted, InternalError) as error:
                    why = error
                    if not isinstance(error, WorkerDied):
                        break
            return make_error_row(await self._identified(sent), type(why).__name__, str(why))

    async def _identified(self, sent: Task) -> Task:
        """Have a worker say what a line of JSON calls itself; one that cannot be parsed is called after its place."""
        if sent.record.columns is None:
            return sent
        try:
            found = await self._workers.run(
                identify, sent, deadline=max(self.plan.deadline, IDENTIFY_SECONDS), batch=True
            )
        except (Interrupted, InternalError):
            found = sent.record._replace(data=None, columns=None)
        return sent._replace(record=found)


async def process_shards(shards: Iterable[Shard], plan: Plan, output: Output, watch: Watch) -> bool:
    """Start workers and answer shards with them; whether all are answered now.

    Raises:
        OSError: as `process_shard`.

    """
    workers = Workers(plan.workers, pages_per_worker=PAGES_PER_WORKER, memory=plan.memory)
    rest, finished = iter(shards), True

    async def one_after_the_other() -> None:
        nonlocal finished
        for shard in rest:
            finished &= not watch.stopping and await process_shard(shard, answers, output, watch)

    await workers.ready()
    answers = Answers(plan, workers)
    try:
        # The next shard begins while the last pages of the one before are being read.
        both = [asyncio.create_task(one_after_the_other()) for _ in range(2)]
        try:
            await asyncio.gather(*both)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
    finally:
        await workers.close()
    return finished


async def process_shard(shard: Shard, answers: Answers, output: Output, watch: Watch) -> bool:
    """Answer what no part of a shard answers yet; whether all of it is answered now.

    Raises:
        OSError: the input cannot be read, or the output not be written, at the moment.

    """
    skipped, number = 0, 0
    part = _Part(output, shard.number)
    window: deque[tuple[int, int, asyncio.Task[Row]]] = deque()
    in_hand = 0

    async def take() -> None:
        nonlocal in_hand
        place, size, task = window.popleft()
        done = await task
        in_hand -= size
        await part.add(place, done)
        watch.tell(Step("failed" if done.error else "extracted", done.size))

    try:
        async for record in _records(shard, answers.plan, watch):
            if record.skipped:
                skipped += 1
                watch.tell(Step("skipped"))
                continue
            if not output.answered(shard.number, number):
                size = len(record.data or b"")
                window.append((number, size, asyncio.create_task(answers.to(record))))
                in_hand += size
            number += 1
            while len(window) >= AHEAD * answers.plan.workers or (in_hand > IN_HAND_BYTES and window):
                await take()
        while window:
            await take()
        await part.close()
    finally:
        for _, _, task in window:
            task.cancel()
    if not watch.stopping:
        output.mark(shard.number, {"records": number, "skipped": skipped})
    return not watch.stopping


async def _records(shard: Shard, plan: Plan, watch: Watch) -> AsyncIterator[Record]:
    """All of a shard, until somebody stops the job. They are read in a thread, since files may be far away."""
    for piece in shard.pieces:
        gauge, told = Gauge(), 0
        records = readers.read(piece, plan.columns, plan.options.max_bytes, gauge, plan.statuses)
        async for some in batches(records, lambda: watch.stopping):
            for record in some:
                yield record
            told, before = gauge.read, told
            watch.tell(Step("", read=told - before))
        if watch.stopping:
            return
        watch.tell(Step("", read=piece.size - told))


class _Part:
    """The part that is being filled."""

    def __init__(self, output: Output, shard: int) -> None:
        self.output, self.shard, self.first = output, shard, 0
        self.lines: list[bytes] = []
        self.errors: list[bytes] = []

    async def add(self, number: int, done: Row) -> None:
        """Add the answer to a record; where those before it are answered already, in a part of its own."""
        if number != self.first + len(self.lines):
            await self.close()
            self.first = number
        self.lines.append(done.line)
        if done.error:
            self.errors.append(done.error)
        if len(self.lines) >= PART_RECORDS:
            await self.close()

    async def close(self) -> None:
        """Write it, and begin another one."""
        if self.lines:
            await asyncio.to_thread(self.output.write, self.shard, self.first, self.lines, self.errors)
            self.first += len(self.lines)
            self.lines, self.errors = [], []
