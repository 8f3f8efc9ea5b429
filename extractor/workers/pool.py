"""A pool of worker processes with deadlines and memory limits.

A call that passes its deadline is killed together with its worker. Other calls go on, and a new worker is forked from
the fork server, which takes milliseconds.

Interactive calls are served before batch calls. Spare workers are kept for interactive calls.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from extractor.errors import Busy, DeadlinePassed, WorkerDied
from extractor.workers.process import (
    OUT_OF_MEMORY_EXIT_CODE,
    DeadBeforeCall,
    Message,
    Outcome,
    Worker,
    pickle_call,
)
from extractor.workers.queue import WorkerQueue

MEGABYTE = 1_000_000
MAX_KEPT_MEMORY_SHARE = 0.5  # of the memory limit: an idle worker that keeps more is replaced
RETRY_SECONDS = 1.0  # pause before a worker that could not be started is tried again
Result = TypeVar("Result")
Argument = TypeVar("Argument")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How the workers of a pool are prepared."""

    preload: str
    """Name of the module that the fork server imports before it forks the first worker."""
    warm_up: Callable[[Any], object]
    warm_up_argument: Any
    """The first call in each worker is `warm_up(warm_up_argument)`. The worker gets other calls once it returns."""
    resident_bytes: int = 0
    """Resident memory of a worker after its warm-up, about."""
    noun: str = "call"
    """What error messages name a call by, in the singular."""


