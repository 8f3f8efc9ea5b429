"""What each route does."""

import logging
import platform
import time
from importlib.metadata import version
from typing import Final

from aiohttp import web

from extractor.render.schema import json_schema
from extractor.service import negotiation as wire
from extractor.service import openapi as reference
from extractor.service import request_body as bodies
from extractor.service.batch_stream import Stream
from extractor.service.state import REQUEST_ID, STATE
from extractor.service.task import Answer, Done, Sent, answer
from extractor.version import __version__

LOG: Final = logging.getLogger("extractor.service")
routes = web.RouteTableDef()
ENGINES = ("trafilatura", "selectolax")


@routes.post("/v1/extract")
async def extract(request: web.Request) -> web.StreamResponse:
    """One page in, its text and metadata out."""
    state = request.app[STATE]
    state.check_warm()
    wire.check_query(request, bodies.PARAMETERS)
    settings, query = state.settings, dict(request.query)
    form, deadline = wire.wanted_format(request, query), wire.deadline(request, query, settings)
    with state.budget.loan() as loan:
        if request.content_type == "multipart/form-data":
            body, declared, beside = await bodies.read_form(request, settings, loan)
            query, codings = {**query, **beside}, tuple[str, ...]()
            form, deadline = wire.wanted_format(request, query), wire.deadline(request, query, settings)
        else:
            declared, codings = wire.declared_type(request), wire.codings(request)
            body = await bodies.read(request, settings, loan)
        sent = Sent(body, declared, codings, query, form, settings.max_body, settings.max_ratio)
        del body
        found = await _answered(request, sent, deadline)
        del sent
        loan.become(len(found.body))
        return await wire.respond(request, found, form, settings)


async def _answered(request: web.Request, sent: Sent, deadline: float) -> Answer:
    state, start = request.app[STATE], time.monotonic()
    found = await state.workers.run(answer, sent, deadline=deadline)
    state.metrics.answered(found, received=len(sent.body), seconds=time.monotonic() - start)
    return found


@routes.post("/v1/extract/batch")
async def batch(request: web.Request) -> web.StreamResponse:
    """NDJSON in, NDJSON out."""
    state = request.app[STATE]
    state.check_warm()

    def tell(done: Done) -> None:
        state.metrics.lines.labels("failed" if done.failed else "extracted").inc()
        if done.defect:
            state.metrics.defects.inc()
            LOG.error("request %s: a line failed by a defect\n%s", request[REQUEST_ID], done.defect)

    with state.budget.loan(batch=True) as loan:
        return await Stream(request, state.workers, state.settings, loan, request[REQUEST_ID], tell).run()


@routes.get("/livez")
async def live(_: web.Request) -> web.Response:
    """Whether the process answers at all."""
    return web.json_response({"status": "live"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """Whether every worker is warm and nobody said to stop."""
    request.app[STATE].check_ready()
    return web.json_response({"status": "ready"})


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Figures in Prometheus' text format."""
    state = request.app[STATE]
    shown = state.metrics.shown(state.workers.replaced)
    return web.Response(body=shown, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


@routes.get("/v1/schema")
async def schema(_: web.Request) -> web.Response:
    """The JSON Schema of an extraction."""
    return web.json_response(json_schema())


@routes.get("/openapi.json")
async def openapi(_: web.Request) -> web.Response:
    """The description of all routes."""
    return web.json_response(reference.openapi())


@routes.get("/")
async def docs(_: web.Request) -> web.Response:
    """The same for people."""
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
    return web.Response(text=reference.page(), content_type="text/html", headers=headers)


@routes.get("/version")
async def versions(_: web.Request) -> web.Response:
    """What is running."""
    engines = {name: version(name) for name in ENGINES}
    return web.json_response({"extractor": __version__, "python": platform.python_version(), "engines": engines})
