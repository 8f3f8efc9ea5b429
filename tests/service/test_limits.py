"""What all requests together may hold: bytes, connections; and what is said while no worker can be started."""

import asyncio
import gc
import gzip
import json
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from io import BytesIO
from typing import Any

import brotli
import pytest
import zstandard

from extractor import Busy, Garbled, TooLarge
from extractor.input.decompress import MAX_OUTPUT_BYTES, ZSTD_INPUT_BYTES, Decompressor
from extractor.service import multipart
from extractor.service.budget import Budget
from extractor.service.connections import PROBE_CONNECTIONS
from extractor.service.state import STATE
from extractor.settings import Settings
from tests import slow
from tests.cases import ROOT
from tests.conftest import Client, running

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
FORM = "multipart/form-data; boundary=x"


async def status(client: Client, path: str = "/v1/extract", **sent: Any) -> tuple[int, str]:
    async with client.post(path, **sent) as response:
        body = await response.read()
        return response.status, json.loads(body).get("detail", "") if response.status != 200 else ""


async def unfinished(client: Client, size: int) -> asyncio.StreamWriter:
    """An upload that says how large it is, and of which nothing comes."""
    _, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size)
    return writer


async def test_bodies_in_flight_share_a_budget() -> None:
    async with running(Settings(workers=1, buffer=8, max_body=4_000_000)) as client:
        assert client.app
        budget = client.app[STATE].budget
        uploads = [await unfinished(client, 2_500_000) for _ in range(2)]
        await slow.until(lambda: budget.held == 5_000_000)

        code, detail = await status(client, data=BytesIO(b"x" * 2_500_000))
        assert (code, "hold as many bytes as the service may hold" in detail) == (429, True)
        assert await status(client, data=NEWS) == (200, ""), "small bodies find room beside large ones"

        for upload in uploads:
            upload.transport.abort()
        await slow.until(lambda: budget.held == 0)
        assert (await status(client, data=BytesIO(b"word " * 500_000)))[0] == 200


async def test_bytes_count_as_they_arrive_where_no_length_is_given() -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 100_000

    async with running(Settings(workers=1, buffer=8, max_body=4_000_000)) as client:
        assert client.app
        upload = await unfinished(client, 4_000_000)
        await slow.until(lambda: client.app and client.app[STATE].budget.held)
        assert (await status(client, data=body()))[0] == 429
        upload.transport.abort()


async def test_lines_of_a_batch_wait_for_room_and_are_told_where_there_is_none() -> None:
    budget = Budget(10_000_000)
    with budget.loan() as single, budget.loan(batch=True) as batch:
        single.take(4_500_000)
        waiting = asyncio.create_task(batch.wait(1_000_000, 600))
        await asyncio.sleep(0)
        assert not waiting.done()
        single.give(4_000_000)
        await waiting
        assert budget.held == 1_500_000
        with pytest.raises(Busy):
            await batch.wait(4_000_000, 0)
    assert budget.held == 0


async def test_lines_are_given_back_when_they_are_answered(client: Client) -> None:
    assert client.app
    budget = client.app[STATE].budget
    line = json.dumps({"html": NEWS.decode()}).encode() + b"\n"
    body = gzip.compress((line + b"\n \n") * 20 + b"x" * 5_000_000 + b"\n\n" + line[:-1])
    async with client.post("/v1/extract/batch", data=body, headers={"Content-Encoding": "gzip"}) as response:
        found = [json.loads(each) for each in (await response.read()).splitlines()]

    assert [each["error"]["status"] for each in found if "error" in each] == [413]
    assert len(found) == 22
    await slow.until(lambda: budget.held == 0)


async def test_connections_beyond_the_limit_are_for_probes() -> None:
    async with running(Settings(workers=1, connections=2)) as client, AsyncExitStack() as open_:
        for _ in range(2):
            await open_.enter_async_context(Held(client))
        code, detail = await status(client, data=NEWS)
        async with client.get("/livez") as response:
            assert response.status == 200

        assert (code, detail) == (503, "too many connections are open; try again soon")


