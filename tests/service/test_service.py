"""The service over HTTP: one test for each way in, each form out, and each refusal."""

import asyncio
import gzip
import json
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from aiohttp import FormData

import extractor
from extractor.service.state import STATE
from extractor.settings import Settings
from tests import slow
from tests.cases import CASES, ROOT, Case
from tests.conftest import Client, running

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
URL = "https://courier.example/2024/05/bridge-reopens?ref=front"


async def is_served(client: Client) -> bool:
    async with client.post("/v1/extract", data=NEWS) as response:
        return response.status == 200 and bool((await response.json())["text"])


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
            {"NotText": 415, "Empty": 400, "Garbled": 400}[case.expected["refused"]],
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
        ("markdown", "text/html", "text/markdown", "![](https://courier.example/"),
        (None, "text/html,application/xhtml+xml;q=0.9", "text/html", "<h1>Bridge reopens"),
        (None, "text/markdown", "text/markdown", "![](https://courier.example/"),
        ("xml", None, "application/tei+xml", '<?xml version="1.0"'),
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


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(NEWS)),
        ("deflate", zlib.compress(NEWS)),
        ("br", brotli.compress(NEWS)),
        ("zstd", zstandard.compress(NEWS)),
        ("gzip, br", brotli.compress(gzip.compress(NEWS))),
        ("identity", NEWS),
    ],
)
async def test_compressed_bodies(client: Client, coding: str, body: bytes) -> None:
    async with client.post("/v1/extract", data=body, headers={"Content-Encoding": coding}) as response:
        assert (await response.json())["title"] == "Bridge reopens two weeks early"


async def test_multipart(client: Client) -> None:
    form = FormData({"mode": "fast", "url": URL})
    form.add_field("page", NEWS, filename="page.html", content_type="text/html")
    async with client.post("/v1/extract", data=form) as response:
        found = await response.json()

    assert (found["title"], found["engine"]) == ("Bridge reopens two weeks early", "blocks")


async def test_the_format_of_a_multipart_field_counts(client: Client) -> None:
    form = FormData({"format": "markdown"})
    form.add_field("page", NEWS, filename="page.html", content_type="text/html")
    async with client.post("/v1/extract", data=form, params={"format": "text"}) as response:
        assert response.content_type == "text/markdown"
        assert (await response.text()).startswith("![](https://courier.example/")


async def test_a_parameter_that_a_form_states_again_is_checked(client: Client) -> None:
    form = FormData({"focus": "recall"})
    form.add_field("page", NEWS, filename="page.html", content_type="text/html")
    async with client.post("/v1/extract", data=form, params={"focus": "all"}) as response:
        assert response.status == 400
        assert "focus must be one of" in (await response.json())["detail"]


async def test_fields_tags_and_language(client: Client) -> None:
    tags = []
    for mode in ("fast", "fast", "accurate"):
        async with client.post("/v1/extract", data=NEWS, params={"fields": "title,text", "mode": mode}) as response:
            assert set(await response.json()) == {"title", "text"}
            assert response.headers["Content-Language"] == "en-GB"
            tags.append(response.headers["ETag"])

    assert tags[0] == tags[1] != tags[2]


async def test_a_caller_may_lower_the_deadline(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    form = FormData({"deadline_ms": "300"})
    form.add_field("page", b"sleep", filename="page.html", content_type="text/html")
    for sent in (
        {"data": b"sleep", "headers": {"X-Deadline-Ms": "300"}},
        {"data": b"sleep", "params": {"deadline_ms": "300"}},
        {"data": form},
    ):
        found = await problem(client, "POST", "/v1/extract", **sent)

        assert (found["status"], found["type"]) == (504, "urn:extractor:problem:deadline-passed")
        assert found["retryable"]
        assert "within 0.3 s" in found["detail"]
        assert await is_served(client)


async def test_a_full_queue_turns_away_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    async with running(Settings(workers=1, queue=1, deadline=300.0)) as small:
        assert small.app
        workers = small.app[STATE].workers
        waiting = [asyncio.create_task(problem(small, "POST", "/v1/extract", data=b"sleep")) for _ in range(2)]
        await slow.until_in_flight(workers, 2)
        async with small.post("/v1/extract", data=NEWS) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "1")
            assert (await response.json(content_type=None))["retryable"]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await slow.until_in_flight(workers, 0)
        assert await is_served(small)


async def test_a_page_that_takes_too_much_memory_dies_alone() -> None:
    async with running(Settings(workers=1, memory=60, deadline=300.0)) as small:
        page = b"<p>" + b"word " * 3_000_000
        found = await problem(small, "POST", "/v1/extract", data=BytesIO(page))
        assert (found["status"], found["detail"].startswith("the page needed more than 60 MB")) == (422, True)
        async with small.post("/v1/extract", data=NEWS) as response:
            assert response.status == 200


