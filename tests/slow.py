"""Pages that take as long as a test wants, whatever the machine; functions that workers call in place of the real ones.

A page `sleep` never ends by itself, `defect` raises what no code of ours should, and `die` kills its worker.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extractor.service.task import Answer, Done, Line, Sent, answer, answer_line
from extractor.workers import Workers

if TYPE_CHECKING:  # workers import this module, and have no need of it
    import pytest

FOREVER_SECONDS = 600
PATIENCE_SECONDS = 120  # for what must happen, on a machine however busy


def act(page: bytes) -> None:
    if b"sleep" in page[:100]:
        time.sleep(FOREVER_SECONDS)
    if b"defect" in page[:100]:
        message = "a defect"
        raise ZeroDivisionError(message)
    if b"die" in page[:100]:
        os.kill(os.getpid(), signal.SIGKILL)


def slow_answer(sent: Sent) -> Answer:
    act(bytes(sent.body))
    return answer(sent)


def slow_answer_line(line: Line) -> Done:
    act(line.body)
    return answer_line(line)


def use(monkeypatch: "pytest.MonkeyPatch") -> None:
    """Have workers of a service call these functions."""
    monkeypatch.setattr("extractor.service.routes.answer", slow_answer)
    monkeypatch.setattr("extractor.service.batch_stream.answer_line", slow_answer_line)


async def until(condition: Callable[[], Any]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - what it waits for knows no event
            await asyncio.sleep(0.01)


async def until_held(workers: Workers, count: int) -> None:
    """Wait until so many pages are worked on or wait."""
    await until(lambda: workers.held == count)
