"""The pool with deadlines: the only module that knows processes.

Pages are extracted in processes, never in threads (trafilatura can crash the interpreter there) and never in the
event loop. A page past its deadline is killed together with its worker; the others go on, and the worker is replaced
by a fork of a warm, idle parent, which takes milliseconds.

Each worker has a pipe of its own, so that one that dies in the middle of a message leaves the others' messages alone.
"""

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, cast

from extractor.errors import Busy, DeadlinePassed, WorkerDied
from extractor.model import Extraction
from extractor.options import Options
from extractor.pipeline import DEFAULT_OPTIONS, extract

WARM = "extractor.warm"
MEGABYTE = 1_000_000
OUT_OF_MEMORY: Final = 86  # the exit code of a worker whose page wanted more than it may have
RESIDENT = 400 * MEGABYTE  # what a warm worker has: interpreter, models, parsers
FAT = 0.5  # of what it may take; a worker that keeps more when it is done is replaced
AGAIN = 1.0  # seconds until a worker that could not be started is tried again
SIZE = 8  # bytes that say how long a message is
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
    """What a worker does with a job."""
    return extract(job.data, url=job.url, content_type=job.content_type, options=job.options)


class _Outcome(NamedTuple):
    """What a worker sends back."""

    value: Any
    error: BaseException | None
    resident: int
    """Bytes of memory that it keeps."""


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, process: ForkServerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.process, self.reader, self.writer = process, reader, writer
        self.pages = 0

    @classmethod
    async def start(cls, memory: int) -> "_Worker":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([WARM])
        ours, theirs = socket.socketpair()
        process = context.Process(target=_live, args=(theirs, memory), daemon=True)
        try:
            await asyncio.to_thread(process.start)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, *await asyncio.open_connection(sock=ours))

    async def call(self, function: Callable[[Given], T], given: Given) -> _Outcome:
        """What the worker makes of it.

        Raises:
            EOFError, ConnectionError: it died.

        """
        self.pages += 1
        message = pickle.dumps((function, given), pickle.HIGHEST_PROTOCOL)
        self.writer.write(len(message).to_bytes(SIZE, "big"))
        self.writer.write(message)
        await self.writer.drain()
        size = int.from_bytes(await self.reader.readexactly(SIZE), "big")
        return cast("_Outcome", pickle.loads(await self.reader.readexactly(size)))  # noqa: S301 - our own process

    async def end(self, *, kill: bool) -> int | None:
        """Be rid of it; its exit code. A worker that is not killed sees its pipe closed, and goes."""
        if kill:
            self.process.kill()
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
        await asyncio.to_thread(self.process.join)
        code = self.process.exitcode
        self.process.close()
        return code


