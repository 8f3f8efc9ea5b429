"""The command `extractor`, a group of all commands. Each command is a module of this package."""

import click

from extractor.cli.batch import batch_command
from extractor.cli.completion import completion_command
from extractor.cli.extract import extract_command
from extractor.cli.help import Group
from extractor.cli.mcp import mcp_command
from extractor.cli.schema import schema_command
from extractor.cli.serve import serve_command
from extractor.compiled import implementation
from extractor.version import __version__


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all extracted, 1 some input refused or unreadable, 2 bad usage; batch has additional codes.",
)
@click.version_option(f"{__version__}, {implementation()}", prog_name="extractor")
def main() -> None:
    """Extract clean text and metadata from raw web pages, HTML or plain text."""


for _command in (extract_command, batch_command, completion_command, mcp_command, schema_command, serve_command):
    main.add_command(_command)
