"""Hostile requests get the documented answer, and the next request is answered."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio

from extractor.service.connections import RateLimitedLog
from extractor.service.state import STATE
from extractor.settings import Settings
from extractor.workers.pool import Workers
from tests import slow
from tests.conftest import Client, running
from tests.hostile.corpus import ATTACKS, MAX_BODY, TEXT, Attack
from tests.slow import PATIENCE_SECONDS

pytestmark = pytest.mark.asyncio(loop_scope="session")
SETTINGS = Settings(workers=2, deadline=300.0, max_body=MAX_BODY, memory=800, body_timeout=20.0, idle=60.0)
SHORT_MS = "1000"  # deadline of pages that may take too long for a test
BUSY, LATE = 429, 504
GOOD = f"<html><body><h1>Towers stay dark</h1><p>{TEXT}</p></body></html>".encode()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service() -> AsyncIterator[Client]:
    async with running(SETTINGS) as client:
        yield client


async def is_served(service: Client) -> None:
    """Check that the next page is answered, with retries after `Retry-After`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with service.post("/v1/extract", data=GOOD, headers={"Content-Type": "text/html"}) as response:
                if "Retry-After" not in response.headers:
                    assert response.status == 200
                    assert (await response.json())["title"] == "Towers stay dark"
                    return
                await asyncio.sleep(float(response.headers["Retry-After"]))


async def sent(service: Client, attack: Attack) -> int:
    request = await asyncio.to_thread(
        attack.make
    )  # making a bomb takes a while, and would block the event loop of the service
    if LATE in attack.statuses and "params" not in request:
        request["headers"] = {"X-Deadline-Ms": SHORT_MS} | request.get("headers", {})
    async with service.post(attack.path, **request) as response:
        body = await response.read()
        if response.status >= 400:
            assert response.content_type == "application/problem+json"
            assert b"Traceback" not in body
        return response.status


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_the_status_is_documented(service: Client, attack: Attack) -> None:
    assert await sent(service, attack) in attack.statuses
    await is_served(service)


async def test_statuses_for_eight_concurrent_clients_are_documented(service: Client) -> None:
    waiting = list(ATTACKS)

    async def client() -> list[str]:
        wrong = []
        while waiting:
            attack = waiting.pop()
            status = await sent(service, attack)
            # Eight clients share two workers, so that a page with a short deadline may wait too long.
            if status not in attack.statuses and not (status == BUSY and LATE in attack.statuses):
                wrong.append(f"{attack.name}: {status}")
        return wrong

    assert [wrong for found in await asyncio.gather(*(client() for _ in range(8))) for wrong in found] == []
    await is_served(service)


async def raw(service: Client, *pieces: bytes, pause: float = 0.0, half: bool = False) -> bytes:
    """Return all that the service sends on a new connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if half:
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)
    except ConnectionError:
        return b""
    finally:
        writer.close()


HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
CHUNKED = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
TLS = b"\x16\x03\x01\x02\x00\x01\x00\x01"


@pytest.mark.parametrize(
    ("pieces", "starts"),
    [
        ([HEAD % 10**9], b"HTTP/1.1 413"),
        ([b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"], b"HTTP/1.0 400"),
        ([CHUNKED, b"5\r\n<p>no\r\n", b"zz\r\n"], b"HTTP/1.1 400"),
        ([TLS], b"HTTP/1.0 400"),
        ([b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n"], b"HTTP/1.0 400"),
        ([b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n"], b"HTTP/1.0 400"),
    ],
    ids=["claims a gigabyte", "bad chunks", "chunks that turn bad", "TLS", "long address", "many headers"],
)
async def test_invalid_http_gets_a_problem(service: Client, pieces: list[bytes], starts: bytes) -> None:
    answer = await raw(service, *pieces)

    assert answer.startswith(starts)
    assert b"application/problem+json" in answer
    assert b"\r\nServer: extractor\r\n" in answer
    assert b"aiohttp" not in answer.lower()
    await is_served(service)


async def test_connections_without_http_are_logged_in_one_line_each(
    service: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(40):
        await raw(service, TLS)
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]

    assert lines[0].startswith("not HTTP from 127.0.0.1: ")
    assert not [record for record in caplog.records if record.exc_info]


async def test_log_lines_are_rate_limited(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    log = RateLimitedLog(2, lambda: now)
    for _ in range(10):
        log("noise %d", 1)
    now = 1.0
    log("noise %d", 2)

    assert [record.getMessage() for record in caplog.records] == [
        "noise 1",
        "noise 1",
        "noise 2",
        "8 lines like this were left out",
    ]


async def test_slow_clients_are_disconnected() -> None:
    async with running(Settings(workers=1, body_timeout=0.3, idle=1.0)) as service:
        assert (await raw(service, HEAD % 1000, b"<p>slow")).startswith(b"HTTP/1.1 408")
        assert await raw(service, b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nX-Slow: ") == b""


async def test_a_half_closed_connection_does_no_harm(service: Client) -> None:
    await raw(service, HEAD % len(GOOD) + GOOD, half=True)
    await is_served(service)


def kill(workers: Workers) -> None:
    for process in workers.processes():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


async def test_a_worker_killed_during_a_page_fails_that_page_only(
    service: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.use(monkeypatch)
    assert service.app
    workers = service.app[STATE].workers

    async def status() -> int:
        async with service.post("/v1/extract", data=b"sleep") as response:
            return response.status

    killed = asyncio.create_task(status())
    await slow.until(lambda: workers.running == 1)
    kill(workers)

    assert await killed == 422
    await is_served(service)


async def test_killed_idle_workers_are_replaced(service: Client) -> None:
    assert service.app
    workers = service.app[STATE].workers
    kill(workers)
    await slow.until(lambda: workers.alive == 0)
    await is_served(service)
    await is_served(service)
