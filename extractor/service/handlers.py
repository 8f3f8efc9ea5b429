"""What each route does."""

import asyncio
import platform
from importlib.metadata import version
from typing import Final

from aiohttp import web

from extractor.schema import json_schema
from extractor.service import wire
from extractor.settings import Settings
from extractor.version import __version__
from extractor.workers import Workers

SETTINGS: Final = web.AppKey("settings", Settings)
WORKERS: Final = web.AppKey("workers", Workers)
WARMING: Final = web.AppKey("warming", asyncio.Task[None])

routes = web.RouteTableDef()
ENGINES = ("trafilatura", "selectolax")


@routes.post("/v1/extract")
async def extract(request: web.Request) -> web.Response:
    """One page in, its text and metadata out."""
    settings = request.app[SETTINGS]
    form = wire.wanted_format(request)
    job = await wire.read_job(request, max_bytes=settings.max_body)
    extraction = await request.app[WORKERS].extract(job, deadline=settings.deadline)
    return wire.answer(extraction, form)


@routes.get("/livez")
async def live(_: web.Request) -> web.Response:
    """Whether the process answers at all."""
    return web.json_response({"status": "live"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """Whether every worker is warm."""
    warming = request.app[WARMING]
    if not warming.done() or warming.exception() is not None:
        raise web.HTTPServiceUnavailable(text="workers are starting", headers={"Retry-After": "1"})
    return web.json_response({"status": "ready"})


@routes.get("/v1/schema")
async def schema(_: web.Request) -> web.Response:
    """The JSON Schema of an extraction."""
    return web.json_response(json_schema())


@routes.get("/version")
async def versions(_: web.Request) -> web.Response:
    """What is running."""
    engines = {name: version(name) for name in ENGINES}
    return web.json_response({"extractor": __version__, "python": platform.python_version(), "engines": engines})
