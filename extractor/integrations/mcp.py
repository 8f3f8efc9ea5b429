"""An MCP server, so that language models can ask for the text of a page (`mcp`)."""

import asyncio
from typing import Any, Final, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from extractor.errors import BadOptions, ExtractorError
from extractor.integrations.page import Converter
from extractor.options import Focus, Mode, Options
from extractor.preload import WORKER_SETUP
from extractor.version import __version__
from extractor.workers.pool import Workers

DEADLINE_SECONDS = 30.0
MEMORY_MEGABYTES = 2000
MAX_MESSAGE_BYTES = 25_000_000  # a page of `Options.max_bytes`, and what JSON adds
INSTRUCTIONS: Final = (
    "Gives the main text and the metadata of a web page, without menus, advertisements and footers. "
    "It fetches nothing: send the page itself."
)
Form = Literal["text", "markdown", "html"]


def make_server(workers: Workers) -> MCPServer[None]:
    """Return a server with the tool `extract`.

    Args:
        workers: they extract the pages, so that a hostile page costs only itself.

    """
    server: MCPServer[None] = MCPServer("extractor", instructions=INSTRUCTIONS, version=__version__)

    @server.tool(structured_output=True)
    async def extract(  # noqa: PLR0913, PLR0917 - MCP passes one argument for each parameter of a tool
        html: str | None = None,
        text: str | None = None,
        url: str | None = None,
        form: Form = "markdown",
        mode: Mode = "accurate",
        focus: Focus = "balanced",
    ) -> dict[str, Any]:
        """Return the main text of a web page with its title, authors, dates and language.

        Args:
            html: the HTML of the page; or
            text: its plain-text capture, with menus and footers. Send one of the two.
            url: the address of the page; links become absolute by it. Nothing is fetched.
            form: the format of the text.
            mode: `accurate`, or `fast`, which asks for no second opinion.
            focus: `precision` leaves doubtful parts out, `recall` keeps them.

        """
        try:
            page, kind = _page(html, text)
            converter = Converter(form=form, options=Options(mode=mode, focus=focus))
            return await workers.run(_convert, (converter, page, url, kind), deadline=DEADLINE_SECONDS)
        except ExtractorError as error:
            raise ToolError(str(error)) from error

    return server


def serve(transport: Literal["stdio", "http"], host: str, port: int) -> None:
    """Run the server until its input ends or it is interrupted.

    Args:
        transport: `stdio`, or streamable HTTP on `/mcp`.
        host: address to listen on, for HTTP.
        port: port to listen on, for HTTP.

    """

    async def run() -> None:
        workers = Workers(1, WORKER_SETUP, memory_megabytes=MEMORY_MEGABYTES)
        try:
            await workers.ready()
            server = make_server(workers)
            if transport == "stdio":
                await server.run_stdio_async()
            else:
                await server.run_streamable_http_async(host=host, port=port, max_request_body_size=MAX_MESSAGE_BYTES)
        finally:
            await workers.close()

    asyncio.run(run())


def _page(html: str | None, text: str | None) -> tuple[str, str]:
    if html is not None and text is None:
        return html, "text/html"
    if text is not None and html is None:
        return text, "text/plain"
    message = "send either html or text"
    raise BadOptions(message)


def _convert(call: tuple[Converter, str, str | None, str]) -> dict[str, Any]:
    converter, page, url, kind = call
    found = converter.convert(page, url, kind)
    return {"text": found.text, **found.metadata}
