"""The pool with deadlines.

Pages are extracted in processes, never in threads (trafilatura can crash the interpreter there) and never in the
event loop. A page past its deadline is killed together with its worker; the others go on, and the worker is replaced
by a fork of a warm, idle parent, which takes milliseconds.

Pages that come one by one are served before the lines of batches. With a spare process, lines never hold all of them.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from extractor.errors import Busy, DeadlinePassed, WorkerDied
from extractor.options import Options
from extractor.pipeline import DEFAULT_OPTIONS, extract
from extractor.types import Extraction
from extractor.workers.process import OUT_OF_MEMORY, Message, Outcome, Worker, packed
from extractor.workers.queue import Turns

MEGABYTE = 1_000_000
RESIDENT_BYTES = 400 * MEGABYTE  # what a warm worker has: interpreter, models, parsers
FAT = 0.5  # of what it may take; a worker that keeps more when it is done is replaced
RETRY_SECONDS = 1.0  # until a worker that could not be started is tried again
T = TypeVar("T")
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One call of `extractor.extract`, as it travels to a worker."""

    data: bytes | str
    url: str | None = None
    content_type: str | None = None
    options: Options = DEFAULT_OPTIONS


def work(job: Job) -> Extraction:
    """Return what `extract` makes of a job."""
    return extract(job.data, url=job.url, content_type=job.content_type, options=job.options)


