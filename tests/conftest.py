"""Shared by tests that need processes: one warm pool for all of them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from extractor.workers import Workers


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def workers() -> AsyncIterator[Workers]:
    """Two warm workers."""
    pool = Workers(2)
    await pool.ready()
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def endless() -> bytes:
    """A page that trafilatura needs many seconds for: 20,000 links in a list."""
    items = "".join(f'<li><a href="/p/{number}">Link number {number} to a page</a></li>' for number in range(20_000))
    return f"<html><body><ul>{items}</ul></body></html>".encode()
