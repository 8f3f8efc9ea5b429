"""The pool of worker processes: results, errors, deadlines, crashes, priorities."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from extractor import Busy, DeadlinePassed, InternalError, NotText, WorkerDied, extract
from extractor.preload import WORKER_SETUP
from extractor.workers.pool import Setup, Workers
from extractor.workers.queue import MAX_INTERACTIVE_IN_A_ROW, WorkerQueue
from tests.cases import ROOT
from tests.slow import FOREVER_SECONDS, PATIENCE_SECONDS, until, until_in_flight

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def identity(argument: int) -> int:
    return argument


def fail(_: object) -> None:
    message = "no models"
    raise RuntimeError(message)


class Unpicklable(Exception):
    """Unpickling fails, because it calls the class with one argument instead of two."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def misbehave(how: str) -> Any:
    if how == "raise an error that cannot be unpickled":
        raise Unpicklable(how, how)
    if how == "raise an unexpected error":
        raise ZeroDivisionError(how)
    return {
        "return a value that cannot be pickled": lambda: None,
        "return a value that cannot be unpickled": Unpicklable("a", "b"),
    }[how]


@asynccontextmanager
async def pool(count: int, **more: Any) -> AsyncIterator[Workers]:
    workers = Workers(count, WORKER_SETUP, **more)
    try:
        await workers.ready()
        yield workers
    finally:
        await workers.close()


async def test_a_worker_returns_what_the_function_returns(workers: Workers) -> None:
    assert await workers.run(extract, PAGE, deadline=30) == extract(PAGE)


async def test_an_extractor_error_keeps_its_type_and_message(workers: Workers) -> None:
    with pytest.raises(NotText, match="the input is a PDF"):
        await workers.run(extract, b"%PDF-1.7", deadline=30)


async def test_a_call_past_its_deadline_is_killed_and_the_next_one_runs(workers: Workers) -> None:
    with pytest.raises(DeadlinePassed, match=r"the page was not done within 0\.2 s"):
        await workers.run(sleep, FOREVER_SECONDS, deadline=0.2)

    assert await workers.run(extract, PAGE, deadline=30, wait=120) == extract(PAGE)


async def test_the_deadline_starts_when_a_worker_gets_the_call(workers: Workers) -> None:
    """The call waits for longer than its deadline. Builtins need no import in a new worker."""
    stuck = [asyncio.create_task(workers.run(time.sleep, FOREVER_SECONDS, deadline=6)) for _ in range(workers.count)]
    await until(lambda: workers.running == workers.count)

    assert await workers.run(abs, -5, deadline=5, wait=120) == 5
    outcomes = await asyncio.gather(*stuck, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DeadlinePassed}


async def test_the_wait_for_a_worker_has_its_own_limit(workers: Workers) -> None:
    stuck = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=60)) for _ in range(workers.count)]
    await until(lambda: workers.running == workers.count)

    with pytest.raises(Busy, match=r"no worker was free for the page within 0\.2 s"):
        await workers.run(identity, 5, deadline=0.2)

    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_cancelled_call_frees_its_worker(workers: Workers) -> None:
    leaving = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=600)) for _ in range(workers.count)]
    await until(lambda: workers.running == workers.count)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)

    assert workers.in_flight == 0
    assert await workers.run(identity, 5, deadline=30, wait=120) == 5


async def test_a_call_is_moved_from_a_worker_that_was_dead_before_it() -> None:
    async with pool(1) as workers:
        (process,) = workers.processes()
        os.kill(process, signal.SIGKILL)  # the pool does not know it yet

        assert await workers.run(identity, 5, deadline=PATIENCE_SECONDS, wait=PATIENCE_SECONDS) == 5
        assert workers.replaced == {"death": 1}


async def test_a_call_that_kills_its_worker_gets_an_error_of_its_own(workers: Workers) -> None:
    with pytest.raises(WorkerDied, match=r"the page killed its worker process .*; do not send it again"):
        await workers.run(die, PAGE, deadline=30, wait=120)

    assert (await workers.run(extract, PAGE, deadline=30, wait=120)).title


