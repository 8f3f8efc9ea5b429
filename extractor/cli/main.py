"""The command `extractor`: read arguments, call the library, print.

Exit codes: 0 every input was extracted; 1 at least one was refused or could not be read; 2 the command line is wrong.
"""

import dataclasses
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from extractor import __version__
from extractor.cli.batch import batch_command
from extractor.errors import BadOptions, ExtractorError
from extractor.options import FOCUSES, MODES, options_of
from extractor.pipeline import extract
from extractor.render.formats import FORMATS, field_names, render, trimmed
from extractor.render.schema import json_schema
from extractor.service.app import serve
from extractor.service.auth import read_keys
from extractor.settings import PREFIX, Settings, from_environment
from extractor.types import Extraction

STDIN = "-"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all extracted, 1 some input refused or unreadable, 2 bad usage; batch has more of its own.",
)
@click.version_option(__version__, prog_name="extractor")
def main() -> None:
    """Clean text and metadata from raw web pages, HTML or plain-text captures."""


@main.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True, help="What to print.")
@click.option("--url", help="Where the page was found; makes its links absolute. Nothing is fetched.")
@click.option("--content-type", help="The HTTP Content-Type it came with, e.g. 'text/html; charset=windows-1251'.")
@click.option(
    "--mode", type=click.Choice(MODES), default="accurate", show_default=True, help="fast leaves trafilatura out."
)
@click.option(
    "--focus",
    type=click.Choice(FOCUSES),
    default="balanced",
    show_default=True,
    help="precision: the article's body alone; recall: also what is doubtful, and comments.",
)
@click.option("--images", is_flag=True, help="List the article's pictures with their captions.")
@click.option("--fields", help="Only these fields of the JSON, by name and parted by commas.")
def extract_command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    files: tuple[str, ...],
    form: str,
    url: str | None,
    content_type: str | None,
    mode: str,
    focus: str,
    images: bool,  # noqa: FBT001 - a flag
    fields: str | None,
) -> None:
    """Extract FILEs (- is standard input) and print the result of each.

    One file prints readable JSON; several print one JSON object a line, with the file's name as "source".
    """
    options = options_of(mode=mode, focus=focus, images=images)
    try:
        names = field_names(fields, form)
    except BadOptions as error:
        raise click.UsageError(str(error)) from None
    failed = 0
    with _progress(files) as advance:
        for name in files:
            try:
                data = _read(name, options.max_bytes + 1)
                extraction = extract(data, url=url, content_type=content_type, options=options)
            except (ExtractorError, OSError) as error:
                failed += 1
                reason = f"{error.strerror}: check the path" if isinstance(error, OSError) else str(error)
                click.echo(f"extractor: {name}: {' '.join(reason.split())}", err=True)
            else:
                click.echo(_shown(name, extraction, form, names, alone=len(files) == 1), nl=False)
            advance()
    sys.exit(1 if failed else 0)


def _read(name: str, most: int) -> bytes:
    """Read at most so many bytes of a file, a pipe or a device."""
    if name == STDIN:
        return sys.stdin.buffer.read(most)
    with Path(name).open("rb") as file:
        return file.read(most)


def _shown(name: str, extraction: Extraction, form: str, names: tuple[str, ...], *, alone: bool) -> str:
    if form == "json":
        wanted = trimmed(extraction, names)
        if alone:
            return json.dumps(wanted, ensure_ascii=False, indent=2) + "\n"
        return json.dumps({"source": name, **wanted}, ensure_ascii=False) + "\n"
    body = render(extraction, form).rstrip("\n") + "\n"
    return body if alone else f"==> {name} <==\n{body}\n"


@contextmanager
def _progress(files: tuple[str, ...]) -> Iterator[Callable[[], None]]:
    """A bar on a terminal's standard error while several files are read and the answers go elsewhere."""
    console = Console(stderr=True)
    if len(files) == 1 or not console.is_terminal or sys.stdout.isatty():
        yield lambda: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("extracting", total=len(files))
        yield lambda: bar.advance(task)


main.add_command(batch_command)


@main.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of an extraction."""
    click.echo(json.dumps(json_schema(), indent=2))


def _settings_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """A flag for each setting, from the one table."""
    for each in reversed(dataclasses.fields(Settings)):
        flag = f"--{each.name.replace('_', '-')}"
        meaning = f"{each.metadata['meaning']}  [env {PREFIX}{each.name.upper()}; default {each.default}]"
        command = click.option(flag, each.name, type=each.metadata["type"], default=None, help=meaning)(command)
    return command


@main.command("serve")
@_settings_flags
@click.option("--check-config", is_flag=True, help="Print the settings as they would be, and stop.")
def serve_command(*, check_config: bool, **flags: Any) -> None:
    """Serve extraction over HTTP: POST a page to /v1/extract."""
    try:
        settings = from_environment(os.environ, **flags)
        read_keys(settings.api_keys)
    except BadOptions as error:
        raise click.UsageError(str(error)) from None
    if check_config:
        click.echo(json.dumps(dataclasses.asdict(settings), indent=2))
        return
    try:
        serve(settings)
    except OSError as error:
        click.echo(
            f"extractor: cannot listen on {settings.host}:{settings.port}: {error.strerror}; choose another --port",
            err=True,
        )
        sys.exit(1)
