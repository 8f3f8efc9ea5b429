"""Shared by tests that need processes: one warm pool, and one service, for all of them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from extractor.service import handlers, make_app
from extractor.settings import Settings
from extractor.workers import Workers

Client = TestClient[Request, Application]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def workers() -> AsyncIterator[Workers]:
    """Two warm workers."""
    pool = Workers(2)
    await pool.ready()
    yield pool
    pool.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client() -> AsyncIterator[Client]:
    """A running service with a short deadline."""
    app = make_app(Settings(workers=2, deadline=4.0, max_body=4_000_000))
    async with TestClient(TestServer(app)) as running:
        await app[handlers.WARMING]
        yield running


@pytest.fixture(scope="session")
def endless() -> bytes:
    """A page that trafilatura needs many seconds for: 60,000 links in a list."""
    items = "".join(f'<li><a href="/p/{number}">Link number {number} to a page</a></li>' for number in range(60_000))
    return f"<html><body><ul>{items}</ul></body></html>".encode()
