"""The objects that all requests of a service share."""

import asyncio
from typing import Final

from aiohttp import web

from extractor.service.auth import read_keys
from extractor.service.budget import Budget
from extractor.service.metrics import Metrics
from extractor.settings import MEGABYTE, Settings
from extractor.workers.pool import Workers

REQUEST_ID: Final = web.RequestKey("request_id", str)
RETRY_SOON = {"Retry-After": "1"}


class State:
    """The shared objects of one running service. Creating it starts the workers."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.settings, self.workers = settings, workers
        self.metrics = Metrics()
        self.metrics.in_flight.set_function(lambda: workers.in_flight)
        self.keys = read_keys(settings.api_keys)
        self.budget = Budget(settings.buffer * MEGABYTE)
        self.metrics.buffered.set_function(lambda: self.budget.held)
        self.starting = asyncio.create_task(workers.ready(retry=True))
        self.draining = False

    def check_ready(self) -> None:
        """Check that all workers have started and the service is not stopping.

        Raises:
            HTTPException: 503 otherwise.

        """
        if self.draining:
            raise web.HTTPServiceUnavailable(text="the service is stopping", headers=RETRY_SOON)
        self.check_workers()

    def check_workers(self) -> None:
        """Check that all workers have started, and that one of them can take a page.

        Raises:
            HTTPException: 503 otherwise.

        """
        if self.workers.failure and (not self.starting.done() or not self.workers.alive):
            reason = f"no worker can be started: {self.workers.failure}"
            raise web.HTTPServiceUnavailable(text=reason, headers=RETRY_SOON)
        if not self.starting.done():
            raise web.HTTPServiceUnavailable(text="workers are starting", headers=RETRY_SOON)


STATE: Final = web.AppKey("state", State)
