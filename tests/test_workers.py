"""Pages in processes: answers, refusals, deadlines, deaths."""

import asyncio
import os
import signal

import pytest

from extractor import DeadlinePassed, NotText, WorkerDied, extract
from extractor.model import Extraction
from extractor.workers import Job, Workers, work
from tests.cases import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()


def die(_: Job) -> Extraction:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


async def test_a_worker_gives_what_the_library_gives(workers: Workers) -> None:
    assert await workers.run(work, Job(data=PAGE), deadline=30) == extract(PAGE)


async def test_a_refusal_keeps_its_name_and_words(workers: Workers) -> None:
    with pytest.raises(NotText, match="the input is a PDF"):
        await workers.run(work, Job(data=b"%PDF-1.7"), deadline=30)


async def test_a_page_past_its_deadline_is_killed_and_the_next_is_served(workers: Workers, endless: bytes) -> None:
    with pytest.raises(DeadlinePassed, match=r"not done within 0\.2 s"):
        await workers.run(work, Job(data=endless), deadline=0.2)

    assert await workers.run(work, Job(data=PAGE), deadline=30) == extract(PAGE)


async def test_the_deadline_covers_the_wait_in_the_queue(workers: Workers, endless: bytes) -> None:
    stuck = [asyncio.create_task(workers.run(work, Job(data=endless), deadline=1)) for _ in range(workers.count)]
    await asyncio.sleep(0.1)

    with pytest.raises(DeadlinePassed):
        await workers.run(work, Job(data=PAGE), deadline=0.2)

    outcomes = await asyncio.gather(*stuck, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [DeadlinePassed] * workers.count
    assert (await workers.run(work, Job(data=PAGE), deadline=30)).title


async def test_a_caller_that_goes_away_frees_its_place(workers: Workers, endless: bytes) -> None:
    leaving = [asyncio.create_task(workers.run(work, Job(data=endless), deadline=60)) for _ in range(workers.count)]
    await asyncio.sleep(0.1)
    for task in leaving:
        task.cancel()

    assert (await workers.run(work, Job(data=PAGE), deadline=30)).title


async def test_a_page_that_kills_its_worker_is_named(workers: Workers) -> None:
    with pytest.raises(WorkerDied, match="do not send it again"):
        await workers.run(die, Job(data=PAGE), deadline=30)

    assert (await workers.run(work, Job(data=PAGE), deadline=30)).title


async def test_workers_are_replaced_after_their_pages() -> None:
    pool = Workers(1, pages_per_worker=1)
    try:
        await pool.ready()
        answers = [await pool.run(work, Job(data=PAGE), deadline=30) for _ in range(3)]
    finally:
        await pool.close()

    assert answers == [extract(PAGE)] * 3
