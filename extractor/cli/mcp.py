"""`extractor mcp`: an MCP server for language models. Exit codes: 0 ended; 2 bad usage, or the extra is missing."""

from typing import Final, Literal

import click

from extractor.cli.help import Command

EXAMPLES: Final = (
    ("over standard input and output, as clients start it", "extractor mcp"),
    ("over HTTP on http://127.0.0.1:9000/mcp", "extractor mcp --transport http --port 9000"),
)


@click.command("mcp", cls=Command, examples=EXAMPLES)
@click.option(
    "--transport",
    type=click.Choice(["stdio", "http"]),
    default="stdio",
    show_default=True,
    help="How clients talk to it; http: streamable HTTP on /mcp.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on, for http.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port, for http.")
def mcp_command(transport: Literal["stdio", "http"], host: str, port: int) -> None:
    """Serve the tool `extract` to language models over MCP."""
    try:
        from extractor.integrations.mcp import serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; install mainmatter[mcp]"
        raise click.UsageError(message) from None
    serve(transport, host, port)
