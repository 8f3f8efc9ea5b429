"""Write the reference pages that are generated from the code: options, settings, fields and metrics.

python -m documentation.reference docs/reference
"""

import argparse
import dataclasses
import inspect
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import click
from msgspec import Meta

from extractor.cli.help import Command
from extractor.cli.main import main as command
from extractor.extraction import Extraction, Image, Post
from extractor.records import Event, JobPosting, Product, Recipe
from extractor.render.chunks import Chunk
from extractor.service.metrics import Metrics
from extractor.settings import PREFIX, Settings
from extractor.types import Note

RECORDS: tuple[type, ...] = (Post, Image, Product, Recipe, Event, JobPosting, Note, Chunk)
GENERATED = "`python -m documentation.reference docs/reference` writes this page from the code; a test compares them."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _type_name(hint: Any) -> str:
    """Return the type of a field as Python writes it, without its description."""
    if get_origin(hint) is Annotated:
        return _type_name(get_args(hint)[0])
    if get_origin(hint) in (types.UnionType, Union):
        return " | ".join(_type_name(each) for each in get_args(hint))
    if hint is type(None):
        return "None"
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint).replace("typing.", "")


def _types(name: str) -> str:
    """Return a type as Markdown, without the modules in which its parts are defined.

    Markdown parsers disagree about a `|` in code in a table.
    """
    for module in ("collections.abc.", "extractor.extraction.", "extractor.records.", "extractor.types."):
        name = name.replace(module, "")
    return " or ".join(f"`{each}`" for each in name.split(" | "))


def _field_rows(kind: type) -> Iterator[str]:
    hints = get_type_hints(kind, include_extras=True)
    yield from ("| field | type | meaning |", "|---|---|---|")
    for each in dataclasses.fields(kind):
        hint = hints[each.name]
        described = [note.description for note in getattr(hint, "__metadata__", ()) if isinstance(note, Meta)]
        yield f"| `{each.name}` | {_types(_type_name(hint))} | {_cell((described or [''])[0] or '')} |"


def fields() -> Iterator[str]:
    """Yield the lines of the page of fields."""
    yield from ("# Fields of an answer", "", GENERATED, "")
    yield (
        "`extract()` returns an `Extraction`; JSON, the service and batch jobs use the same names. A field that the "
        "page does not state is `null` or an empty list. [Metadata](metadata.md) says where each comes from. "
        "`extractor schema` prints the JSON Schema."
    )
    yield from ("", "## Extraction", "", *_field_rows(Extraction))
    yield "| `markdown` | `str` | The text as Markdown; only in JSON, and only if the field is asked for. |"
    yield "| `chunks` | `list[Chunk]` | The text as chunks for retrieval; only in JSON, if they are asked for. |"
    for kind in RECORDS:
        yield from ("", f"## {kind.__name__}", "", (kind.__doc__ or "").partition("\n")[0], "", *_field_rows(kind))


def settings() -> Iterator[str]:
    """Yield the lines of the page of settings."""
    yield from ("# Settings of the service", "", GENERATED, "")
    yield (
        f"Each setting is an environment variable and an option of `extractor serve`: `{PREFIX}PORT` is `--port`. "
        "`extractor serve --check-config` prints all settings and exits. "
        f"An `{PREFIX}` variable that names no setting is an error."
    )
    yield from ("", "| variable | default | meaning |", "|---|---|---|")
    for each in dataclasses.fields(Settings):
        default = "one for each core" if each.name == "workers" else f"`{each.default}`" if each.default != "" else ""
        yield f"| `{PREFIX}{each.name.upper()}` | {default} | {_cell(each.metadata['meaning'])} |"
    yield ""
    yield (
        "The container image sets the host to 0.0.0.0. One more worker than `workers` is kept for single pages while "
        "batches use all others. Bodies over 1 MB may use three quarters of `buffer`, lines of batches half of it. "
        "A page that waits longer than `deadline` for a worker is answered 429."
    )


def _option_rows(of: click.Command) -> Iterator[str]:
    yield from ("| option | values | default | meaning |", "|---|---|---|---|")
    for each in of.params:
        if not isinstance(each, click.Option):
            continue
        names = ", ".join(f"`{name}`" for name in (*each.opts, *each.secondary_opts))
        values = ", ".join(f"`{value}`" for value in each.type.choices) if isinstance(each.type, click.Choice) else ""
        shown = each.show_default and each.default is not None and not each.is_flag
        default = f"`{each.default}`" if shown else ""
        yield f"| {names} | {_cell(values)} | {default} | {_cell(each.help or '')} |"


def commands() -> Iterator[str]:
    """Yield the lines of the page of the command line."""
    yield from ("# Command line", "", GENERATED)
    assert isinstance(command, click.Group)  # noqa: S101 - tells mypy what the decorator made
    for name, each in command.commands.items():
        arguments = " ".join(str(one.metavar or one.name) for one in each.params if isinstance(one, click.Argument))
        help_text = inspect.cleandoc(each.help or "")
        yield from ("", f"## extractor {name}", "", "```usage", f"extractor {name} {arguments}".strip(), "```", "")
        yield help_text
        if name == "serve":
            yield ""
            yield "Its options are the [settings](settings.md), and `--check-config`, which prints them and exits."
        elif any(isinstance(one, click.Option) for one in each.params):
            yield from ("", *_option_rows(each))
        if isinstance(each, Command):
            yield from ("", "```shell", *(f"# {meaning}\n{call}" for meaning, call in each.examples), "```")
        if each.epilog:
            yield from ("", each.epilog)
    yield from ("", "## All commands", "", command.epilog or "")


def metrics() -> Iterator[str]:
    """Yield the lines of the page of metrics."""
    yield from ("# Metrics", "", GENERATED, "")
    yield "`GET /metrics` answers in Prometheus' text format. The usual `process_` and `python_` metrics are there too."
    yield from ("", "| metric | type | labels | meaning |", "|---|---|---|---|")
    for each in vars(Metrics()).values():
        family = next(iter(each.describe()), None) if hasattr(each, "_labelnames") else None
        if family:
            labels = ", ".join(f"`{label}`" for label in each._labelnames)  # noqa: SLF001 - no public way to ask
            suffix = "_total" if family.type == "counter" else ""
            yield f"| `{family.name}{suffix}` | {family.type} | {labels} | {family.documentation} |"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "command-line.md": commands,
    "fields.md": fields,
    "metrics.md": metrics,
    "settings.md": settings,
}


def page(name: str) -> str:
    """Return a page as Markdown."""
    return "\n".join(PAGES[name]()) + "\n"


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name in PAGES:
        (folder / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
