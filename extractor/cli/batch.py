"""`extractor batch`: the plan from the command line, progress on standard error, the outcome as exit code."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from extractor.batch import storage
from extractor.batch.cluster import process_on_ray
from extractor.batch.folder import Folder
from extractor.batch.job import Plan, process_shards
from extractor.batch.lock import locked
from extractor.batch.output import Output
from extractor.batch.readers import Columns, statuses
from extractor.batch.readers.statuses import Statuses
from extractor.batch.report import Report, reporting
from extractor.batch.storage import StorageError
from extractor.batch.writers import COMPRESSIONS, FORMATS
from extractor.errors import BadOptions
from extractor.options import FOCUSES, MODES, options_of

FAILED_PAGES = 3
STOPPED = 4
ENGINES = ("local", "ray")
EPILOG = (
    "Exit codes: 0 all done; 2 bad usage; 3 done, with more failed pages than --max-failures, or with input that is "
    "damaged or cut short; 4 stopped early, and the same command goes on."
)


def _shard(_: click.Context, __: click.Parameter, given: str | None) -> tuple[int, int]:
    """`I/N`, counted from 0; an Indexed Job of Kubernetes says I in its environment."""
    index, of = os.environ.get("JOB_COMPLETION_INDEX"), os.environ.get("JOB_COMPLETIONS")
    said = given or (f"{index}/{of}" if index and of else "0/1")
    parts = said.split("/")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts) or not int(parts[0]) < int(parts[1]):  # noqa: PLR2004
        message = f"{said!r} is no shard; write I/N, I from 0 to N-1"
        raise click.BadParameter(message)
    return int(parts[0]), int(parts[1])


def _columns(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Columns:
    """`ROLE=NAME`."""
    pairs = [each.partition("=")[::2] for each in given]
    if unknown := [role for role, name in pairs if role not in Columns._fields or not name]:
        message = f"{unknown[0]!r}; write ROLE=NAME, ROLE one of {', '.join(Columns._fields)}"
        raise click.BadParameter(message)
    return Columns(**dict(pairs))


def _statuses(_: click.Context, __: click.Parameter, given: str) -> Statuses:
    try:
        return statuses.parse(given)
    except BadOptions as error:
        raise click.BadParameter(str(error)) from None


@click.command("batch", epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT... | -")
@click.option("--output", metavar="DIR", required=True, help="Folder or URL for the parts.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--compression", type=click.Choice(COMPRESSIONS), default="zst", show_default=True)
@click.option("--mode", type=click.Choice(MODES), default="accurate", show_default=True)
@click.option("--focus", type=click.Choice(FOCUSES), default="balanced", show_default=True)
@click.option("--images", is_flag=True, help="List the article's pictures with their captions.")
@click.option("--column", "columns", metavar="ROLE=NAME", multiple=True, callback=_columns,
              help=f"What JSON lines or Parquet call their {', '.join(Columns._fields)}; several times.")  # fmt: skip
@click.option("--status", default="2xx", show_default=True, callback=_statuses, metavar="2xx,404,...|any",
              help="HTTP statuses of the answers in a WARC that are pages.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1,
              help="Processes, on Ray for each task; one for each core.")  # fmt: skip
@click.option("--deadline", type=click.FloatRange(0.05), default=30.0, show_default=True,
              help="Seconds a page may take.")  # fmt: skip
@click.option("--memory", type=click.IntRange(0), default=2000, show_default=True,
              help="Megabytes a page may take; 0: any.")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True,
              help="Where the shards are done: here, or on the Ray cluster at RAY_ADDRESS.")  # fmt: skip
@click.option("--shard-size", type=click.IntRange(0), default=128, show_default=True,
              help="Megabytes of input that are done together; 0: whole files.")  # fmt: skip
@click.option("--shard", callback=_shard, metavar="I/N",
              help="Every N-th shard from the I-th, counted from 0. Default: JOB_COMPLETION_INDEX.")  # fmt: skip
@click.option("--max-failures", type=click.IntRange(0), default=0, show_default=True,
              help="Failed pages that are all right; damaged input never is.")  # fmt: skip
def batch_command(  # noqa: PLR0913 - click passes one argument for each option
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str,
    compression: str,
    mode: str,
    focus: str,
    images: bool,
    columns: Columns,
    status: Statuses,
    workers: int,
    deadline: float,
    memory: int,
    engine: str,
    shard_size: int,
    shard: tuple[int, int],
    max_failures: int,
) -> None:
    """Extract all pages of INPUTS into --output.

    An input is a page, a ZIP or tar of pages, JSON lines or Parquet with `html` or `text` (and `id`, `url`), a WARC or
    a WET file, each perhaps compressed (gzip, zstd); a directory stands for all files below it, - for standard input.
    Inputs and output may be on S3 and the like (s3://, gs://, az://). A job that was killed goes on where it stopped
    when the same command is given again.
    """
    try:
        plan = Plan(
            given=inputs,
            files=tuple(storage.find(inputs, exclude=output)),
            output=output,
            format=form,
            compression=compression,
            options=options_of(mode=mode, focus=focus, images=images),
            columns=columns,
            statuses=status,
            workers=workers,
            deadline=deadline,
            memory=memory,
            shard_bytes=shard_size * 1_000_000,
            machine=shard,
        )
        finished, summary = _run(plan, engine)
    except (BadOptions, StorageError) as error:
        raise click.UsageError(str(error)) from None
    if not finished:
        click.echo("extractor: stopped; give the same command again to go on", err=True)
        sys.exit(STOPPED)
    if summary["damaged"]:
        click.echo(
            f"extractor: input is damaged or cut short at {summary['damaged']} places: see errors.jsonl", err=True
        )
    sys.exit(FAILED_PAGES if summary["failed"] > max_failures or summary["damaged"] else 0)


def _run(plan: Plan, engine: str) -> tuple[bool, dict[str, Any]]:
    """Whether all is answered, and what the manifest says of it."""
    if engine == "ray" and storage.STDIN in plan.given:
        message = "standard input cannot be read on a cluster; give files"
        raise BadOptions(message)
    start, shards = time.time(), plan.shards()
    with reporting(sum(shard.size for shard in shards)) as report, _writing(plan, report) as output:
        todo = [shard for shard in shards if shard.number not in output.done]
        report.begin(report.total - sum(shard.size for shard in todo))
        report.watch.heed_signals()
        try:
            if engine == "ray":
                finished = process_on_ray(todo, plan, report.watch)
            else:
                finished = asyncio.run(process_shards(todo, plan, output, report.watch))
            return finished, _finish(plan, report, start, finished=finished)
        except OSError as error:
            report.say(f"cannot read on, or not write: {error}")
            return False, {}


def _finish(plan: Plan, report: Report, start: float, *, finished: bool) -> dict[str, Any]:
    """Say what came out of all runs, in the manifest too."""
    told = {"this_run": report.counts, "seconds": round(time.time() - start, 1), "finished": finished}
    summary = plan.open_output().finish(plan.job, told)
    click.echo(json.dumps(summary), err=True)
    return summary


@contextmanager
def _writing(plan: Plan, report: Report) -> Iterator[Output]:
    """The output folder, ours alone and checked.

    Raises:
        BadOptions: it is another job's, or cannot be written.

    """

    def lost(what: str) -> None:
        report.say(what)
        report.watch.stop()

    with ExitStack() as held:
        try:
            held.enter_context(locked(Folder(plan.output), lost))
            output = plan.open_output()
            output.claim(plan.job)
            told = output.check()
        except OSError as error:
            message = f"{plan.output} cannot be written: {error}"
            raise BadOptions(message) from None
        if told:
            report.say(told)
        yield output
