"""Shared by tests that need processes: one warm pool, and one service, for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest_asyncio
from aiohttp import ClientTimeout
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, BaseRunner, Request

from extractor.service import make_app
from extractor.service.app import make_runner
from extractor.service.state import STATE
from extractor.settings import Settings
from extractor.workers import Workers

Client = TestClient[Request, Application]
NO_TIMEOUT = ClientTimeout(total=None, sock_connect=None)  # a busy machine is no failure


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def workers() -> AsyncIterator[Workers]:
    """Two warm workers."""
    pool = Workers(2)
    await pool.ready()
    yield pool
    await pool.close()


class Server(TestServer):
    """The application as `extractor serve` runs it."""

    async def _make_runner(self, **_: Any) -> BaseRunner:
        return make_runner(self.app)


@asynccontextmanager
async def running(settings: Settings, *, warm: bool = True) -> AsyncIterator[Client]:
    """A service, once its workers are warm."""
    app = make_app(settings)
    async with TestClient(Server(app), auto_decompress=True, timeout=NO_TIMEOUT) as client:
        if warm:
            await app[STATE].warming
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client() -> AsyncIterator[Client]:
    """A running service; its deadline is none that a busy machine could miss."""
    async with running(Settings(workers=2, deadline=120.0, max_body=4_000_000)) as client:
        yield client