class Workers:
    """A pool of warm processes; `ready` starts it.

    Args:
        count: how many.
        pages_per_worker: each is replaced after so many pages; 0 for never.
        queue: how many pages may wait; None for any number.
        memory: megabytes that a worker may take besides what it has when warm; 0 for no limit.

    """

    def __init__(self, count: int, *, pages_per_worker: int = 0, queue: int | None = None, memory: int = 0) -> None:
        self.count, self.held = count, 0
        """How many pages are being worked on or wait."""
        self.replaced: dict[str, int] = {}
        """How many workers were replaced, by cause."""
        self._most = None if queue is None else count + queue
        self._pages_per_worker, self._memory = pages_per_worker, memory
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._freed = asyncio.Event()
        self._chores: set[asyncio.Task[Any]] = set()

    async def ready(self) -> None:
        """Start all workers; return once every one has read a page."""
        await asyncio.gather(*(self._add() for _ in range(self.count)))

    async def run(self, function: Callable[[Given], T], given: Given, *, deadline: float, patient: bool = False) -> T:
        """Have a worker call `function` with `given`; both travel by pickle.

        Args:
            function: what to do, at the top of a module.
            given: with what.
            deadline: seconds from now, queue wait included, after which the page is killed.
            patient: wait for a place in the queue instead of being turned away.

        Raises:
            Busy: as many pages wait as may.
            DeadlinePassed: it was not done in time.
            WorkerDied: it took its worker down with it.
            ExtractorError: as `function`.

        """
        while self._most is not None and self.held >= self._most:
            if not patient:
                message = f"{self.held} pages are being worked on or wait; try again soon"
                raise Busy(message)
            self._freed.clear()
            await self._freed.wait()
        self.held += 1
        try:
            async with asyncio.timeout(deadline):
                worker = await self._healthy()
                outcome = await self._call(worker, function, given)
        except TimeoutError:
            message = f"the page was not done within {deadline:g} s; send a smaller page or allow a longer deadline"
            raise DeadlinePassed(message) from None
        finally:
            self.held -= 1
            self._freed.set()
        if outcome.error is not None:
            raise outcome.error
        return cast("T", outcome.value)

    def processes(self) -> list[int]:
        """The ids of all processes, those at work and those that wait."""
        return [worker.process.pid or 0 for worker in self._all]

    async def close(self) -> None:
        """Stop all workers at once and wait until they are gone."""
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await asyncio.gather(*(self._bury(worker, kill=True) for worker in list(self._all)))

    async def _healthy(self) -> _Worker:
        """An idle worker; one that somebody killed while it waited is no page's fault."""
        while (worker := await self._idle.get()).reader.at_eof():
            self._replace("death", instead_of=worker)
        return worker

    async def _call(self, worker: _Worker, function: Callable[[Given], T], given: Given) -> _Outcome:
        """Use a worker, and see to it that another one follows where it cannot go on."""
        try:
            outcome = await worker.call(function, given)
        except (EOFError, ConnectionError):
            code = await self._bury(worker)
            why = (
                f"wanted more than {self._memory} MB of memory"
                if code == OUT_OF_MEMORY
                else f"killed the process that read it (exit code {code})"
            )
            self._replace("memory" if code == OUT_OF_MEMORY else "death")
            message = f"the page {why}; do not send it again"
            raise WorkerDied(message) from None
        except BaseException:  # too late, or the client went away: the page goes with its worker
            self._replace("deadline or client left", instead_of=worker, kill=True)
            raise
        if self._pages_per_worker and worker.pages >= self._pages_per_worker:
            self._replace("pages", instead_of=worker)
        elif self._memory and outcome.resident > FAT * self._memory * MEGABYTE + RESIDENT:
            self._replace("size", instead_of=worker)
        else:
            self._idle.put_nowait(worker)
        return outcome

    def _replace(self, cause: str, *, instead_of: _Worker | None = None, kill: bool = False) -> None:
        """Start another worker, and be rid of the one before; nobody waits for either."""
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
            except (EOFError, OSError):
                await asyncio.sleep(AGAIN)

    async def _bury(self, worker: _Worker, *, kill: bool = False) -> int | None:
        self._all.discard(worker)
        return await worker.end(kill=kill)

    async def _add(self) -> None:
        """Start a worker and have it read a page before it is given any other."""
        worker = await _Worker.start(self._memory * MEGABYTE)
        self._all.add(worker)
        try:
            await worker.call(work, Job(data="<p>A worker that answers this is warm.</p>"))
        except BaseException:
            await self._bury(worker, kill=True)
            raise
        worker.pages = 0
        self._idle.put_nowait(worker)


def _live(pipe: socket.socket, memory: int) -> None:
    """The life of a worker: messages in, outcomes out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which says when to go
    _limit_memory(memory)
    with pipe, pipe.makefile("rwb") as messages:
        while size := messages.read(SIZE):
            try:
                function, given = pickle.loads(messages.read(int.from_bytes(size, "big")))  # noqa: S301 - our own parent
                message = _reply(function, given)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)  # what the page took is given back at once, and whatever broke with it
            del function, given
            messages.write(len(message).to_bytes(SIZE, "big"))
            messages.write(message)
            messages.flush()


def _reply(function: Callable[[Any], Any], given: Any) -> bytes:
    value, error = None, None
    try:
        value = function(given)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - whatever it is, the parent raises it
        error = raised
    return pickle.dumps(_Outcome(value, error, _resident()), pickle.HIGHEST_PROTOCOL)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def _limit_memory(most: int) -> None:
    """Let the worker take `most` bytes besides what it has; 0 for no limit."""
    if most:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
        limit = int(status["VmData"].split()[0]) * 1024 + most
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))