class Workers:
    """A pool of worker processes. `ready` starts it.

    Args:
        count: largest number of calls that run at once.
        setup: how the workers are prepared.
        calls_per_worker: number of calls after which a worker is replaced; 0 for never.
        max_waiting: largest number of interactive calls that wait; None for any number. Batch calls do not count.
        memory_megabytes: memory that a worker may allocate beyond what it has at its start; 0 for no limit.
        spare: number of additional workers. They serve interactive calls while batch calls occupy `count` workers.

    """

    def __init__(  # noqa: PLR0913 - each is a property of the pool
        self,
        count: int,
        setup: Setup,
        *,
        calls_per_worker: int = 0,
        max_waiting: int | None = None,
        memory_megabytes: int = 0,
        spare: int = 0,
    ) -> None:
        self.count = count
        self.failure = ""
        """Why the last start of a worker failed; empty after a successful start."""
        self.replaced: dict[str, int] = {}
        """Number of replaced workers by cause."""
        self._setup = setup
        self._size = count + spare
        self._max_interactive = math.inf if max_waiting is None else count + max_waiting
        self._calls_per_worker, self._memory_megabytes = calls_per_worker, memory_megabytes
        self._queue: WorkerQueue[Worker] = WorkerQueue(count, self._is_usable)
        self._all: set[Worker] = set()
        self._background: set[asyncio.Task[Any]] = set()

    @property
    def in_flight(self) -> int:
        """Number of calls that run or wait."""
        return self.running + self._queue.waiting()

    @property
    def running(self) -> int:
        """Number of calls that have a worker."""
        return self._queue.running()

    @property
    def alive(self) -> int:
        """Number of workers that run a call or can take one."""
        return self.running + sum(not worker.reader.at_eof() for worker in self._queue.idle)

    async def ready(self, *, retry: bool = False) -> None:
        """Start all workers and wait until each has returned from its warm-up call.

        Args:
            retry: retry failed starts until they succeed. `failure` says why the last one failed.

        Raises:
            OSError: a worker cannot be started, and `retry` is not set.
            ExtractorError: a warm-up call failed, and `retry` is not set.

        """
        start = self._add_with_retries if retry else self._add
        await asyncio.gather(*(start() for _ in range(self._size)))

    async def run(
        self,
        function: Callable[[Argument], Result],
        argument: Argument,
        *,
        deadline: float,
        wait: float | None = None,
        batch: bool = False,
    ) -> Result:
        """Call `function(argument)` in a worker. Function, argument and result are pickled.

        Args:
            function: a function at the top level of a module.
            argument: its only argument.
            deadline: seconds that the call may run. After that its worker is killed.
            wait: seconds that an interactive call may wait for a worker; `deadline` by default.
            batch: whether this is a batch call. Batch calls give way to interactive calls and wait without limit.

        Raises:
            Busy: too many calls wait, or no worker was free within `wait`.
            DeadlinePassed: the call ran for longer than `deadline`.
            WorkerDied: the worker died during the call.
            InternalError: `function` raised something other than an `ExtractorError`, or cannot be pickled.
            ExtractorError: raised by `function`.

        """
        noun = self._setup.noun
        if not batch and (held := self._queue.in_flight(batch=False)) >= self._max_interactive:
            text = f"{held} {noun}s are running or waiting; try again soon"
            raise Busy(text)
        message = pickle_call(function, argument)
        seconds = None if batch else deadline if wait is None else wait
        outcome = None
        while outcome is None:
            try:
                async with asyncio.timeout(seconds):
                    worker = await self._queue.take(batch=batch)
            except TimeoutError:
                text = f"no worker was free for the {noun} within {seconds:g} s; try again soon"
                raise Busy(text) from None
            try:
                async with asyncio.timeout(deadline):
                    outcome = await self._call(worker, message)
            except TimeoutError:
                text = (
                    f"the {noun} was not done within {deadline:g} s; send a smaller {noun} or allow a longer deadline"
                )
                raise DeadlinePassed(text) from None
            except DeadBeforeCall:
                continue
            finally:
                self._queue.done(batch=batch)
        if outcome.error is not None:
            raise outcome.error
        return cast("Result", outcome.value)

    def processes(self) -> list[int]:
        """Return the process ids of all workers."""
        return [worker.process.pid or 0 for worker in self._all]

    async def close(self) -> None:
        """Kill all workers and wait until they have ended."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.gather(*(self._stop(worker, kill=True) for worker in list(self._all)))

    def _is_usable(self, worker: Worker) -> bool:
        """Return whether an idle worker is alive. Replace it if it is not."""
        if worker.reader.at_eof():
            self._replace("death", instead_of=worker)
            return False
        return True

    async def _call(self, worker: Worker, message: Message) -> Outcome:
        """Send a call to a worker. Return the worker to the queue afterwards, or replace it."""
        try:
            outcome = await worker.call(message)
        except DeadBeforeCall:
            self._replace("death", instead_of=worker)
            raise
        except (EOFError, ConnectionError):
            raise await self._died(worker) from None
        except BaseException:  # the deadline passed or the caller left: only a kill stops the call
            self._replace("deadline or client left", instead_of=worker, kill=True)
            raise
        if self._calls_per_worker and worker.calls >= self._calls_per_worker:
            self._replace(f"{self._setup.noun}s", instead_of=worker)
        elif self._memory_megabytes and outcome.resident_bytes > self._max_kept_bytes():
            self._replace("size", instead_of=worker)
        else:
            self._queue.add(worker)
        return outcome

    def _max_kept_bytes(self) -> float:
        return MAX_KEPT_MEMORY_SHARE * self._memory_megabytes * MEGABYTE + self._setup.resident_bytes

    async def _died(self, worker: Worker) -> WorkerDied:
        """Replace a worker that died during a call. Return the error for the caller."""
        exit_code = await self._stop(worker)
        if exit_code == OUT_OF_MEMORY_EXIT_CODE:
            self._replace("memory")
            reason = f"needed more than {self._memory_megabytes} MB of memory"
        else:
            self._replace("death")
            reason = f"killed its worker process (exit code {exit_code})"
        return WorkerDied(f"the {self._setup.noun} {reason}; do not send it again")

    def _replace(self, cause: str, *, instead_of: Worker | None = None, kill: bool = False) -> None:
        """Start a new worker and stop the old one, both in the background."""
        self.replaced[cause] = self.replaced.get(cause, 0) + 1
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(self._add_with_retries())]
        if instead_of:
            tasks.append(asyncio.create_task(self._stop(instead_of, kill=kill)))
        for task in tasks:
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    async def _add_with_retries(self) -> None:
        """Start a worker, with any number of retries: the machine may be short of memory for a while."""
        while True:
            try:
                return await self._add()
            except Exception:  # noqa: BLE001 - `failure` records it
                await asyncio.sleep(RETRY_SECONDS)

    async def _stop(self, worker: Worker, *, kill: bool = False) -> int | None:
        """Stop a worker and return its exit code."""
        self._all.discard(worker)
        return await worker.stop(kill=kill)

    async def _add(self) -> None:
        """Start a worker, make the warm-up call and add the worker to the queue.

        Raises:
            OSError: the worker cannot be started, or dies at its start.
            ExtractorError: the warm-up call failed.

        """
        try:
            worker = await Worker.start(self._setup.preload, self._memory_megabytes * MEGABYTE)
            self._all.add(worker)
            await self._warm_up(worker)
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"
            if isinstance(error, EOFError):  # the fork server died
                raise OSError(self.failure) from error
            raise
        self.failure = ""
        worker.calls = 0
        self._queue.add(worker)

    async def _warm_up(self, worker: Worker) -> None:
        try:
            outcome = await worker.call(pickle_call(self._setup.warm_up, self._setup.warm_up_argument))
        except (DeadBeforeCall, EOFError, ConnectionError):
            text = f"a worker died at its start (exit code {await self._stop(worker)})"
            raise OSError(text) from None
        except BaseException:
            await self._stop(worker, kill=True)
            raise
        if outcome.error is not None:
            await self._stop(worker)
            raise outcome.error
