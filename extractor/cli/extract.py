"""`extractor extract`: extract files and print the results.

Exit codes: 0 all files extracted; 1 at least one was refused or unreadable; 2 bad usage.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from extractor.errors import BadOptions, ExtractorError
from extractor.options import FOCUSES, MODES, options_of
from extractor.pipeline import extract
from extractor.render.formats import FORMATS, render
from extractor.render.json import field_names, trimmed
from extractor.types import Extraction

STDIN = "-"


@click.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True, help="What to print.")
@click.option("--url", help="Address of the page; makes its links absolute. Nothing is fetched.")
@click.option("--content-type", help="HTTP Content-Type of the page, e.g. 'text/html; charset=windows-1251'.")
@click.option(
    "--mode", type=click.Choice(MODES), default="accurate", show_default=True, help="fast does not run trafilatura."
)
@click.option(
    "--focus",
    type=click.Choice(FOCUSES),
    default="balanced",
    show_default=True,
    help="precision: the article's body alone; recall: also doubtful parts, and comments.",
)
@click.option("--images", is_flag=True, help="List the article's images with their captions.")
@click.option("--fields", help="Print only these fields of the JSON, separated by commas.")
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
    """Extract each FILE (- is standard input) and print the results.

    One file prints indented JSON. Several files print one JSON object a line, with the file's name as "source".
    """
    options = options_of(mode=mode, focus=focus, images=images)
    try:
        names = field_names(fields, form)
    except BadOptions as error:
        raise click.UsageError(str(error)) from None
    failures = 0
    with _progress_bar(files) as advance:
        for name in files:
            try:
                data = _read(name, options.max_bytes + 1)
                extraction = extract(data, url=url, content_type=content_type, options=options)
            except (ExtractorError, OSError) as error:
                failures += 1
                reason = f"{error.strerror}: check the path" if isinstance(error, OSError) else str(error)
                click.echo(f"extractor: {name}: {' '.join(reason.split())}", err=True)
            else:
                click.echo(_formatted(name, extraction, form, names, only_file=len(files) == 1), nl=False)
            advance()
    sys.exit(1 if failures else 0)


def _read(name: str, max_bytes: int) -> bytes:
    """Read at most `max_bytes` bytes of a file, a pipe or a device."""
    if name == STDIN:
        return sys.stdin.buffer.read(max_bytes)
    with Path(name).open("rb") as file:
        return file.read(max_bytes)


def _formatted(name: str, extraction: Extraction, form: str, names: tuple[str, ...], *, only_file: bool) -> str:
    if form == "json":
        fields = trimmed(extraction, names)
        if only_file:
            return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
        return json.dumps({"source": name, **fields}, ensure_ascii=False) + "\n"
    body = render(extraction, form).rstrip("\n") + "\n"
    return body if only_file else f"==> {name} <==\n{body}\n"


@contextmanager
def _progress_bar(files: tuple[str, ...]) -> Iterator[Callable[[], None]]:
    """Show a progress bar for several files, unless standard output is the same terminal."""
    console = Console(stderr=True)
    if len(files) == 1 or not console.is_terminal or sys.stdout.isatty():
        yield lambda: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("extracting", total=len(files))
        yield lambda: bar.advance(task)
