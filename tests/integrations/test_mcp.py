"""The MCP server: in memory, and as a process over HTTP. docs/integrations/mcp.md runs it over standard input and output."""

from tests.integrations.packages import need

need("mcp")

import asyncio  # noqa: E402 - after the skip
import socket  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from mcp import Client  # noqa: E402

from extractor.integrations.mcp import make_server  # noqa: E402
from extractor.workers.pool import Workers  # noqa: E402
from tests.integrations.test_page import NEWS  # noqa: E402

pytestmark = pytest.mark.asyncio(loop_scope="session")
DUMP = "Home\nNews\nSport\n\n" + "The harbour office counted the boats again, and wrote the number down. " * 6


async def call(workers: Workers, **arguments: Any) -> Any:
    async with Client(make_server(workers)) as client:
        return await client.call_tool("extract", arguments)


async def test_the_tool_describes_itself(workers: Workers) -> None:
    async with Client(make_server(workers)) as client:
        (tool,) = (await client.list_tools()).tools

    assert tool.name == "extract"
    assert {"html", "text", "url", "form", "mode", "focus"} == tool.input_schema["properties"].keys()
    assert "main text of a web page" in (tool.description or "")


async def test_html_gives_text_and_metadata(workers: Workers) -> None:
    answer = await call(workers, html=NEWS.decode(), url="https://courier.example/x/", form="html")

    assert answer.structured_content["title"] == "Bridge reopens two weeks early"
    assert "https://courier.example/" in answer.structured_content["text"]


async def test_plain_text_is_read_as_plain_text(workers: Workers) -> None:
    answer = await call(workers, text=DUMP)

    assert answer.structured_content["text"].startswith("The harbour office")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "send either html or text"),
        ({"html": "a", "text": "a"}, "send either html or text"),
        ({"html": ""}, "empty"),
    ],
)
async def test_errors_are_told_to_the_model(workers: Workers, arguments: dict[str, str], message: str) -> None:
    answer = await call(workers, **arguments)

    assert answer.is_error
    assert message in answer.content[0].text


async def test_it_serves_over_http() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "extractor", "mcp", "--transport", "http", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.DEVNULL)
    try:
        while True:  # until it listens; a server that ended fails the test
            assert process.returncode is None
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
        writer.close()
        await writer.wait_closed()
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            answer = await client.call_tool("extract", {"html": NEWS.decode()})
    finally:
        process.terminate()
        await process.wait()

    assert answer.structured_content
    assert answer.structured_content["language"] == "en-GB"