@pytest.mark.parametrize(
    "how",
    [
        "return a value that cannot be pickled",
        "return a value that cannot be unpickled",
        "raise an error that cannot be unpickled",
        "raise an unexpected error",
    ],
)
async def test_a_defect_fails_one_call_and_keeps_its_traceback(workers: Workers, how: str) -> None:
    before = workers.processes()

    with pytest.raises(InternalError, match="extractor has a defect") as raised:
        await workers.run(misbehave, how, deadline=30, wait=120)

    assert "Traceback" in "".join(raised.value.__notes__)
    assert await workers.run(identity, 5, deadline=30, wait=120) == 5
    assert workers.processes() == before


async def test_an_argument_that_cannot_be_pickled_keeps_the_worker(workers: Workers) -> None:
    before = workers.processes()

    with pytest.raises(InternalError):
        await workers.run(identity, lambda: None, deadline=30)  # type: ignore[arg-type]

    assert workers.processes() == before


async def test_workers_are_replaced_after_their_last_call() -> None:
    async with pool(1, calls_per_worker=1) as workers:
        answers = [await workers.run(extract, PAGE, deadline=30, wait=120) for _ in range(3)]

        assert workers.replaced == {"pages": 3}

    assert answers == [extract(PAGE)] * 3


async def test_an_interactive_call_runs_while_batch_calls_occupy_all_workers() -> None:
    async with pool(1, max_waiting=0, spare=1) as workers:
        batch = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=600, batch=True)) for _ in range(4)]
        await until_in_flight(workers, 4)
        await until(lambda: workers.running == 1)

        assert await workers.run(identity, 5, deadline=30, wait=120) == 5
        assert workers.running == 1, "no batch call may run in the spare worker"
        for task in batch:
            task.cancel()
        await asyncio.gather(*batch, return_exceptions=True)
        assert workers.in_flight == 0


async def test_interactive_calls_go_first_and_batch_calls_get_every_ninth_turn() -> None:
    queue: WorkerQueue[str] = WorkerQueue(1, lambda _: True)
    served: list[str] = []

    async def call(name: str, *, batch: bool) -> None:
        worker = await queue.take(batch=batch)
        served.append(name)
        await asyncio.sleep(0)
        queue.add(worker)
        queue.done(batch=batch)

    tasks = [asyncio.create_task(call("batch", batch=True)) for _ in range(2)]
    tasks += [asyncio.create_task(call("interactive", batch=False)) for _ in range(MAX_INTERACTIVE_IN_A_ROW + 2)]
    await asyncio.sleep(0)
    queue.add("worker")
    await asyncio.gather(*tasks)

    assert served == ["interactive"] * MAX_INTERACTIVE_IN_A_ROW + ["batch", "interactive", "interactive", "batch"]


async def test_a_worker_handed_to_a_cancelled_caller_is_not_lost() -> None:
    queue: WorkerQueue[str] = WorkerQueue(1, lambda _: True)
    waiting = asyncio.create_task(queue.take(batch=False))
    await asyncio.sleep(0)
    queue.add("worker")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert (list(queue.idle), queue.running(), queue.waiting()) == (["worker"], 0, 0)


async def test_a_worker_that_dies_at_its_start_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.workers.pool.MEGABYTE", 10**30)  # a limit that no system accepts
    workers = Workers(1, WORKER_SETUP, memory_megabytes=1)
    try:
        with pytest.raises(OSError, match="a worker died at its start"):
            await workers.ready()
        assert (workers.alive, "exit code" in workers.failure) == (0, True)
    finally:
        await workers.close()


async def test_a_warm_up_call_that_fails_is_reported() -> None:
    workers = Workers(1, Setup(preload="extractor.fork_server", warm_up=fail, warm_up_argument=None))
    try:
        with pytest.raises(InternalError, match="RuntimeError: no models"):
            await workers.ready()
        assert (workers.alive, "no models" in workers.failure) == (0, True)
    finally:
        await workers.close()


async def test_messages_speak_of_calls_unless_the_pool_is_told_a_noun() -> None:
    workers = Workers(1, Setup(preload="extractor.fork_server", warm_up=identity, warm_up_argument=1))
    try:
        await workers.ready()
        with pytest.raises(DeadlinePassed, match="the call was not done"):
            await workers.run(sleep, FOREVER_SECONDS, deadline=0.2)
    finally:
        await workers.close()
