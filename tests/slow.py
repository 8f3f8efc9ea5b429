"""Functions that workers call in place of the real ones, so that a page takes as long as a test wants.

A page `sleep` never ends by itself, `defect` raises an unexpected exception, and `die` kills its worker.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extractor.service.task import LineAnswer, LineRequest, PageAnswer, PageRequest, answer_line, answer_page
from extractor.workers.pool import Workers

if TYPE_CHECKING:  # workers import this module and do not need pytest
    import pytest

FOREVER_SECONDS = 600
PATIENCE_SECONDS = 120  # how long a test waits for an event; ample on a busy machine


def act(page: bytes) -> None:
    if b"sleep" in page[:100]:
        time.sleep(FOREVER_SECONDS)
    if b"defect" in page[:100]:
        message = "a defect"
        raise ZeroDivisionError(message)
    if b"die" in page[:100]:
        os.kill(os.getpid(), signal.SIGKILL)


def slow_answer_page(request: PageRequest) -> PageAnswer:
    act(bytes(request.body))
    return answer_page(request)


def slow_answer_line(line: LineRequest) -> LineAnswer:
    act(line.body)
    return answer_line(line)


def use(monkeypatch: "pytest.MonkeyPatch") -> None:
    """Make the workers of a service call these functions."""
    monkeypatch.setattr("extractor.service.routes.answer_page", slow_answer_page)
    monkeypatch.setattr("extractor.service.batch_stream.answer_line", slow_answer_line)


async def until(condition: Callable[[], Any]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - the condition has no event to wait for
            await asyncio.sleep(0.01)


async def until_in_flight(workers: Workers, count: int) -> None:
    """Wait until `count` calls run or wait."""
    await until(lambda: workers.in_flight == count)
