"""The description of the service is true: schemathesis sends what it allows, and what it does not."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, settings
from jsonschema.validators import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from extractor.service.app import make_app, make_runner
from extractor.service.openapi import openapi_document, reference_page
from extractor.service.routes import routes
from extractor.service.state import STATE
from extractor.settings import COMPATIBLE, Settings

EXAMPLES = 25


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A service in a thread of its own, since schemathesis knows no event loop."""
    loop, started, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[str] = []

    async def serve() -> None:
        app = make_app(Settings(workers=2, deadline=60.0, max_body=1_000_000, compat=",".join(COMPATIBLE)))
        runner = make_runner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        await app[STATE].starting
        found.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        started.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(300)
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@schemathesis.serializer("application/x-ndjson")
def ndjson(_: object, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_dict(openapi_document(COMPATIBLE))


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_service_is_as_described(case: "schemathesis.Case[Any]", address: str) -> None:
    if (case.query or {}).get("format", "json") != "json":
        for name in ("fields", "chunks"):  # they are for JSON only, which OpenAPI cannot say
            case.query.pop(name, None)
    # A deadline that is too short is answered 504, as described; nothing may break.
    excluded: list[Any] = [not_a_server_error]
    if case.path.endswith(("/batch", "/tika/main", "/parse-html")):
        excluded.append(negative_data_rejection)  # 200, whatever its lines; and any text is a page
    if case.media_type == "multipart/form-data":
        excluded.append(positive_data_acceptance)  # a file of any bytes follows the schema, and may be an archive
    response = case.call_and_validate(base_url=address, excluded_checks=excluded)

    assert response.status_code != 500


def test_every_route_is_described() -> None:
    served = {(route.path, route.method.lower()) for route in routes if isinstance(route, web.RouteDef)}

    assert served == {(path, method) for path, methods in openapi_document()["paths"].items() for method in methods}


def test_the_schemas_are_schemas() -> None:
    for each in openapi_document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(each)


def test_the_page_for_people_needs_nothing_else() -> None:
    shown = reference_page()

    assert "POST /v1/extract/batch" in shown
    assert "date_published" in shown
    assert "<script" not in shown
    assert "://" not in shown
