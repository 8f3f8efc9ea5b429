"""Pages in processes: answers, refusals, deadlines, deaths, turns."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from extractor import Busy, DeadlinePassed, InternalError, NotText, WorkerDied, extract
from extractor.types import Extraction
from extractor.workers import Job, Workers, work
from extractor.workers.queue import SINGLES_IN_A_ROW, Turns
from tests.cases import ROOT
from tests.slow import FOREVER_SECONDS, until, until_held

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()


def die(_: Job) -> Extraction:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def number(given: int) -> int:
    return given


class Unpicklable(Exception):
    """Its pickle cannot be read: it is called with one argument, and takes two."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def give(what: str) -> Any:
    if what == "raise an error that cannot be pickled":
        raise Unpicklable(what, what)
    if what == "raise a bare error":
        raise ZeroDivisionError(what)
    return {"a function": lambda: None, "an error that cannot be read": Unpicklable("a", "b")}[what]


@asynccontextmanager
async def pool(count: int, **more: Any) -> AsyncIterator[Workers]:
    workers = Workers(count, **more)
    try:
        await workers.ready()
        yield workers
    finally:
        await workers.close()


async def test_a_worker_gives_what_the_library_gives(workers: Workers) -> None:
    assert await workers.run(work, Job(data=PAGE), deadline=30) == extract(PAGE)


async def test_a_refusal_keeps_its_name_and_words(workers: Workers) -> None:
    with pytest.raises(NotText, match="the input is a PDF"):
        await workers.run(work, Job(data=b"%PDF-1.7"), deadline=30)


async def test_a_page_past_its_deadline_is_killed_and_the_next_is_served(workers: Workers) -> None:
    with pytest.raises(DeadlinePassed, match=r"not done within 0\.2 s"):
        await workers.run(sleep, FOREVER_SECONDS, deadline=0.2)

    assert await workers.run(work, Job(data=PAGE), deadline=30, wait=120) == extract(PAGE)


async def test_the_deadline_starts_when_a_worker_has_the_page(workers: Workers) -> None:
    """It waits for longer than its own deadline, and is answered. Builtins need no import in a new worker."""
    stuck = [asyncio.create_task(workers.run(time.sleep, FOREVER_SECONDS, deadline=6)) for _ in range(workers.count)]
    await until(lambda: workers.working == workers.count)

    assert await workers.run(abs, -5, deadline=5, wait=120) == 5
    outcomes = await asyncio.gather(*stuck, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DeadlinePassed}


async def test_the_wait_has_a_bound_of_its_own(workers: Workers) -> None:
    stuck = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=60)) for _ in range(workers.count)]
    await until(lambda: workers.working == workers.count)

    with pytest.raises(Busy, match=r"no worker was free for the page within 0\.2 s"):
        await workers.run(number, 5, deadline=0.2)

    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)


async def test_a_caller_that_goes_away_frees_its_place(workers: Workers) -> None:
    leaving = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=600)) for _ in range(workers.count)]
    await until(lambda: workers.working == workers.count)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)

    assert workers.held == 0
    assert await workers.run(number, 5, deadline=30, wait=120) == 5


async def test_a_page_that_kills_its_worker_is_named(workers: Workers) -> None:
    with pytest.raises(WorkerDied, match="do not send it again"):
        await workers.run(die, Job(data=PAGE), deadline=30, wait=120)

    assert (await workers.run(work, Job(data=PAGE), deadline=30, wait=120)).title


@pytest.mark.parametrize(
    "what",
    [
        "a function",
        "an error that cannot be read",
        "raise an error that cannot be pickled",
        "raise a bare error",
        "no such thing",
    ],
)
async def test_a_defect_costs_one_page_and_tells_where(workers: Workers, what: str) -> None:
    before = workers.processes()

    with pytest.raises(InternalError, match="extractor has a defect") as raised:
        await workers.run(give, what, deadline=30, wait=120)

    assert "Traceback" in "".join(raised.value.__notes__)
    assert await workers.run(number, 5, deadline=30, wait=120) == 5
    assert workers.processes() == before


async def test_what_cannot_be_sent_costs_no_worker(workers: Workers) -> None:
    before = workers.processes()

    with pytest.raises(InternalError):
        await workers.run(number, lambda: None, deadline=30)  # type: ignore[arg-type]

    assert workers.processes() == before


async def test_workers_are_replaced_after_their_pages() -> None:
    async with pool(1, pages_per_worker=1) as workers:
        answers = [await workers.run(work, Job(data=PAGE), deadline=30, wait=120) for _ in range(3)]

    assert answers == [extract(PAGE)] * 3


async def test_a_single_page_is_answered_while_lines_have_all_workers() -> None:
    async with pool(1, queue=0, spare=1) as workers:
        lines = [asyncio.create_task(workers.run(sleep, FOREVER_SECONDS, deadline=600, batch=True)) for _ in range(4)]
        await until_held(workers, 4)
        await until(lambda: workers.working == 1)

        assert await workers.run(number, 5, deadline=30, wait=120) == 5
        assert workers.working == 1, "the spare process is not for lines"
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        assert workers.held == 0


async def test_single_pages_go_first_and_lines_are_not_forgotten() -> None:
    turns: Turns[str] = Turns(1, lambda _: True)
    served: list[str] = []

    async def page(name: str, *, batch: bool) -> None:
        worker = await turns.take(batch=batch)
        served.append(name)
        await asyncio.sleep(0)
        turns.add(worker)
        turns.done(batch=batch)

    tasks = [asyncio.create_task(page("line", batch=True)) for _ in range(2)]
    tasks += [asyncio.create_task(page("page", batch=False)) for _ in range(SINGLES_IN_A_ROW + 2)]
    await asyncio.sleep(0)
    turns.add("worker")
    await asyncio.gather(*tasks)

    assert served == ["page"] * SINGLES_IN_A_ROW + ["line", "page", "page", "line"]


async def test_a_worker_that_is_handed_to_a_caller_that_left_is_not_lost() -> None:
    turns: Turns[str] = Turns(1, lambda _: True)
    waiting = asyncio.create_task(turns.take(batch=False))
    await asyncio.sleep(0)
    turns.add("worker")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert (list(turns.idle), turns.working(), turns.waiting()) == (["worker"], 0, 0)


async def test_it_says_why_no_worker_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.workers.pool.MEGABYTE", 10**30)  # a limit that no system takes
    workers = Workers(1, memory=1)
    try:
        with pytest.raises(OSError, match="a worker died at its start"):
            await workers.ready()
        assert (workers.alive, "exit code" in workers.failure) == (0, True)
    finally:
        await workers.close()
