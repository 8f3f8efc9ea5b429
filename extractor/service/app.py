"""The aiohttp application: workers, middlewares, response headers and shutdown."""

import asyncio
import gc
import logging
import signal
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from aiohttp import web

from extractor.errors import ExtractorError, InternalError
from extractor.preload import WORKER_SETUP
from extractor.service import compat
from extractor.service.auth import check_key
from extractor.service.connections import SERVER_NAME, Connection, Runner
from extractor.service.logs import set_up_logging, trace_id
from extractor.service.responses import UNEXPECTED_ERROR, error_response, status_response
from extractor.service.routes import routes
from extractor.service.state import REQUEST_ID, RETRY_SOON, STATE, State
from extractor.service.task import traceback_of
from extractor.service.tracing import span
from extractor.settings import Settings
from extractor.workers.pool import Workers

LOG: Final = logging.getLogger("extractor.service")
ID_HEADER: Final = "X-Request-ID"
MAX_REQUEST_ID_CHARACTERS = 128  # a longer id of the client is replaced
RESPONSE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Prefixes of the routes that take pages; they need a key, and are logged at level INFO.
PAGE_ROUTES = ("/v1/extract", "/parse-html", "/tika/main")
CLIENT_CLOSED_REQUEST = 499  # nginx's status for the log; no client receives it
SETTINGS: Final = web.AppKey("settings", Settings)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(settings: Settings) -> web.Application:
    """Build the application. Its workers start and stop with it."""
    app = web.Application(middlewares=[_observe, _catch_errors, _limit_connections, _require_key])
    app[SETTINGS] = settings
    app.add_routes(routes)
    for name in settings.compat_names():
        app.add_routes(compat.ROUTES[name])
    app.cleanup_ctx.append(_run_workers)
    app.on_response_prepare.append(_add_headers)
    return app


async def _run_workers(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    pool = Workers(
        settings.workers,
        WORKER_SETUP,
        calls_per_worker=settings.pages_per_worker,
        max_waiting=settings.queue,
        memory_megabytes=settings.memory,
        spare=1,
    )
    try:
        state = app[STATE] = State(settings, pool)
        yield
        state.starting.cancel()
        await asyncio.gather(state.starting, return_exceptions=True)
    finally:
        await pool.close()


@web.middleware
async def _observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request an id, and log, count and trace it."""
    sent = request.headers.get(ID_HEADER, "")
    is_valid = sent.isascii() and sent.isprintable() and 0 < len(sent) <= MAX_REQUEST_ID_CHARACTERS
    request[REQUEST_ID] = sent if is_valid else uuid.uuid4().hex
    metrics, start, status = request.app[STATE].metrics, time.monotonic(), CLIENT_CLOSED_REQUEST
    route = getattr(request.match_info.route.resource, "canonical", None) or "other"
    try:
        with span(request, route):
            response = await handler(request)
        status = response.status
    finally:
        seconds = time.monotonic() - start
        metrics.requests.labels(route, str(status)).inc()
        metrics.seconds.labels(route).observe(seconds)
        fields = {
            "request_id": request[REQUEST_ID],
            "trace_id": trace_id(request.headers.get("traceparent")),
            "method": request.method,
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
        }
        level = logging.INFO if route.startswith(PAGE_ROUTES) else logging.DEBUG
        LOG.log(level, "%s %s %d in %.3f s", request.method, route, status, seconds, extra=fields)
    return response


@web.middleware
async def _catch_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every exception with problem details."""
    request_id = request[REQUEST_ID]
    try:
        return await handler(request)
    except InternalError as error:
        request.app[STATE].metrics.defects.inc()
        trace = traceback_of(error) or error
        LOG.error("request %s failed because of a defect\n%s", request_id, trace)  # noqa: TRY400 - the worker's
        return error_response(error, request_id)
    except ExtractorError as error:
        return error_response(error, request_id)
    except web.HTTPException as error:
        return status_response(error, request_id)
    except (web.RequestPayloadError, ConnectionError) as error:
        return status_response(web.HTTPBadRequest(text=f"the body could not be read: {error}"), request_id)
    except Exception:
        request.app[STATE].metrics.defects.inc()
        LOG.exception("request %s failed", request_id)
        return status_response(web.HTTPInternalServerError(text=UNEXPECTED_ERROR), request_id)


@web.middleware
async def _limit_connections(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse pages on surplus connections, which are kept for probes."""
    if isinstance(request.protocol, Connection) and request.protocol.surplus and request.path.startswith(PAGE_ROUTES):
        raise web.HTTPServiceUnavailable(text="too many connections are open; try again soon", headers=RETRY_SOON)
    return await handler(request)


@web.middleware
async def _require_key(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Require a key for pages, if the operator has set keys."""
    keys = request.app[STATE].keys
    if keys and request.path.startswith(PAGE_ROUTES):
        check_key(request, keys)
    return await handler(request)


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that all responses have."""
    for name, value in RESPONSE_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = SERVER_NAME
    response.headers[ID_HEADER] = request.get(REQUEST_ID, "")
    if (trace := request.headers.get("traceparent")) and trace_id(trace):
        response.headers["traceparent"] = trace


def serve(settings: Settings) -> None:
    """Run the service until SIGINT or SIGTERM. Requests in flight then get `settings.grace` seconds to finish."""
    set_up_logging(settings)
    gc.freeze()  # imported modules are never garbage, so that collections need not visit them
    asyncio.run(_serve(settings))


def make_runner(app: web.Application) -> web.AppRunner:
    """Return a runner for the application, configured by its settings."""
    settings = app[SETTINGS]
    return Runner(app, connections=settings.connections, idle=settings.idle, grace=settings.grace)


async def _serve(settings: Settings) -> None:
    app = make_app(settings)
    runner = make_runner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        LOG.info("listening on %s with %d workers, deadline %g s", site.name, settings.workers, settings.deadline)
        await _stop_signal()
        app[STATE].draining = True
        LOG.info(
            "stopping: new connections for %g s more, then %g s for requests in flight", settings.drain, settings.grace
        )
        await asyncio.sleep(settings.drain)
    finally:
        await runner.cleanup()


async def _stop_signal() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await stop.wait()
