"""Fixtures for tests that need processes: one pool and one service for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest_asyncio
from aiohttp import ClientTimeout
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, BaseRunner, Request

from extractor.preload import WORKER_SETUP
from extractor.service.app import make_app, make_runner
from extractor.service.state import STATE
from extractor.settings import Settings
from extractor.workers.pool import Workers

Client = TestClient[Request, Application]
NO_TIMEOUT = ClientTimeout(total=None, sock_connect=None)  # a busy machine fails no test


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def workers() -> AsyncIterator[Workers]:
    """Yield a pool of two workers that have started."""
    pool = Workers(2, WORKER_SETUP)
    await pool.ready()
    yield pool
    await pool.close()


class Server(TestServer):
    """The application as `extractor serve` runs it."""

    async def _make_runner(self, **_: Any) -> BaseRunner:
        return make_runner(self.app)


@asynccontextmanager
async def running(settings: Settings, *, started: bool = True) -> AsyncIterator[Client]:
    """Yield a client of a service. With `started`, its workers have started."""
    app = make_app(settings)
    async with TestClient(Server(app), auto_decompress=True, timeout=NO_TIMEOUT) as client:
        if started:
            await app[STATE].starting
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client() -> AsyncIterator[Client]:
    """Yield a client of a service with a deadline that no busy machine misses."""
    async with running(Settings(workers=2, deadline=120.0, max_body=4_000_000)) as client:
        yield client
