"""The application and its life: workers start with it and go with it; every error leaves in one shape."""

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
from extractor.service import logs
from extractor.service import negotiation as wire
from extractor.service import routes as handlers
from extractor.service.connections import SERVER, Connection, Runner
from extractor.service.state import REQUEST_ID, SOON, STATE, State
from extractor.service.task import traceback_of
from extractor.service.tracing import span
from extractor.settings import Settings
from extractor.workers import Workers

LOG: Final = logging.getLogger("extractor.service")
ID_HEADER: Final = "X-Request-ID"
MAX_REQUEST_ID = 128  # characters of a client's own id that are echoed
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PROTECTED = "/v1/extract"
CLOSED_BY_CLIENT = 499  # what nginx calls it: nobody is there to be told
SETTINGS: Final = web.AppKey("settings", Settings)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(settings: Settings) -> web.Application:
    """The service as an aiohttp application; its workers start when it does."""
    app = web.Application(middlewares=[_observed, _errors, _room, _keys])
    app[SETTINGS] = settings
    app.add_routes(handlers.routes)
    app.cleanup_ctx.append(_workers)
    app.on_response_prepare.append(_sign)
    return app


async def _workers(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    pool = Workers(
        settings.workers,
        pages_per_worker=settings.pages_per_worker,
        queue=settings.queue,
        memory=settings.memory,
        spare=1,
    )
    try:
        state = app[STATE] = State(settings, pool)
        yield
        state.warming.cancel()
        await asyncio.gather(state.warming, return_exceptions=True)
    finally:
        await pool.close()


@web.middleware
async def _observed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A line in the log and a count in the metrics for every request."""
    sent = request.headers.get(ID_HEADER, "")
    request[REQUEST_ID] = (
        sent if sent.isascii() and sent.isprintable() and 0 < len(sent) <= MAX_REQUEST_ID else uuid.uuid4().hex
    )
    metrics, start, status = request.app[STATE].metrics, time.monotonic(), CLOSED_BY_CLIENT
    route = getattr(request.match_info.route.resource, "canonical", None) or "other"
    try:
        with span(request, route):
            response = await handler(request)
        status = response.status
    finally:
        seconds = time.monotonic() - start
        metrics.requests.labels(route, str(status)).inc()
        metrics.seconds.labels(route).observe(seconds)
        about = {
            "request_id": request[REQUEST_ID],
            "trace_id": logs.trace_of(request.headers.get("traceparent")),
            "method": request.method,
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
        }
        level = logging.INFO if route.startswith(PROTECTED) else logging.DEBUG
        LOG.log(level, "%s %s %d in %.3f s", request.method, route, status, seconds, extra=about)
    return response


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    request_id = request[REQUEST_ID]
    try:
        return await handler(request)
    except InternalError as error:
        request.app[STATE].metrics.defects.inc()
        LOG.error("request %s failed by a defect\n%s", request_id, traceback_of(error) or error)  # noqa: TRY400
        return wire.problem_of(error, request_id)
    except ExtractorError as error:
        return wire.problem_of(error, request_id)
    except web.HTTPException as error:
        return wire.problem_of_status(error, request_id)
    except (web.RequestPayloadError, ConnectionError) as error:
        return wire.problem_of_status(web.HTTPBadRequest(text=f"the body could not be read: {error}"), request_id)
    except Exception:
        request.app[STATE].metrics.defects.inc()
        LOG.exception("request %s failed", request_id)
        return wire.problem_of_status(web.HTTPInternalServerError(text=wire.BROKE), request_id)


@web.middleware
async def _room(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse pages on connections beyond the limit, which are there for probes."""
    if isinstance(request.protocol, Connection) and request.protocol.surplus and request.path.startswith(PROTECTED):
        raise web.HTTPServiceUnavailable(text="too many connections are open; try again soon", headers=SOON)
    return await handler(request)


@web.middleware
async def _keys(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whether the caller may, where the operator asks for keys."""
    state = request.app[STATE]
    if state.keys and request.path.startswith(PROTECTED):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        bearer = token.strip() if scheme.lower() == "bearer" else ""
        if not state.knows(request.headers.get("X-API-Key") or bearer):
            message = "send a key as X-API-Key, or as Authorization: Bearer"
            raise web.HTTPUnauthorized(text=message, headers={"WWW-Authenticate": "Bearer"})
    return await handler(request)


async def _sign(request: web.Request, response: web.StreamResponse) -> None:
    """The headers that every answer has."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = SERVER
    response.headers[ID_HEADER] = request.get(REQUEST_ID, "")
    if (trace := request.headers.get("traceparent")) and logs.trace_of(trace):
        response.headers["traceparent"] = trace


def serve(settings: Settings) -> None:
    """Run the service until SIGINT or SIGTERM; requests in hand get `settings.grace` seconds to finish."""
    logs.set_up(settings)
    gc.freeze()  # what was imported is never garbage, and need not be looked at when memory is given back
    asyncio.run(_serve(settings))


def make_runner(app: web.Application) -> web.AppRunner:
    """What runs the application, as its settings say."""
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
        await _told_to_stop()
        app[STATE].draining = True
        LOG.info("stopping: %g s more for connections, then %g s for requests in hand", settings.drain, settings.grace)
        await asyncio.sleep(settings.drain)
    finally:
        await runner.cleanup()


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await stop.wait()
