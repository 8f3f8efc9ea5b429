"""Many pages through one request."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest

from extractor import extract
from extractor.service.batch_stream import LINES_PER_WORKER
from extractor.service.state import STATE
from extractor.service.task import LineRequest, answer_line
from extractor.settings import Settings
from tests import slow
from tests.cases import ROOT
from tests.conftest import Client, running

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_text("utf-8")


async def answers(client: Client, body: Any, **sent: Any) -> list[dict[str, Any]]:
    async with client.post("/v1/extract/batch", data=BytesIO(body), **sent) as response:
        assert (response.status, response.content_type) == (200, "application/x-ndjson")
        return [json.loads(line) for line in (await response.text()).splitlines()]


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


async def test_a_line_out_for_a_line_in(client: Client) -> None:
    sent = lines(*({"id": f"p{number}", "html": NEWS} for number in range(20)))
    found = await answers(client, sent, params={"fields": "title,text"})

    assert sorted(answer["id"] for answer in found) == sorted(f"p{number}" for number in range(20))
    assert {answer["text"] for answer in found} == {extract(NEWS).text}
    assert all(answer["id"] == f"p{answer['line'] - 1}" for answer in found)


async def test_in_order(client: Client) -> None:
    slow = {"html": NEWS * 20}
    found = await answers(
        client, lines(slow, *({"html": NEWS} for _ in range(8))), params={"ordered": "1", "mode": "fast"}
    )

    assert [answer["line"] for answer in found] == list(range(1, 10))


async def test_a_bad_line_is_a_line_with_its_error(client: Client) -> None:
    bad = b'{"id": 1, "html": ""}\n\nnot json\n{"id": 3}\n{"id": [4], "html": "<p>x</p>", "mode": "best"}\n'
    found = await answers(client, bad + lines({"id": 5, "html": NEWS}) + b'{"id": 6, "html"', params={"ordered": "1"})
    problems = [
        (answer["id"], answer["error"]["status"], answer["error"]["title"]) for answer in found if "error" in answer
    ]

    assert problems == [
        (1, 400, "Nothing to extract"),
        (None, 400, "Unreadable body"),
        (3, 400, "Unreadable body"),
        ([4], 400, "Bad options"),
        (None, 400, "Unreadable body"),
    ]
    assert [answer["title"] for answer in found if "error" not in answer] == ["Bridge reopens two weeks early"]


async def test_compressed(client: Client) -> None:
    sent = gzip.compress(lines(*({"id": number, "html": NEWS} for number in range(5))))

    assert len(await answers(client, sent, headers={"Content-Encoding": "gzip"})) == 5
    *whole, last = await answers(client, sent[:-20], headers={"Content-Encoding": "gzip"}, params={"ordered": "1"})
    assert (last["error"]["detail"], len(whole) < 5) == ("the compressed bytes end too early", True)


async def test_a_line_that_is_too_long_is_skipped() -> None:
    async with running(Settings(workers=1, max_body=10_000)) as small:
        found = await answers(small, lines({"html": "x" * 30_000}, {"html": NEWS[:9000]}), params={"ordered": "1"})

    assert [answer.get("error", {}).get("status") for answer in found] == [413, None]


async def test_answers_come_while_lines_are_still_sent(client: Client) -> None:
    answered = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield lines({"id": "first", "html": NEWS})
        await asyncio.wait_for(answered.wait(), 300)
        yield lines({"id": "second", "html": NEWS})

    async with client.post("/v1/extract/batch", data=body()) as response:
        first = json.loads(await response.content.readline())
        answered.set()
        second = json.loads(await response.content.readline())

    assert (first["id"], second["id"]) == ("first", "second")


async def test_a_page_past_its_deadline_costs_only_its_line(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    sent = lines({"id": "late", "html": "sleep"}, {"id": "dead", "html": "die"}, {"id": "good", "html": NEWS})
    found = {answer["id"]: answer for answer in await answers(client, sent, headers={"X-Deadline-Ms": "10000"})}

    assert found["good"]["title"] == "Bridge reopens two weeks early"
    assert found["late"]["error"]["status"] == 504
    assert found["dead"]["error"]["status"] == 422


async def test_a_defect_costs_only_its_line_and_is_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    slow.use(monkeypatch)
    assert client.app
    defects = client.app[STATE].metrics.defects
    before = next(iter(defects.collect())).samples[0].value
    sent = lines({"id": "bad", "html": "defect"}, *({"id": number, "html": NEWS} for number in range(6)))
    found = {answer["id"]: answer for answer in await answers(client, sent)}

    assert found["bad"]["error"]["type"] == "urn:extractor:problem:internal-error"
    assert [found[number]["title"] for number in range(6)] == ["Bridge reopens two weeks early"] * 6
    assert next(iter(defects.collect())).samples[0].value - before == 1
    assert sum("ZeroDivisionError: a defect" in record.getMessage() for record in caplog.records) == 1


async def test_a_defect_in_the_main_process_costs_only_its_line(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int, *rest: Any) -> LineRequest:
        if number == 2:
            raise ZeroDivisionError
        return LineRequest(number, *rest)

    monkeypatch.setattr("extractor.service.batch_stream.LineRequest", fail)
    found = await answers(
        client, lines(*({"id": number, "html": NEWS} for number in (1, 2, 3))), params={"ordered": "1"}
    )

    assert [answer.get("error", {}).get("status") for answer in found] == [None, 500, None]


async def test_a_defect_in_rendering_costs_only_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("extractor.service.task.trimmed", fail)
    done = answer_line(LineRequest(7, lines({"id": "mine", "html": NEWS}), {}, "request", 1_000_000))

    assert json.loads(done.body)["id"] == "mine"
    assert json.loads(done.body)["error"]["status"] == 500
    assert "ZeroDivisionError" in done.traceback


async def test_a_body_that_breaks_is_an_error_after_the_lines_before_it(client: Client) -> None:
    head = b"POST /v1/extract/batch?ordered=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    line = lines({"id": "first", "html": NEWS})
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(head + b"%x\r\n%s\r\n" % (len(line), line))
    await reader.readuntil(b'"line": 1')
    writer.write(b"zz\r\n")
    rest = await reader.read()
    writer.close()

    assert b"the body could not be read" in rest


async def test_unknown_parameters_are_refused(client: Client) -> None:
    for params, says in (
        ({"format": "text"}, "there is no parameter 'format'"),
        ({"ordered": "yes"}, "ordered must be 1 or 0"),
    ):
        async with client.post("/v1/extract/batch", data=b"{}", params=params) as response:
            assert response.status == 400
            assert says in (await response.json(content_type=None))["detail"]


@pytest.mark.parametrize("lines_sent", [3, 4000], ids=["all was sent", "most was not sent yet"])
async def test_a_client_that_leaves_frees_its_places(monkeypatch: pytest.MonkeyPatch, lines_sent: int) -> None:
    """What was not read yet hides the end of the connection."""
    slow.use(monkeypatch)
    async with running(Settings(workers=1, deadline=600.0)) as small:
        assert small.app
        state = small.app[STATE]
        body = lines({"html": "sleep" + " " * 10_000}) * lines_sent
        reader, writer = await asyncio.open_connection(small.host, small.port)
        writer.write(b"POST /v1/extract/batch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await reader.readuntil(b"\r\n\r\n")
        await slow.until_in_flight(state.workers, LINES_PER_WORKER)
        writer.transport.abort()
        start = asyncio.get_running_loop().time()
        await slow.until_in_flight(state.workers, 0)
        await slow.until(lambda: state.budget.held == 0)

        # With 600 s for each page, this is no matter of a busy machine.
        assert asyncio.get_running_loop().time() - start < 60


async def test_single_pages_are_answered_while_batches_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    async with running(Settings(workers=1, queue=4, deadline=600.0)) as small:
        assert small.app
        batches = [asyncio.create_task(answers(small, lines({"html": "sleep"}) * 10)) for _ in range(6)]
        await slow.until_in_flight(small.app[STATE].workers, 6 * LINES_PER_WORKER)
        for _ in range(10):
            async with small.post("/v1/extract", data=NEWS) as response:
                assert response.status == 200
        for batch in batches:
            batch.cancel()
        await asyncio.gather(*batches, return_exceptions=True)


async def test_what_stands_before_a_slow_line_is_still_json(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slow.use(monkeypatch)
    async with client.post(
        "/v1/extract/batch", data=lines({"html": "sleep"}), headers={"X-Deadline-Ms": "2000"}
    ) as response:
        body = await response.read()

    assert body.startswith(b" ")
    assert json.loads(body)["error"]["status"] == 504