async def test_connections_far_beyond_the_limit_are_closed() -> None:
    async with running(Settings(workers=1, connections=1)) as client, AsyncExitStack() as open_:
        for _ in range(1 + PROBE_CONNECTIONS):
            await open_.enter_async_context(Held(client))
        reader, writer = await asyncio.open_connection(client.host, client.port)
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await reader.readexactly(1)
        writer.close()


class Held:
    """A connection that is open and says nothing; the service knows of it."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def __aenter__(self) -> None:
        _, self.writer = await asyncio.open_connection(self.client.host, self.client.port)
        self.writer.write(b"GET /livez HTTP/1.1\r\n")
        server = self.client.server.runner.server  # type: ignore[union-attr]
        assert server
        name = self.writer.get_extra_info("sockname")
        await slow.until(lambda: any(each.peername == name for each in server.connections))

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()


async def test_why_no_worker_can_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        message = "no more processes"
        raise OSError(message)

    with monkeypatch.context() as broken:
        broken.setattr("extractor.workers.pool.Worker.start", fail)
        async with running(Settings(workers=1), started=False) as client:
            assert client.app
            workers = client.app[STATE].workers
            await slow.until(lambda: workers.failure)
            for path in ("/readyz", "/v1/extract"):
                async with client.request("GET" if path == "/readyz" else "POST", path) as response:
                    found = await response.json(content_type=None)
                    assert (response.status, found["detail"]) == (
                        503,
                        "no worker can be started: OSError: no more processes",
                    )
            broken.undo()
            await client.app[STATE].starting
            assert (await status(client, data=NEWS))[0] == 200


def form(*parts: bytes) -> bytearray:
    return bytearray(b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--")


NAMED = b'Content-Disposition: form-data; name="%s"\r\n\r\n%s'


async def test_parts_of_a_form() -> None:
    body = form(
        NAMED % (b"mode", b"fast"),
        b'content-disposition: form-data; filename="a.html"; name=page\r\nContent-Type: text/html\r\n\r\n\r\n<p>--x\r\n',
        b"\r\nno headers",
    )

    assert multipart.parse(bytearray(b"preamble\r\n") + body + b"\r\nepilogue", FORM) == [
        multipart.Part("mode", is_file=False, content_type=None, data=bytearray(b"fast")),
        multipart.Part("page", is_file=True, content_type="text/html", data=bytearray(b"\r\n<p>--x\r\n")),
        multipart.Part(None, is_file=False, content_type=None, data=bytearray(b"no headers")),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (form(*[NAMED % (b"f", b"x")] * 33), TooLarge, "more than 32 parts"),
        (form(NAMED % (b"f", b"x"))[:-2], Garbled, "a boundary is not alone on its line"),
        (form(NAMED % (b"f", b"x"))[:-5], Garbled, "ends before its last boundary"),
        (form(b"a: b\r\n" * 2000 + b"\r\n"), Garbled, "do not end within 8192 bytes"),
        (form(b""), Garbled, "do not end"),
        (bytearray(b"\n" * 1_000_000), Garbled, "ends before its last boundary"),
    ],
)
async def test_forms_that_are_not_read(body: bytearray, kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        multipart.parse(body, FORM)


@pytest.mark.parametrize("codings", [("gzip",), ("gzip", "gzip"), ("gzip", "zstd"), ("zstd", "br")])
async def test_bombs_are_unpacked_in_small_pieces_up_to_the_ratio_of_the_whole(codings: tuple[str, ...]) -> None:
    pack = {"gzip": gzip.compress, "zstd": zstandard.compress, "br": brotli.compress}
    body = bytes(50_000_000)
    for coding in codings:
        body = pack[coding](body)
    inflating, sizes = Decompressor(codings, max_ratio=100), [0]
    with pytest.raises(TooLarge, match="more than 100 times its size"):
        sizes.extend(map(len, inflating.feed(body)))

    assert max(sizes) <= MAX_OUTPUT_BYTES
    assert sum(sizes) <= max(100 * len(body), 100_000)


async def test_zstd_gives_a_bounded_piece_at_a_time() -> None:
    body = zstandard.compress(bytes(200_000_000))
    gc.collect()
    tracemalloc.start()
    for _ in Decompressor(["zstd"], max_ratio=10**6).feed(body):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4_000_000, f"{ZSTD_INPUT_BYTES} bytes unpack to too much"
