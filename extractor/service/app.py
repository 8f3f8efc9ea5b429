"""The application and its life: workers start with it and go with it; every error leaves in one shape."""

import asyncio
import logging
import signal
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Final

from aiohttp import web

from extractor.errors import ExtractorError
from extractor.service import handlers, wire
from extractor.settings import Settings
from extractor.workers import Workers

LOG: Final = logging.getLogger("extractor.service")
REQUEST_ID: Final = "X-Request-ID"
MAX_REQUEST_ID = 128  # characters of a client's own id that are echoed
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(settings: Settings) -> web.Application:
    """The service as an aiohttp application; its workers start when it does."""
    app = web.Application(middlewares=[_errors], client_max_size=settings.max_body)
    app[handlers.SETTINGS] = settings
    app.add_routes(handlers.routes)
    app.cleanup_ctx.append(_workers)
    return app


async def _workers(app: web.Application) -> AsyncIterator[None]:
    settings = app[handlers.SETTINGS]
    workers = Workers(settings.workers, pages_per_worker=settings.pages_per_worker)
    app[handlers.WORKERS] = workers
    app[handlers.WARMING] = asyncio.create_task(workers.ready())
    yield
    app[handlers.WARMING].cancel()
    await asyncio.to_thread(workers.close)


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    sent = request.headers.get(REQUEST_ID, "")
    request_id = sent if sent.isprintable() and 0 < len(sent) <= MAX_REQUEST_ID else uuid.uuid4().hex
    try:
        response = await handler(request)
    except ExtractorError as error:
        response = wire.problem_of(error, request_id)
    except web.HTTPException as error:
        response = wire.problem_of_status(error, request_id)
    except web.RequestPayloadError as error:
        detail = f"the body could not be read: {error}"
        response = wire.problem(HTTPStatus.BAD_REQUEST, "Bad request", detail, request_id)
    except Exception:
        LOG.exception("request %s failed", request_id)
        detail = "something broke here, and it was logged under this request_id"
        response = wire.problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error", detail, request_id)
    response.headers.update({**HEADERS, REQUEST_ID: request_id})
    return response


def serve(settings: Settings) -> None:
    """Run the service until SIGINT or SIGTERM; requests in hand get `settings.grace` seconds to finish."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    # A client that goes away cancels its handler, and with it the page: nobody waits for that answer.
    runner = web.AppRunner(make_app(settings), handler_cancellation=True, shutdown_timeout=settings.grace)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        LOG.info("listening on %s with %d workers, deadline %g s", site.name, settings.workers, settings.deadline)
        await _told_to_stop()
        LOG.info("stopping: requests in hand have %g s", settings.grace)
    finally:
        await runner.cleanup()


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await stop.wait()
