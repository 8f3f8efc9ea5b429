"""Connections: how many are served, and how invalid HTTP is answered.

This module uses private names of aiohttp (`_ErrInfo`, `_manager`, `_messages`, `_current_request`, `_kwargs`,
`_make_server`), because aiohttp has no public way to limit connections, to report a broken body while it is read, or to
choose the format of its own error responses.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler, _ErrInfo

from extractor.service.errors import problem_of_status
from extractor.service.responses import UNEXPECTED_ERROR, problem_response

LOG: Final = logging.getLogger("extractor.service")
READ_BUFFER_BYTES = 1 << 16  # unread bytes of one connection in the main process, about
LINGERING_SECONDS = 5.0  # how long the rest of a refused body is read, so that its client sees the answer
PROBE_CONNECTIONS = 64  # connections beyond the limit, on which extraction is refused; further ones are aborted
PROBE_SECONDS = 5.0  # after that, such a connection is closed
LOG_LINES_PER_SECOND = 5  # about requests that are not HTTP
MAX_REASON_CHARACTERS = 200  # of a parser's message
SERVER_NAME = "extractor"


class RateLimitedLog:
    """Warnings, at most `most` per second. The number of suppressed warnings is logged with the next one."""

    def __init__(self, most: int = LOG_LINES_PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._most, self._second, self._written, self._suppressed = most, 0, 0, 0

    def __call__(self, message: str, *arguments: object) -> None:
        """Write a warning, or count it as suppressed."""
        second = int(self._clock())
        if second != self._second:
            self._second, self._written = second, 0
        if self._written >= self._most:
            self._suppressed += 1
            return
        suppressed, self._suppressed = self._suppressed, 0
        self._written += 1
        LOG.warning(message, *arguments)
        if suppressed:
            LOG.warning("%d lines like this were left out", suppressed)


class Connection(RequestHandler):
    """One connection. `surplus` is true for connections beyond the limit."""

    __slots__ = ("surplus",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Accept the connection: within the limit, as a surplus connection, or close it at once."""
        server = self._manager
        assert isinstance(server, Server)  # noqa: S101 - for mypy
        beyond = len(server.connections) - server.most
        self.surplus = beyond >= 0
        if beyond >= PROBE_CONNECTIONS:
            assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for mypy
            transport.abort()
            return
        super().connection_made(transport)
        if self.surplus:
            self._loop.call_later(PROBE_SECONDS, self.force_close)

    def data_received(self, data: bytes) -> None:
        """Parse received data. Report a broken body to its reader at once."""
        super().data_received(data)
        if self._messages and isinstance(broken := self._messages[-1][0], _ErrInfo) and self._current_request:
            content = self._current_request.content
            if not content.is_eof():
                content.set_exception(web.RequestPayloadError(_reason(broken.message, broken.exc)))

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer invalid HTTP, or an error outside the application, with problem details. Log one line."""
        if request.writer.output_size > 0:
            reason = "the response has already started"
            raise ConnectionError(reason)
        request_id = uuid.uuid4().hex
        reason = _reason(message, exc)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            LOG.error("request %s failed", request_id, exc_info=exc)
            detail = UNEXPECTED_ERROR
        else:
            detail = f"the request is not valid HTTP: {reason}"
            if isinstance(self._manager, Server):
                self._manager.log("not HTTP from %s: %s", request.remote, reason)
        response = problem_response(problem_of_status(HTTPStatus(status), detail, request_id))
        response.headers["Server"] = SERVER_NAME
        response.force_close()
        return response


def _reason(message: str | None, error: BaseException | None) -> str:
    return " ".join((message or str(error) or type(error).__name__).split())[:MAX_REASON_CHARACTERS]


class Server(web.Server):
    """The connections of one service. At most `most` are served.

    Up to `PROBE_CONNECTIONS` more are accepted. Extraction is refused on them with 503. The other routes answer, so
    that probes see an overloaded service as live.
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
    """Runs an application. Bodies are not decompressed, and a handler is cancelled when its client disconnects.

    Args:
        app: the application.
        connections: largest number of connections that are served.
        idle: seconds after which an idle connection is closed.
        grace: seconds that requests in flight get to finish at shutdown.

    """

    __slots__ = ("_connection_arguments", "_most")

    def __init__(self, app: web.Application, *, connections: int, idle: float, grace: float) -> None:
        super().__init__(app, shutdown_timeout=grace)
        self._most = connections
        self._connection_arguments = {
            "access_log": None,
            "auto_decompress": False,
            "keepalive_timeout": idle,
            "lingering_time": LINGERING_SECONDS,
            "read_bufsize": READ_BUFFER_BYTES,
        }

    async def _make_server(self) -> web.Server:
        return Server(await super()._make_server(), self._most, **self._connection_arguments)
