"""The service over HTTP: one test for each way in, each form out, and each refusal."""

import gzip
import json
from io import BytesIO
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

import extractor
from extractor import extract
from extractor.service import handlers, make_app
from extractor.settings import Settings
from tests.cases import CASES, ROOT, Case
from tests.conftest import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
URL = "https://courier.example/2024/05/bridge-reopens?ref=front"


async def problem(client: Client, method: str, path: str, **sent: Any) -> dict[str, Any]:
    async with client.request(method, path, **sent) as response:
        body: dict[str, Any] = json.loads(await response.text())
        assert response.content_type == "application/problem+json"
        assert body["status"] == response.status
        assert body["request_id"] == response.headers["X-Request-ID"]
        assert set(body) == {"type", "title", "status", "detail", "retryable", "request_id"}
        return body


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_service_answers_what_the_library_answers(client: Client, case: Case) -> None:
    given = case.given
    headers = {"Content-Type": given.get("content_type", "application/octet-stream")}
    params: dict[str, str] = {name: given[name] for name in ("url", "mode", "focus") if name in given}
    async with client.post("/v1/extract", data=case.data, headers=headers, params=params) as response:
        body = json.loads(await response.text())

    if "refused" in case.expected:
        assert (response.status, body["detail"]) == (
            {"NotText": 415, "Empty": 400}[case.expected["refused"]],
            case.expected["says"],
        )
    else:
        assert response.status == 200
        assert {name: body[name] for name in case.expected} == case.expected


@pytest.mark.parametrize("kind", ["html", "text"])
async def test_json_in(client: Client, kind: str) -> None:
    page = (
        NEWS.decode()
        if kind == "html"
        else "A line of running text that is long enough to be an article by itself. " * 3
    )
    async with client.post("/v1/extract", json={kind: page, "url": URL, "mode": "fast"}) as response:
        body = await response.json()

    assert body["engine"] == {"html": "blocks", "text": "lines"}[kind]


async def test_focus(client: Client) -> None:
    texts = []
    for sent in (
        {"params": {"focus": "precision"}, "data": NEWS},
        {"json": {"html": NEWS.decode(), "focus": "recall"}},
    ):
        async with client.post("/v1/extract", **sent) as response:
            texts.append((await response.json())["text"])

    assert len(texts[0]) < len(texts[1])


@pytest.mark.parametrize(
    ("form", "accept", "media", "start"),
    [
        (None, None, "application/json", "{"),
        ("text", None, "text/plain", "Bridge reopens"),
        ("markdown", "text/html", "text/markdown", "# Bridge reopens"),
        (None, "text/html,application/xhtml+xml;q=0.9", "text/html", "<h1>Bridge reopens"),
        (None, "text/markdown", "text/markdown", "# Bridge reopens"),
        (None, "text/plain, application/json;q=0.5", "text/plain", "Bridge reopens"),
    ],
)
async def test_forms_out(client: Client, form: str | None, accept: str | None, media: str, start: str) -> None:
    headers = {"Accept": accept} if accept else {}
    async with client.post(
        "/v1/extract", data=NEWS, headers=headers, params={"format": form} if form else {}
    ) as response:
        assert (response.status, response.content_type, response.charset) == (200, media, "utf-8")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (await response.text()).startswith(start)


async def test_compressed_bodies(client: Client) -> None:
    async with client.post("/v1/extract", data=gzip.compress(NEWS), headers={"Content-Encoding": "gzip"}) as response:
        assert (await response.json())["title"] == "Bridge reopens two weeks early"


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"data": BytesIO(b"x" * 4_000_001)}, 413, "Maximum request body size 4000000 exceeded"),
        ({"data": b"%PDF-1.7"}, 415, "the input is a PDF"),
        (
            {"data": b"x", "headers": {"Content-Type": "image/png"}},
            415,
            "send text/html, text/plain or application/json",
        ),
        ({"data": b""}, 400, "the input is empty"),
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 400, "the body is not JSON"),
        ({"json": ["x"]}, 400, "must be an object"),
        ({"json": {}}, 400, "send either html or text"),
        ({"json": {"html": "x", "text": "y"}}, 400, "send either html or text"),
        ({"json": {"html": 5}}, 400, "html must be a string"),
        ({"json": {"html": "x", "link": "y"}}, 400, "unknown field 'link'"),
        ({"json": {"html": "x", "mode": "best"}}, 400, "mode must be one of accurate, fast"),
        ({"data": b"x", "params": {"mode": "best"}}, 400, "mode must be one of accurate, fast"),
        ({"data": b"x", "params": {"focus": "all"}}, 400, "focus must be one of balanced, precision, recall"),
        ({"data": b"x", "params": {"format": "pdf"}}, 400, "format must be one of json, text, markdown, html"),
        ({"data": b"x", "headers": {"Accept": "image/png"}}, 406, "this service answers application/json"),
        ({"data": b"not gzip", "headers": {"Content-Encoding": "gzip"}}, 400, "the body could not be read"),
    ],
)
async def test_refusals(client: Client, sent: dict[str, Any], status: int, says: str) -> None:
    found = await problem(client, "POST", "/v1/extract", **sent)

    assert found["status"] == status
    assert says in found["detail"]
    assert not found["retryable"]


async def test_unknown_paths_and_methods(client: Client) -> None:
    assert (await problem(client, "GET", "/nowhere"))["status"] == 404
    assert (await problem(client, "GET", "/v1/extract"))["status"] == 405
    async with client.get("/v1/extract") as response:
        assert response.headers["Allow"] == "POST"


async def test_a_page_past_its_deadline_gets_504_and_the_next_is_served(client: Client, endless: bytes) -> None:
    late = await problem(client, "POST", "/v1/extract", data=BytesIO(endless))

    assert (late["status"], late["retryable"], late["type"]) == (504, True, "urn:extractor:problem:deadline-passed")
    async with client.post("/v1/extract", data=NEWS) as response:
        assert (await response.json())["text"] == extract(NEWS).text


async def test_an_unexpected_error_tells_nothing_of_the_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr("extractor.service.wire.answer", fail)
    found = await problem(client, "POST", "/v1/extract", data=NEWS)

    assert found["status"] == 500
    assert "secret" not in json.dumps(found)


async def test_request_ids_are_echoed(client: Client) -> None:
    found = await problem(client, "GET", "/nowhere", headers={"X-Request-ID": "mine-1"})

    assert found["request_id"] == "mine-1"


async def test_health(client: Client) -> None:
    for path in ("/livez", "/readyz"):
        async with client.get(path) as response:
            assert response.status == 200


async def test_version(client: Client) -> None:
    async with client.get("/version") as response:
        assert (await response.json())["extractor"] == extractor.__version__


async def test_not_ready_while_workers_start() -> None:
    app = make_app(Settings(workers=1))
    async with TestClient(TestServer(app)) as starting:
        assert (await problem(starting, "GET", "/readyz"))["retryable"]
        await app[handlers.WARMING]
        async with starting.get("/readyz") as response:
            assert response.status == 200


async def test_the_operator_decides_how_large_a_page_may_be() -> None:
    async with TestClient(TestServer(make_app(Settings(workers=1, max_body=100)))) as small:
        assert (await problem(small, "POST", "/v1/extract", data=b"x" * 101))["status"] == 413
        async with small.post("/v1/extract", data=b"x" * 100) as response:
            assert response.status == 200