async def test_keys(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# ours\nfirst\nsecond\n", encoding="utf-8")
    async with running(Settings(workers=1, api_keys=str(file))) as closed:
        for headers in (
            {},
            {"X-API-Key": "third"},
            {"X-API-Key": "\u00ff"},
            {"Authorization": "Bearer "},
            {"Authorization": "second"},
            {"Authorization": "Basic second"},
        ):
            async with closed.post("/v1/extract", data=NEWS, headers=headers) as response:
                assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
        for headers in (
            {"X-API-Key": "first"},
            {"Authorization": "Bearer second"},
            {"Authorization": "bearer second"},
            {"Authorization": "BEARER  second"},
        ):
            async with closed.post("/v1/extract", data=NEWS, headers=headers) as response:
                assert response.status == 200
        assert closed.server
        reader, writer = await asyncio.open_connection(closed.host, closed.port)
        writer.write(b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nX-API-Key: \xff\r\nContent-Length: 0\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 401")
        writer.close()
        async with closed.get("/livez") as response:
            assert response.status == 200


async def test_metrics(client: Client) -> None:
    async with client.post("/v1/extract", data=NEWS) as response:
        assert response.status == 200
    async with client.get("/metrics") as response:
        shown = await response.text()

    assert 'extractor_requests_total{route="/v1/extract",status="200"}' in shown
    assert 'extractor_worker_restarts{cause="deadline or client left"}' in shown
    assert "extractor_pages_held 0.0" in shown


async def test_traces_are_passed_on_and_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with caplog.at_level("INFO", logger="extractor.service"):
        async with client.post(
            "/v1/extract", data=NEWS, headers={"traceparent": trace, "X-Request-ID": "r1"}
        ) as response:
            assert response.headers["traceparent"] == trace

    (record,) = [record for record in caplog.records if getattr(record, "request_id", "") == "r1"]
    assert (record.__dict__["trace_id"], record.__dict__["status"]) == ("0af7651916cd43dd8448eb211c80319c", 200)


async def test_it_is_not_ready_while_it_drains() -> None:
    async with running(Settings(workers=1)) as stopping:
        assert stopping.app
        stopping.app[STATE].draining = True
        assert (await problem(stopping, "GET", "/readyz"))["detail"] == "the service is stopping"
        async with stopping.post("/v1/extract", data=NEWS) as response:
            assert response.status == 200


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"data": BytesIO(b"x" * 4_000_001)}, 413, "the body is larger than the 4000000 bytes"),
        ({"data": b"%PDF-1.7"}, 415, "the input is a PDF"),
        (
            {"data": b"x", "headers": {"Content-Type": "image/png"}},
            415,
            "send text/html, text/plain or application/json",
        ),
        ({"data": b""}, 400, "the input is empty"),
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 400, "the body is not JSON"),
        ({"json": ["x"]}, 400, "must be an object"),
        ({"json": {"html": "x", "images": "1"}}, 400, "images must be a boolean"),
        ({"json": {}}, 400, "send either html or text"),
        ({"json": {"html": "x", "text": "y"}}, 400, "send either html or text"),
        ({"json": {"html": 5}}, 400, "html must be a string"),
        ({"json": {"html": "x", "link": "y"}}, 400, "unknown field 'link'"),
        (
            {"json": {"html": "x", "mode": "fast"}, "params": {"mode": "best"}},
            400,
            "mode must be one of accurate, fast",
        ),
        ({"json": {"html": "x", "mode": "best"}}, 400, "mode must be one of accurate, fast"),
        ({"data": b"x", "params": {"mode": "best"}}, 400, "mode must be one of accurate, fast"),
        ({"data": b"x", "params": {"focus": "all"}}, 400, "focus must be one of balanced, precision, recall"),
        ({"data": b"x", "params": {"format": "pdf"}}, 400, "format must be one of json, text, markdown, html"),
        ({"data": b"x", "headers": {"Accept": "image/png"}}, 406, "this service answers application/json"),
        ({"data": b"not gzip", "headers": {"Content-Encoding": "gzip"}}, 400, "the body is not gzip"),
        ({"data": gzip.compress(NEWS)[:-9], "headers": {"Content-Encoding": "gzip"}}, 400, "end too early"),
        (
            {"data": gzip.compress(b" " * 9_000_000), "headers": {"Content-Encoding": "gzip"}},
            413,
            "decompresses to more",
        ),
        ({"data": b"x", "headers": {"Content-Encoding": "lzma"}}, 415, "Content-Encoding must be one of gzip"),
        ({"data": b"<div>" * 100_000}, 422, "nested more than 2000 deep"),
        ({"data": b"x", "params": {"deadline_ms": "soon"}}, 400, "whole number of milliseconds"),
        ({"data": b"x", "params": {"deadline_ms": "9" * 400}}, 400, "of at most 12 digits, not '999999999999'..."),
        ({"data": b"x", "headers": {"X-Deadline-Ms": "9" * 5000}}, 400, "whole number of milliseconds"),
        (
            {"data": b"x", "params": {"Mode": "fast"}},
            400,
            "there is no parameter 'Mode'; known are chunks, comments, deadline_ms, fields,",
        ),
        ({"data": b"x", "params": {"ordered": "1"}}, 400, "there is no parameter 'ordered'"),
        ({"data": b"x", "headers": {"Content-Type": "image/\u00ff"}}, 415, "send text/html, text/plain"),
        ({"data": b"x", "params": {"images": "maybe"}}, 400, "images must be 1 or 0"),
        ({"data": b"x", "params": {"fields": "headline"}}, 400, "no field 'headline'"),
        ({"data": b"x", "params": {"fields": "title", "format": "text"}}, 400, "fields trims JSON only"),
        (
            {"data": b"--x--", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            400,
            "send the page as a part",
        ),
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


async def test_an_unexpected_error_tells_nothing_of_the_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr("extractor.service.routes.respond", fail)
    found = await problem(client, "POST", "/v1/extract", data=NEWS)

    assert found["status"] == 500
    assert "secret" not in json.dumps(found)


async def test_request_ids_are_echoed(client: Client) -> None:
    found = await problem(client, "GET", "/nowhere", headers={"X-Request-ID": "mine-1"})

    assert found["request_id"] == "mine-1"


async def test_html_answers_are_the_clean_fragment(client: Client) -> None:
    page = (ROOT / "structure--formulas-images-and-code-stay-in-place" / "page.html").read_bytes()
    url = "https://tides.example/notes/damping"
    async with client.post("/v1/extract", data=page, params={"format": "html", "url": url}) as response:
        assert await response.text() == extractor.extract(page, url=url).html


async def test_health(client: Client) -> None:
    for path in ("/livez", "/readyz"):
        async with client.get(path) as response:
            assert response.status == 200


async def test_version(client: Client) -> None:
    async with client.get("/version") as response:
        assert (await response.json())["extractor"] == extractor.__version__


async def test_not_ready_while_workers_start() -> None:
    async with running(Settings(workers=1), started=False) as starting:
        for method, path in (("GET", "/readyz"), ("POST", "/v1/extract"), ("POST", "/v1/extract/batch")):
            assert (await problem(starting, method, path))["detail"] == "workers are starting"
        assert starting.app
        await starting.app[STATE].starting
        async with starting.get("/readyz") as response:
            assert response.status == 200


async def test_the_operator_decides_how_large_a_page_may_be() -> None:
    async with running(Settings(workers=1, max_body=100)) as small:
        assert (await problem(small, "POST", "/v1/extract", data=b"x" * 101))["status"] == 413
        async with small.post("/v1/extract", data=b"x" * 100) as response:
            assert response.status == 200


async def test_a_client_that_leaves_frees_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    async with running(Settings(workers=1, queue=0, deadline=300.0)) as small:
        assert small.app
        workers = small.app[STATE].workers
        leaving = asyncio.create_task(problem(small, "POST", "/v1/extract", data=b"sleep"))
        await slow.until_in_flight(workers, 1)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        await slow.until_in_flight(workers, 0)
        assert await is_served(small)


async def test_markdown_is_a_field_with_options(client: Client) -> None:
    params = {"fields": "markdown", "title_heading": "1", "links": "none"}
    async with client.post("/v1/extract", data=NEWS, params=params) as response:
        found = await response.json()

    assert list(found) == ["markdown"]
    assert found["markdown"].startswith("# Bridge reopens")


async def test_chunks_are_a_field_with_their_size(client: Client) -> None:
    async with client.post("/v1/extract", data=NEWS, params={"fields": "title", "chunks": "60"}) as response:
        found = await response.json()

    assert list(found) == ["title", "chunks"]
    assert len(found["chunks"]) > 1
    assert all(each["tokens"] <= 60 for each in found["chunks"])


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"chunks": "0"}, "chunks must have at least 1 token"),
        ({"chunks": "many"}, "chunks must be a whole number of at most 9 digits, not 'many'"),
        ({"chunks": "60", "format": "text"}, "chunks are in JSON only"),
    ],
)
async def test_chunks_that_cannot_be_made(client: Client, params: dict[str, str], message: str) -> None:
    async with client.post("/v1/extract", data=NEWS, params=params) as response:
        assert response.status == 400
        assert message in (await response.json())["detail"]


async def test_an_option_of_markdown_is_checked(client: Client) -> None:
    async with client.post("/v1/extract", data=NEWS, params={"format": "markdown", "links": "blue"}) as response:
        assert response.status == 400
        assert "links must be one of inline, reference, none" in (await response.json())["detail"]


async def test_the_second_sanitiser_keeps_notes_and_tables(client: Client) -> None:
    page = (
        f"<article><h1>T</h1><p>{'word ' * 60}<sup><a href='#n'>1</a></sup></p><div class='admonition tip'>"
        f"<p>{'word ' * 20}</p></div><table><tr><td rowspan='2'>a b</td><td>c d</td></tr><tr><td>e f</td></tr></table>"
        f"<p>{'word ' * 60}</p><ol><li id='n'>{'A note on the words. ' * 5}</li></ol></article>"
    )
    async with client.post("/v1/extract", data=page.encode(), params={"format": "html"}) as response:
        found = await response.text()

    assert found.replace("<tbody>", "").replace("</tbody>", "") == extractor.extract(page).html
    assert '<li id="fn-1" value="1">' in found
