"""`extractor extract`: extract files and print the results, or write a file for each page.

Exit codes: 0 all files extracted; 1 at least one was refused or unreadable; 2 bad usage.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import click
from rich.console import Console
from rich.progress import Progress

from extractor.cli.help import Command, complain
from extractor.errors import BadOptions, ExtractorError, InternalError
from extractor.extraction import Extraction
from extractor.options import COMMENTS, FOCUSES, MODES, Options, options_of
from extractor.pipeline import extract
from extractor.render.formats import FORMATS, render
from extractor.render.json import field_names, fields_to_read, trimmed
from extractor.render.markdown.options import (
    LINKS,
    RAGGED_TABLES,
    Links,
    MarkdownOptions,
    RaggedTables,
    markdown_options_of,
)

STDIN = "-"
EXAMPLES: Final = (
    ("text, clean HTML and metadata as JSON", "extractor extract page.html --url https://example.org/page"),
    ("a page of the web, as Markdown", "curl -s https://example.org/ | extractor extract - --format markdown"),
    ("a Markdown file with front matter for each page of a folder", "extractor extract pages/ --output texts"),
    ("titles and texts, one JSON object a line", "extractor extract *.html --fields title,text > out.jsonl"),
)


@click.command("extract", cls=Command, examples=EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="What to write. Default: json; with --output, markdown."
)
@click.option(
    "--output",
    metavar="DIR",
    help="Write a file for each page into this folder. FILE may then be a folder, an archive or a URL, as in a batch.",
)
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
    help="precision: the article's body alone; recall: also doubtful parts.",
)
@click.option(
    "--comments",
    type=click.Choice(COMMENTS),
    default="separate",
    show_default=True,
    help="Readers' comments: apart from the text, also in the text, or left out.",
)
@click.option("--images", is_flag=True, help="List the article's images with their captions.")
@click.option("--structured-data", is_flag=True, help="List the items of JSON-LD, microdata and RDFa.")
@click.option("--fields", help="Write only these fields of the JSON, separated by commas; also: markdown.")
@click.option(
    "--chunks",
    type=click.IntRange(1),
    metavar="TOKENS",
    help="Add to the JSON the text as chunks for retrieval, each of about so many tokens at most.",
)
@click.option("--links", type=click.Choice(LINKS), default="inline", show_default=True, help="Links in Markdown.")
@click.option("--markdown-images/--no-markdown-images", default=True, show_default=True, help="Images in Markdown.")
@click.option(
    "--ragged-tables",
    type=click.Choice(RAGGED_TABLES),
    default="html",
    show_default=True,
    help="Tables that Markdown cannot hold: as HTML, as a list, or as a pipe table with each cell in one line.",
)
@click.option("--pad-tables", is_flag=True, help="Align the columns of Markdown tables with spaces.")
@click.option(
    "--title-heading/--no-title-heading",
    default=None,
    help="Start Markdown with the title as a heading. Default: only without front matter.",
)
@click.option(
    "--front-matter/--no-front-matter",
    default=None,
    help="Start Markdown with the metadata as YAML. Default: only with --output.",
)
def extract_command(  # noqa: PLR0913 - click passes one argument for each option
    *,
    files: tuple[str, ...],
    form: str | None,
    output: str | None,
    url: str | None,
    content_type: str | None,
    mode: str,
    focus: str,
    comments: str,
    images: bool,
    structured_data: bool,
    fields: str | None,
    chunks: int | None,
    links: Links,
    markdown_images: bool,
    ragged_tables: RaggedTables,
    pad_tables: bool,
    title_heading: bool | None,
    front_matter: bool | None,
) -> None:
    """Extract each FILE (- is standard input) and print the results, or write them to --output.

    One file prints indented JSON. Several files print one JSON object a line, with the file's name as "source".
    """
    form = form or ("json" if output is None else "markdown")
    with_metadata = output is not None if front_matter is None else front_matter
    try:
        writer = _Writer(
            form,
            field_names(fields, form, chunks=chunks is not None),
            markdown_options_of(
                chunk_tokens=chunks,
                links=links,
                images=markdown_images,
                ragged_tables=ragged_tables,
                pad_tables=pad_tables,
                title_heading=form == "markdown" and not with_metadata if title_heading is None else title_heading,
                front_matter=with_metadata,
            ),
        )
        options = options_of(
            mode=mode,
            focus=focus,
            comments=comments,
            images=images,
            structured_data=structured_data,
            fields=None if output is not None else fields_to_read(writer.fields, form),
        )
        if output is not None:
            sys.exit(_extract_to_folder(files, output, (url, content_type), options, writer))
    except (BadOptions, OSError) as error:
        raise click.UsageError(str(error)) from None
    failures = 0
    with _progress_bar(len(files), shown=len(files) > 1 and not sys.stdout.isatty()) as advance:
        for name in files:
            try:
                data = _read(name, options.max_bytes + 1)
                extraction = extract(data, url=url, content_type=content_type, options=options)
                printed = writer.printed(name, extraction, only_file=len(files) == 1)
            except (ExtractorError, OSError) as error:
                failures += 1
                _complain(name, f"{error.strerror}: check the path" if isinstance(error, OSError) else str(error))
            else:
                click.echo(printed, nl=False)
            advance()
    sys.exit(1 if failures else 0)


def _read(name: str, max_bytes: int) -> bytes:
    """Read at most `max_bytes` bytes of a file, a pipe or a device."""
    if name == STDIN:
        return sys.stdin.buffer.read(max_bytes)
    with Path(name).open("rb") as file:
        return file.read(max_bytes)


def _complain(name: str, reason: str) -> None:
    complain(f"{name}: {' '.join(reason.split())}")


class _Writer(NamedTuple):
    """How to write an extraction."""

    form: str
    fields: tuple[str, ...]
    markdown: MarkdownOptions

    def file(self, extraction: Extraction) -> str:
        """Return the content of a file.

        Raises:
            InternalError: extractor has a defect, which costs this page only.

        """
        try:
            if self.form == "json":
                return json.dumps(trimmed(extraction, self.fields, self.markdown), ensure_ascii=False, indent=2) + "\n"
            return render(extraction, self.form, self.markdown).rstrip("\n") + "\n"
        except MemoryError:
            raise
        except Exception as error:
            message = f"extractor has a defect: {type(error).__name__}: {error}"
            raise InternalError(message) from error

    def printed(self, name: str, extraction: Extraction, *, only_file: bool) -> str:
        """Return what is printed for a file; among several it has a name."""
        if only_file:
            return self.file(extraction)
        if self.form == "json":
            fields = trimmed(extraction, self.fields, self.markdown)
            return json.dumps({"source": name, **fields}, ensure_ascii=False) + "\n"
        return f"==> {name} <==\n{self.file(extraction)}\n"


def _extract_to_folder(
    inputs: tuple[str, ...], output: str, address: tuple[str | None, str | None], options: Options, writer: _Writer
) -> int:
    """Write a file for each page of the inputs; return the exit code.

    Args:
        inputs: files, folders, globs and URLs.
        output: the folder.
        address: URL and content type of pages whose input has none.
        options: of the extraction.
        writer: how to write.

    Raises:
        BadOptions: an input does not exist.
        StorageError: an input cannot be reached.

    """
    url, content_type = address
    from extractor.cli import files  # noqa: PLC0415 - the storage packages are slow to load, and printing needs none

    def write(page: files.Page) -> str:
        """Write a page; return the reason if it cannot be extracted or written, or else an empty str."""
        record = page.record
        if record.data is None:
            return record.reason
        try:
            kind = record.content_type or content_type
            content = writer.file(extract(record.data, url=record.url or url, content_type=kind, options=options))
            folder.write(page.path, files.EXTENSIONS[writer.form], content)
        except (ExtractorError, OSError) as error:
            return str(error)
        return ""

    found, folder = files.find(inputs, output), files.OutputFolder(Path(output))
    written = failures = 0
    with _progress_bar(len(found), shown=True) as advance:
        for file in found:
            name = file.url
            try:
                for page in files.pages(file, inputs, options.max_bytes + 1):
                    name = page.record.id
                    if reason := write(page):
                        failures += 1
                        _complain(name, reason)
                    else:
                        written += 1
            except OSError as error:  # the storage failed; other files may still be read
                failures += 1
                _complain(name, str(error))
            advance()
    click.echo(f"extractor: {written} pages written to {output}, {failures} failed", err=True)
    return 1 if failures else 0


@contextmanager
def _progress_bar(total: int, *, shown: bool) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal. It would mix with results that are printed on the same terminal."""
    console = Console(stderr=True)
    if not shown or not console.is_terminal:
        yield lambda: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("extracting", total=total)
        yield lambda: bar.advance(task)
