"""`extractor batch`: the plan from the command line, progress on standard error, the outcome as exit code."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from extractor.batch import job, records
from extractor.batch.parts import COMPRESSIONS, Output
from extractor.errors import BadOptions
from extractor.options import FOCUSES, MODES, options_of

FAILED_PAGES = 3
STOPPED = 4
EVERY = 5.0  # seconds between lines of progress where nobody watches
EPILOG = (
    "Exit codes: 0 all done; 2 bad usage; 3 done, with more failed pages than --max-failures; 4 stopped early, and the "
    "same command goes on."
)


def _shard(_: click.Context, __: click.Parameter, given: str | None) -> tuple[int, int]:
    """`I/N`, counted from 0; an Indexed Job of Kubernetes says I in its environment."""
    index, of = os.environ.get("JOB_COMPLETION_INDEX"), os.environ.get("JOB_COMPLETIONS")
    said = given or (f"{index}/{of}" if index and of else "0/1")
    parts = said.split("/")
    if len(parts) != 2 or not all(part.isdigit() for part in parts) or not int(parts[0]) < int(parts[1]):  # noqa: PLR2004
        message = f"{said!r} is no shard; write I/N, I from 0 to N-1"
        raise click.BadParameter(message)
    return int(parts[0]), int(parts[1])


@click.command("batch", epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT... | -")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the parts.")
@click.option("--compression", type=click.Choice(list(COMPRESSIONS)), default="zst", show_default=True)
@click.option("--mode", type=click.Choice(MODES), default="accurate", show_default=True)
@click.option("--focus", type=click.Choice(FOCUSES), default="balanced", show_default=True)
@click.option("--images", is_flag=True, help="List the article's pictures with their captions.")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes; one for each core.")
@click.option(
    "--deadline", type=click.FloatRange(0.05), default=30.0, show_default=True, help="Seconds a page may take."
)
@click.option(
    "--memory", type=click.IntRange(0), default=2000, show_default=True, help="Megabytes a page may take; 0: any."
)
@click.option("--shard", callback=_shard, help="I/N: every N-th input from the I-th. Default: JOB_COMPLETION_INDEX.")
@click.option(
    "--max-failures", type=click.IntRange(0), default=0, show_default=True, help="Failed pages that are all right."
)
def batch_command(  # noqa: PLR0913 - click passes one argument for each option
    *,
    inputs: tuple[str, ...],
    output: Path,
    compression: str,
    mode: str,
    focus: str,
    images: bool,
    workers: int,
    deadline: float,
    memory: int,
    shard: tuple[int, int],
    max_failures: int,
) -> None:
    """Extract all pages of INPUTS into --output.

    An input is a page, a ZIP of pages, JSON lines with `html` or `text` (and `id`, `url`), a WARC or a WET file, each
    perhaps compressed (gzip, zstd); a directory stands for all files below it, - for standard input. A job that was
    killed goes on where it stopped when the same command is given again.
    """
    try:
        plan = job.Plan(
            inputs=records.find(inputs),
            options=options_of(mode=mode, focus=focus, images=images),
            workers=workers,
            deadline=deadline,
            memory=memory,
            shard=shard,
        )
        parts = Output(output, compression, plan.job)
    except BadOptions as error:
        raise click.UsageError(str(error)) from None
    start = time.time()
    parts.note({"finished": False})
    with _progress() as tell:
        running = job.Job(plan, parts, sys.stdin.buffer, tell)
        counts = dict(asyncio.run(running.run()))
    done, failed = parts.totals()
    outcome = {
        "records": done,
        "failed": failed,
        "this_run": counts,
        "seconds": round(time.time() - start, 1),
        "finished": not running.stopping,
    }
    parts.finish(outcome)
    click.echo(json.dumps(outcome), err=True)
    if running.stopping:
        click.echo("extractor: stopped; give the same command again to go on", err=True)
        sys.exit(STOPPED)
    sys.exit(FAILED_PAGES if failed > max_failures else 0)


@contextmanager
def _progress() -> Iterator[Callable[[job.Progress], None]]:
    """A line that moves on a terminal, else a line of JSON now and then."""
    console, start = Console(stderr=True), time.monotonic()
    if not console.is_terminal:
        yield _lines(start)
        return
    columns: tuple[Any, ...] = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as shown:
        task = shown.add_task("pages", total=None)

        def tell(progress: job.Progress) -> None:
            seconds = max(time.monotonic() - start, 1e-6)
            done = sum(progress.counts.values())
            rates = f"{done / seconds:.1f} pages/s, {progress.size / seconds / 1e6:.1f} MB/s"
            said = f"{rates}, {progress.counts['failed']} failed"
            shown.update(task, completed=done, description=said)

        yield tell


def _lines(start: float) -> Callable[[job.Progress], None]:
    last = start

    def tell(progress: job.Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            rate = round(sum(progress.counts.values()) / (last - start), 1)
            click.echo(json.dumps({**progress.counts, "pages_per_second": rate, "bytes": progress.size}), err=True)

    return tell
