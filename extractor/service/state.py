"""What the handlers of one service share."""

import asyncio
import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aiohttp import web

from extractor.errors import BadOptions
from extractor.service.budget import Budget
from extractor.service.metrics import Metrics
from extractor.settings import Settings
from extractor.workers import Workers

REQUEST_ID: Final = web.RequestKey("request_id", str)
MEGABYTE = 1_000_000
SOON = {"Retry-After": "1"}


class State:
    """One service while it runs."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.settings, self.workers = settings, workers
        self.metrics = Metrics()
        self.metrics.held.set_function(lambda: workers.held)
        self.keys = read_keys(settings.api_keys)
        self.budget = Budget(settings.buffer * MEGABYTE)
        self.metrics.buffered.set_function(lambda: self.budget.held)
        self.warming = asyncio.create_task(workers.ready(retry=True))
        self.draining = False

    def check_ready(self) -> None:
        """Whether every worker is warm and nobody said to stop.

        Raises:
            HTTPException: 503 otherwise.

        """
        if self.draining:
            raise web.HTTPServiceUnavailable(text="the service is stopping", headers=SOON)
        self.check_warm()

    def check_warm(self) -> None:
        """Whether every worker is warm, and one could take a page.

        Raises:
            HTTPException: 503 otherwise.

        """
        if self.workers.failure and (not self.warming.done() or not self.workers.alive):
            reason = f"no worker can be started: {self.workers.failure}"
            raise web.HTTPServiceUnavailable(text=reason, headers=SOON)
        if not self.warming.done():
            raise web.HTTPServiceUnavailable(text="workers are starting", headers=SOON)

    def knows(self, key: str) -> bool:
        """Whether a key is one of ours, in a time that says nothing about which."""
        given = key.encode("utf-8", "surrogateescape")  # aiohttp decodes headers so
        found = [hmac.compare_digest(given, each) for each in self.keys]
        return any(found)


STATE: Final = web.AppKey("state", State)


def read_keys(path: str) -> Sequence[bytes]:
    """The API keys in a file, one a line; none for an empty path.

    Raises:
        BadOptions: the file cannot be read, or holds no key.

    """
    if not path:
        return ()
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        message = f"api_keys: {path}: {error.strerror}"
        raise BadOptions(message) from None
    keys = [line.strip() for line in lines if line.strip() and not line.startswith(b"#")]
    if not keys:
        message = f"api_keys: {path} holds no key; write one a line"
        raise BadOptions(message)
    return keys