class Workers:
    """A pool of warm processes; `ready` starts it.

    Args:
        count: how many pages are worked on at once.
        pages_per_worker: each worker is replaced after so many pages; 0 for never.
        queue: how many single pages may wait; None for any number. Lines of batches do not count.
        memory: megabytes that a worker may take besides what it has when warm; 0 for no limit.
        spare: processes besides, which serve single pages while lines of batches have `count` workers.

    """

    def __init__(
        self, count: int, *, pages_per_worker: int = 0, queue: int | None = None, memory: int = 0, spare: int = 0
    ) -> None:
        self.count, self.failure = count, ""
        """Why the last start of a worker failed; empty where it did not."""
        self.replaced: dict[str, int] = {}
        """How many workers were replaced, by cause."""
        self._processes = count + spare
        self._most = math.inf if queue is None else count + queue
        self._pages_per_worker, self._memory = pages_per_worker, memory
        self._turns: Turns[Worker] = Turns(count, self._healthy)
        self._all: set[Worker] = set()
        self._chores: set[asyncio.Task[Any]] = set()

    @property
    def held(self) -> int:
        """How many pages are worked on or wait."""
        return self.working + self._turns.waiting()

    @property
    def working(self) -> int:
        """How many pages a worker has."""
        return self._turns.working()

    @property
    def alive(self) -> int:
        """How many workers could answer a page, now or after the one that they have."""
        return self.working + sum(not worker.reader.at_eof() for worker in self._turns.idle)

    async def ready(self, *, retry: bool = False) -> None:
        """Start all workers; return once every one has read a page.

        Args:
            retry: try again until it succeeds. `failure` says why it does not.

        Raises:
            OSError: a worker cannot be started, and `retry` is not set.

        """
        start = self._refill if retry else self._add
        await asyncio.gather(*(start() for _ in range(self._processes)))

    async def run(
        self,
        function: Callable[[Given], T],
        given: Given,
        *,
        deadline: float,
        wait: float | None = None,
        batch: bool = False,
    ) -> T:
        """Have a worker call `function` with `given`; both travel by pickle.

        Args:
            function: what to do, at the top of a module.
            given: with what.
            deadline: seconds that the worker may take, after which the page is killed.
            wait: seconds that the page may wait for a worker; by default as many as `deadline`.
            batch: whether it is a line of a batch: single pages go first, and it waits for any time.

        Raises:
            Busy: the queue is full, or no worker was free within `wait`.
            DeadlinePassed: the worker was not done in time.
            WorkerDied: the page killed its worker.
            InternalError: `function` raised something else than an `ExtractorError`.
            ExtractorError: as `function`.

        """
        if not batch and self._turns.held(batch=False) >= self._most:
            message = f"{self._turns.held(batch=False)} pages are worked on or wait; try again soon"
            raise Busy(message)
        message_ = packed(function, given)
        seconds = None if batch else deadline if wait is None else wait
        try:
            async with asyncio.timeout(seconds):
                worker = await self._turns.take(batch=batch)
        except TimeoutError:
            message = f"no worker was free for the page within {seconds:g} s; try again soon"
            raise Busy(message) from None
        try:
            async with asyncio.timeout(deadline):
                outcome = await self._call(worker, message_)
        except TimeoutError:
            message = f"the page was not done within {deadline:g} s; send a smaller page or allow a longer deadline"
            raise DeadlinePassed(message) from None
        finally:
            self._turns.done(batch=batch)
        if outcome.error is not None:
            raise outcome.error
        return cast("T", outcome.value)

    def processes(self) -> list[int]:
        """Return the ids of all processes, those at work and those that wait."""
        return [worker.process.pid or 0 for worker in self._all]

    async def close(self) -> None:
        """Stop all workers at once and wait until they are gone."""
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await asyncio.gather(*(self._bury(worker, kill=True) for worker in list(self._all)))

    def _healthy(self, worker: Worker) -> bool:
        """Whether a worker can take a page; replace one that somebody killed while it was idle."""
        if worker.reader.at_eof():
            self._replace("death", instead_of=worker)
            return False
        return True

    async def _call(self, worker: Worker, message: Message) -> Outcome:
        """Use a worker, and see to it that another one follows where it cannot go on."""
        try:
            outcome = await worker.call(message)
        except (EOFError, ConnectionError):
            code = await self._bury(worker)
            why = (
                f"wanted more than {self._memory} MB of memory"
                if code == OUT_OF_MEMORY
                else f"killed the process that read it (exit code {code})"
            )
            self._replace("memory" if code == OUT_OF_MEMORY else "death")
            text = f"the page {why}; do not send it again"
            raise WorkerDied(text) from None
        except BaseException:  # too late, or the client went away: the page goes with its worker
            self._replace("deadline or client left", instead_of=worker, kill=True)
            raise
        if self._pages_per_worker and worker.pages >= self._pages_per_worker:
            self._replace("pages", instead_of=worker)
        elif self._memory and outcome.resident > FAT * self._memory * MEGABYTE + RESIDENT_BYTES:
            self._replace("size", instead_of=worker)
        else:
            self._turns.add(worker)
        return outcome

    def _replace(self, cause: str, *, instead_of: Worker | None = None, kill: bool = False) -> None:
        """Start another worker, and stop the one before; nobody waits for either."""
        self.replaced[cause] = self.replaced.get(cause, 0) + 1
        chores: list[asyncio.Task[Any]] = [asyncio.create_task(self._refill())]
        if instead_of:
            chores.append(asyncio.create_task(self._bury(instead_of, kill=kill)))
        for task in chores:
            self._chores.add(task)
            task.add_done_callback(self._chores.discard)

    async def _refill(self) -> None:
        """Add a worker, however often that takes: a machine may be short of memory for a while."""
        while True:
            try:
                return await self._add()
            except Exception:  # noqa: BLE001 - `failure` says what it was
                await asyncio.sleep(RETRY_SECONDS)

    async def _bury(self, worker: Worker, *, kill: bool = False) -> int | None:
        self._all.discard(worker)
        return await worker.end(kill=kill)

    async def _add(self) -> None:
        """Start a worker and have it read a page before it is given any other.

        Raises:
            OSError: it cannot be started, or dies at its start.
            InternalError: it cannot read that page.

        """
        try:
            worker = await Worker.start(self._memory * MEGABYTE)
            self._all.add(worker)
            await self._warm_up(worker)
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"
            if isinstance(error, EOFError):  # the fork server died
                raise OSError(self.failure) from error
            raise
        self.failure = ""
        worker.pages = 0
        self._turns.add(worker)

    async def _warm_up(self, worker: Worker) -> None:
        try:
            outcome = await worker.call(packed(work, Job(data="<p>A worker that answers this is warm.</p>")))
        except (EOFError, ConnectionError):
            message = f"a worker died at its start (exit code {await self._bury(worker)})"
            raise OSError(message) from None
        except BaseException:
            await self._bury(worker, kill=True)
            raise
        if outcome.error is not None:
            await self._bury(worker)
            raise outcome.error
