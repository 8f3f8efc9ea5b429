"""Connections: how many there may be, and what is said to those who do not speak HTTP."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler, _ErrInfo

from extractor.service import errors as problems
from extractor.service import negotiation as wire

LOG: Final = logging.getLogger("extractor.service")
READ_BYTES = 1 << 16  # of one connection that wait in the main process, about
LINGERING_SECONDS = 5.0  # that the rest of a refused body is read and dropped, so that its client sees the answer
PROBES = 64  # connections beyond the limit, on which extraction is refused; further ones are aborted
PROBE_SECONDS = 5.0  # that such a connection lasts
LINES_PER_SECOND = 5  # of the log, about requests that are not HTTP
SAID_CHARACTERS = 200  # of what a parser says
SERVER = "extractor"


class RateLimitedLog:
    """Lines of a log, at most so many a second; another says how many were left out."""

    def __init__(self, most: int = LINES_PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._most, self._second, self._written, self._left_out = most, 0, 0, 0

    def __call__(self, message: str, *arguments: object) -> None:
        """Write a warning, or count it."""
        second = int(self._clock())
        if second != self._second:
            self._second, self._written = second, 0
        if self._written >= self._most:
            self._left_out += 1
            return
        left_out, self._left_out = self._left_out, 0
        self._written += 1
        LOG.warning(message, *arguments)
        if left_out:
            LOG.warning("%d lines like this were left out", left_out)


class Connection(RequestHandler):
    """One connection. `surplus` says that it is beyond the limit."""

    __slots__ = ("surplus",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection in, as one of the allowed, as a surplus one, or not at all."""
        server = self._manager
        assert isinstance(server, Server)  # noqa: S101 - for mypy
        beyond = len(server.connections) - server.most
        self.surplus = beyond >= 0
        if beyond >= PROBES:
            assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for mypy
            transport.abort()
            return
        super().connection_made(transport)
        if self.surplus:
            self._loop.call_later(PROBE_SECONDS, self.force_close)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived. Where a body stops being HTTP, its reader is told at once."""
        super().data_received(data)
        if self._messages and isinstance(broken := self._messages[-1][0], _ErrInfo) and self._current_request:
            content = self._current_request.content
            if not content.is_eof():
                content.set_exception(web.RequestPayloadError(_said(broken.message, broken.exc)))

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what is not HTTP, or an error outside the application, as a problem, and log one line."""
        if request.writer.output_size > 0:
            reason = "an answer was begun already"
            raise ConnectionError(reason)
        request_id = uuid.uuid4().hex
        said = _said(message, exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            LOG.error("request %s failed", request_id, exc_info=exc)
            detail = wire.BROKE
        else:
            detail = f"the request is not valid HTTP: {said}"
            if isinstance(self._manager, Server):
                self._manager.log("not HTTP from %s: %s", request.remote, said)
        response = wire.problem(problems.of_status(HTTPStatus(status), detail, request_id))
        response.headers["Server"] = SERVER
        response.force_close()
        return response


def _said(message: str | None, error: BaseException | None) -> str:
    return " ".join((message or str(error) or type(error).__name__).split())[:SAID_CHARACTERS]


class Server(web.Server):
    """All connections of one service, of which at most `most` are served.

    Up to `PROBES` connections beyond get 503 for extraction; other routes answer, so that probes see the service live.
    """

    def __init__(self, server: web.Server, most: int, **kwargs: Any) -> None:
        super().__init__(
            server.request_handler, request_factory=server.request_factory, handler_cancellation=True, **kwargs
        )
        self.most, self.log = most, RateLimitedLog()

    def __call__(self) -> RequestHandler:
        """Return the protocol of a new connection."""
        return Connection(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """Runs an application. Bodies reach it as they came, and clients that leave are noticed."""

    __slots__ = ("_connection_arguments", "_most")

    def __init__(self, app: web.Application, *, connections: int, idle: float, grace: float) -> None:
        super().__init__(app, shutdown_timeout=grace)
        self._most = connections
        self._connection_arguments = {
            "access_log": None,
            "auto_decompress": False,
            "keepalive_timeout": idle,
            "lingering_time": LINGERING_SECONDS,
            "read_bufsize": READ_BYTES,
        }

    async def _make_server(self) -> web.Server:
        return Server(await super()._make_server(), self._most, **self._connection_arguments)
