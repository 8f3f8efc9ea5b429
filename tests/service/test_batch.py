"""Many pages through one request."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest

from extractor import extract
from extractor.settings import Settings
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
        await asyncio.wait_for(answered.wait(), 20)
        yield lines({"id": "second", "html": NEWS})

    async with client.post("/v1/extract/batch", data=body()) as response:
        first = json.loads(await response.content.readline())
        answered.set()
        second = json.loads(await response.content.readline())

    assert (first["id"], second["id"]) == ("first", "second")


async def test_a_page_past_its_deadline_costs_only_its_line(client: Client, endless: bytes) -> None:
    sent = lines({"id": "late", "html": endless.decode()}, {"id": "good", "html": NEWS})
    found = {answer["id"]: answer for answer in await answers(client, sent, headers={"X-Deadline-Ms": "500"})}

    assert found["good"]["title"] == "Bridge reopens two weeks early"
    assert found["late"]["error"]["status"] == 504
