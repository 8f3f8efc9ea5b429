"""The routes of the service."""

import logging
import platform
import time
from importlib.metadata import version
from typing import Final

from aiohttp import web

from extractor.compiled import implementation
from extractor.render.schema import json_schema
from extractor.service.batch_stream import BatchStream
from extractor.service.negotiation import (
    EXTRACT_PARAMETERS,
    check_query,
    content_codings,
    deadline_seconds,
    declared_type,
    wanted_format,
)
from extractor.service.openapi import openapi_document, reference_page
from extractor.service.request_body import read_body, read_form
from extractor.service.responses import respond
from extractor.service.state import REQUEST_ID, STATE
from extractor.service.task import LineAnswer, PageAnswer, PageRequest, answer_page, check_values
from extractor.version import __version__

LOG: Final = logging.getLogger("extractor.service")
routes = web.RouteTableDef()
ENGINE_PACKAGES = ("trafilatura", "selectolax")


@routes.post("/v1/extract")
async def extract(request: web.Request) -> web.StreamResponse:
    """Extract one page."""
    state = request.app[STATE]
    state.check_workers()
    check_query(request, EXTRACT_PARAMETERS)
    settings, query = state.settings, dict(request.query)
    form, deadline = wanted_format(request, query), deadline_seconds(request, query, settings)
    with state.budget.loan() as loan:
        if request.content_type == "multipart/form-data":
            check_values(query)
            body, declared, parameters = await read_form(request, settings, loan)
            query, codings = {**query, **parameters}, tuple[str, ...]()
            form, deadline = wanted_format(request, query), deadline_seconds(request, query, settings)
        else:
            declared, codings = declared_type(request), content_codings(request)
            body = await read_body(request, settings, loan)
        page = PageRequest(body, declared, codings, query, form, settings.max_body, settings.max_ratio)
        del body
        answer = await _answer(request, page, deadline)
        del page  # the body's memory is free while the answer is sent
        loan.become(len(answer.body))
        return await respond(request, answer, form, settings)


async def _answer(request: web.Request, page: PageRequest, deadline: float) -> PageAnswer:
    state, start = request.app[STATE], time.monotonic()
    answer = await state.workers.run(answer_page, page, deadline=deadline)
    state.metrics.observe_answer(answer, received_bytes=len(page.body), seconds=time.monotonic() - start)
    return answer


@routes.post("/v1/extract/batch")
async def batch(request: web.Request) -> web.StreamResponse:
    """Extract many pages, sent as NDJSON."""
    state = request.app[STATE]
    state.check_workers()

    def on_answer(answer: LineAnswer) -> None:
        state.metrics.lines.labels("failed" if answer.failed else "extracted").inc()
        if answer.traceback:
            state.metrics.defects.inc()
            LOG.error("request %s: a line failed because of a defect\n%s", request[REQUEST_ID], answer.traceback)

    with state.budget.loan(batch=True) as loan:
        return await BatchStream(request, state.workers, state.settings, loan, request[REQUEST_ID], on_answer).run()


@routes.get("/livez")
async def live(_: web.Request) -> web.Response:
    """Report that the process answers."""
    return web.json_response({"status": "live"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """Report whether the service takes pages."""
    request.app[STATE].check_ready()
    return web.json_response({"status": "ready"})


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Return the metrics in Prometheus text format."""
    state = request.app[STATE]
    text = state.metrics.to_text(state.workers.replaced)
    return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


@routes.get("/v1/schema")
async def schema(_: web.Request) -> web.Response:
    """Return the JSON Schema of an extraction."""
    return web.json_response(json_schema())


@routes.get("/openapi.json")
async def openapi(request: web.Request) -> web.Response:
    """Return the OpenAPI document."""
    return web.json_response(openapi_document(request.app[STATE].settings.compat_names()))


@routes.get("/")
async def docs(request: web.Request) -> web.Response:
    """Return the API reference as an HTML page."""
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}
    return web.Response(
        text=reference_page(request.app[STATE].settings.compat_names()), content_type="text/html", headers=headers
    )


@routes.get("/version")
async def versions(_: web.Request) -> web.Response:
    """Return the versions of extractor, Python and the parsers, and which functions run."""
    engines = {name: version(name) for name in ENGINE_PACKAGES}
    return web.json_response(
        {
            "extractor": __version__,
            "functions": implementation(),
            "python": platform.python_version(),
            "engines": engines,
        }
    )
