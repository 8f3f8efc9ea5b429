"""The pool with deadlines: the only module that knows processes.

Pages are extracted in processes, never in threads (trafilatura can crash the interpreter there) and never in the
event loop. A page past its deadline is killed together with its worker; the others go on, and the worker is replaced
by a fork of a warm, idle parent. pebble does the killing and replacing.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessPool

from extractor.errors import DeadlinePassed, WorkerDied
from extractor.model import Extraction
from extractor.options import Options
from extractor.pipeline import DEFAULT_OPTIONS, extract

WARM = "extractor.warm"


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


class Workers:
    """A pool of `count` warm processes; each is replaced after `pages_per_worker` pages (0: never)."""

    def __init__(self, count: int, *, pages_per_worker: int = 0) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([WARM])
        self.count = count
        self._pool = ProcessPool(max_workers=count, max_tasks=pages_per_worker, context=context)

    async def ready(self) -> None:
        """Return once every worker has read a page."""
        page = Job(data="<p>A worker that answers this is warm.</p>")
        await asyncio.gather(*(asyncio.wrap_future(self._submit(work, page)) for _ in range(self.count)))

    async def extract(self, job: Job, *, deadline: float) -> Extraction:
        """Run `job` in a worker.

        Args:
            job: the page and its options.
            deadline: seconds from now, queue wait included, after which the page is killed.

        Raises:
            DeadlinePassed: it was not done in time.
            WorkerDied: it took its worker down with it.
            Refused: as `extractor.extract`.

        """
        running = asyncio.wrap_future(self._submit(work, job))
        try:
            # Cancelling the future, here or because the client went away, kills the worker that holds the page.
            return await asyncio.wait_for(running, deadline)
        except TimeoutError:
            message = f"the page was not done within {deadline:g} s; send a smaller page or allow a longer deadline"
            raise DeadlinePassed(message) from None
        except ProcessExpired as death:
            message = f"the page killed the process that read it (exit code {death.exitcode}); do not send it again"
            raise WorkerDied(message) from None

    def close(self) -> None:
        """Stop all workers at once and wait until they are gone."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _submit(self, function: Callable[[Job], Extraction], job: Job) -> Future[Any]:
        return self._pool.schedule(function, args=(job,))
