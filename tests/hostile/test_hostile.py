"""Whatever is sent, the answer is the documented one, and the next request is served."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from extractor.service.state import STATE
from extractor.settings import Settings
from tests.conftest import Client, running
from tests.hostile.corpus import ATTACKS, MAX_BODY, TEXT, Attack

pytestmark = pytest.mark.asyncio(loop_scope="session")
SETTINGS = Settings(workers=2, deadline=1.0, max_body=MAX_BODY, memory=800, body_timeout=2.0, idle=5.0)
GOOD = f"<html><body><h1>Towers stay dark</h1><p>{TEXT}</p></body></html>".encode()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service() -> AsyncIterator[Client]:
    async with running(SETTINGS) as client:
        yield client


async def is_served(service: Client) -> None:
    async with service.post("/v1/extract", data=GOOD, headers={"Content-Type": "text/html"}) as response:
        assert response.status == 200
        assert (await response.json())["title"] == "Towers stay dark"


async def sent(service: Client, attack: Attack) -> int:
    async with service.post(attack.path, **attack.make()) as response:
        body = await response.read()
        if response.status >= 400:
            assert response.content_type == "application/problem+json"
            assert b"Traceback" not in body
        return response.status


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_the_answer_is_the_documented_one(service: Client, attack: Attack) -> None:
    assert await sent(service, attack) in attack.statuses
    await is_served(service)


async def test_the_same_from_eight_clients_at_once(service: Client) -> None:
    waiting = list(ATTACKS)

    async def client() -> list[str]:
        wrong = []
        while waiting:
            attack = waiting.pop()
            # Eight share two workers, so that any page may be late.
            status = await sent(service, attack)
            if status not in {*attack.statuses, 504}:
                wrong.append(f"{attack.name}: {status}")
        return wrong

    assert [wrong for found in await asyncio.gather(*(client() for _ in range(8))) for wrong in found] == []
    await is_served(service)


async def raw(service: Client, *pieces: bytes, pause: float = 0.0, half: bool = False) -> bytes:
    """What comes back on a connection of its own, until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if half:
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 15)
    except ConnectionError:
        return b""
    finally:
        writer.close()


HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "starts"),
    [
        ([HEAD % 10**9], b"HTTP/1.1 413"),
        ([HEAD % 1000, b"<p>slow"], b"HTTP/1.1 408"),
        ([b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nX-Slow: "], b""),
        ([b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"], b"HTTP/1.0 400"),
        ([b"\x16\x03\x01\x02\x00\x01\x00\x01"], b"HTTP/1.0 400"),
        ([b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n"], b"HTTP/1.0 400"),
        ([b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n"], b"HTTP/1.0 400"),
    ],
    ids=["claims a gigabyte", "slow body", "slow head", "bad chunks", "TLS", "long address", "many headers"],
)
async def test_connections_that_are_not_right(service: Client, pieces: list[bytes], starts: bytes) -> None:
    assert (await raw(service, *pieces)).startswith(starts)
    await is_served(service)


async def test_a_connection_that_is_half_closed(service: Client) -> None:
    await raw(service, HEAD % len(GOOD) + GOOD, half=True)
    await is_served(service)


async def test_a_worker_that_is_killed_under_a_page(service: Client) -> None:
    assert service.app
    workers = service.app[STATE].workers

    async def kill() -> None:
        await asyncio.sleep(0.3)
        for process in workers.processes():
            os.kill(process, signal.SIGKILL)

    slow: dict[str, Any] = next(attack for attack in ATTACKS if attack.name == "60,000 links").make()
    killing = asyncio.create_task(kill())
    async with service.post("/v1/extract", **slow) as response:
        assert response.status == 422
    await killing
    await is_served(service)


async def test_idle_workers_that_are_killed_are_replaced(service: Client) -> None:
    assert service.app
    for process in service.app[STATE].workers.processes():
        os.kill(process, signal.SIGKILL)
    await asyncio.sleep(0.2)
    await is_served(service)
    await is_served(service)
