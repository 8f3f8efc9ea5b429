"""`extractor batch`: run a job over many pages.

Progress and the final counts go to standard error. The epilog of the command lists the exit codes.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import click

from extractor.batch import storage
from extractor.batch.cluster import process_on_ray
from extractor.batch.folder import Folder
from extractor.batch.job import Plan, process_shards
from extractor.batch.lock import locked
from extractor.batch.output import Output
from extractor.batch.readers import statuses
from extractor.batch.readers.record import Columns
from extractor.batch.readers.statuses import Statuses
from extractor.batch.report import Report, reporting
from extractor.batch.rows import TEXT_FORMATS
from extractor.batch.storage import StorageError
from extractor.batch.writers import COMPRESSIONS, FORMATS
from extractor.cli.help import Command, complain
from extractor.errors import BadOptions
from extractor.options import COMMENTS, FOCUSES, MODES, options_of

EXIT_FAILURES = 3
EXIT_STOPPED = 4
JOB_ENGINES = ("local", "ray")
EXAMPLES: Final = (
    ("a web archive, as JSON lines", "extractor batch CC-MAIN.warc.gz --output out"),
    (
        "Parquet of an object store, as Markdown",
        "extractor batch s3://bucket/pages/ --output s3://bucket/texts --format parquet --text-format markdown",
    ),
    ("the first of four machines", "extractor batch crawl/ --output out --shard 0/4"),
)
EPILOG = (
    "Exit codes: 0 all done; 2 bad usage; 3 done, with more failed pages than --max-failures, or with input that is "
    "damaged or cut short; 4 stopped early, and the same command resumes the job."
)


def _shard(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, int]:
    """Parse `I/N`. The default is the index that Kubernetes gives each pod of an Indexed Job, or else `0/1`."""
    index, count = os.environ.get("JOB_COMPLETION_INDEX"), os.environ.get("JOB_COMPLETIONS")
    text = value or (f"{index}/{count}" if index and count else "0/1")
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if not found or int(found[1]) >= int(found[2]):
        message = f"{text!r} is no shard; write I/N, I from 0 to N-1"
        raise click.BadParameter(message)
    return int(found[1]), int(found[2])


def _columns(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Columns:
    """Parse the values `ROLE=NAME`."""
    pairs = [value.partition("=")[::2] for value in values]
    if unknown := [role for role, name in pairs if role not in Columns._fields or not name]:
        message = f"{unknown[0]!r}; write ROLE=NAME, ROLE one of {', '.join(Columns._fields)}"
        raise click.BadParameter(message)
    return Columns(**dict(pairs))


def _statuses(_: click.Context, __: click.Parameter, value: str) -> Statuses:
    """Parse the statuses; an invalid list is bad usage."""
    try:
        return statuses.parse(value)
    except BadOptions as error:
        raise click.BadParameter(str(error)) from None


@click.command("batch", cls=Command, examples=EXAMPLES, epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT... | -")
@click.option("--output", metavar="DIR", required=True, help="Folder or URL of the output.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Format of the parts."
)
@click.option("--compression", type=click.Choice(COMPRESSIONS), default="zst", show_default=True)
@click.option("--mode", type=click.Choice(MODES), default="accurate", show_default=True)
@click.option("--focus", type=click.Choice(FOCUSES), default="balanced", show_default=True)
@click.option("--comments", type=click.Choice(COMMENTS), default="separate", show_default=True)
@click.option("--images", is_flag=True, help="List the article's images with their captions.")
@click.option("--structured-data", is_flag=True, help="List the items of JSON-LD, microdata and RDFa.")
@click.option(
    "--text-format",
    type=click.Choice(TEXT_FORMATS),
    default="text",
    show_default=True,
    help="What the column `text` holds.",
)
@click.option(
    "--chunks",
    type=click.IntRange(1),
    metavar="TOKENS",
    help="Add a column with the text as chunks for retrieval, each of about so many tokens at most.",
)
@click.option(
    "--column",
    "columns",
    metavar="ROLE=NAME",
    multiple=True,
    callback=_columns,
    help=f"Name of a column of JSON lines or Parquet; repeatable. Roles: {', '.join(Columns._fields)}.",
)
@click.option(
    "--status",
    default="2xx",
    show_default=True,
    callback=_statuses,
    metavar="2xx,404,...|any",
    help="HTTP statuses of the WARC responses that are pages.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="Worker processes, on Ray for each task. Default: one for each core.",
)
@click.option(
    "--deadline", type=click.FloatRange(0.05), default=30.0, show_default=True, help="Seconds a page may take."
)
@click.option(
    "--memory", type=click.IntRange(0), default=2000, show_default=True, help="Megabytes a page may take; 0: no limit."
)
@click.option(
    "--engine",
    type=click.Choice(JOB_ENGINES),
    default="local",
    show_default=True,
    help="Where the job runs: on this machine, or on the Ray cluster at RAY_ADDRESS.",
)
@click.option(
    "--shard-size",
    type=click.IntRange(0),
    default=128,
    show_default=True,
    help="Megabytes of input in one shard; 0: never cut a file.",
)
@click.option(
    "--shard",
    callback=_shard,
    metavar="I/N",
    help="Take every N-th shard, starting with shard I; the first is 0. "
    "Default: JOB_COMPLETION_INDEX/JOB_COMPLETIONS, or else 0/1.",
)
@click.option(
    "--max-failures",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Failed pages to tolerate; damaged input is never tolerated.",
)
def batch_command(  # noqa: PLR0913 - click passes one argument for each option
    *,
    inputs: tuple[str, ...],
    output: str,
    form: str,
    compression: str,
    mode: str,
    focus: str,
    comments: str,
    images: bool,
    structured_data: bool,
    text_format: str,
    chunks: int | None,
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
    """Extract every page of each INPUT and write the results to --output.

    An input is a page, a ZIP or tar of pages, JSON lines or Parquet with `html` or `text` (and `id`, `url`), a WARC or
    a WET file. Each may be compressed with gzip or zstd. A directory stands for all files below it, and - for standard
    input. Inputs and output may be URLs of object stores (s3://, gs://, az://). The same command resumes a job that
    was killed.
    """
    try:
        plan = Plan(
            given=inputs,
            files=tuple(storage.find(inputs, exclude=output)),
            output=output,
            format=form,
            compression=compression,
            options=options_of(
                mode=mode, focus=focus, comments=comments, images=images, structured_data=structured_data
            ),
            text_format=text_format,
            chunk_tokens=chunks,
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
        complain("stopped; give the same command again to resume")
        sys.exit(EXIT_STOPPED)
    if summary["damaged"]:
        complain(f"input is damaged or cut short at {summary['damaged']} places: see errors.jsonl")
    sys.exit(EXIT_FAILURES if summary["failed"] > max_failures or summary["damaged"] else 0)


def _run(plan: Plan, engine: str) -> tuple[bool, dict[str, Any]]:
    """Run a job and return whether it is finished, with the summary of the manifest.

    The summary is empty if storage failed.

    Raises:
        BadOptions: the plan cannot be run, or the output belongs to another job or cannot be written.

    """
    if engine == "ray" and storage.STDIN in plan.given:
        message = "standard input cannot be read on a cluster; give files"
        raise BadOptions(message)
    start, shards = time.time(), plan.shards()
    with reporting(sum(shard.size for shard in shards)) as report, _open_output(plan, report) as output:
        todo = [shard for shard in shards if shard.number not in output.done]
        report.begin(report.total - sum(shard.size for shard in todo))
        report.watch.heed_signals()
        try:
            if engine == "ray":
                finished = process_on_ray(todo, plan, report.watch)
            else:
                finished = asyncio.run(process_shards(todo, plan, output, report.watch))
            return finished, _write_summary(plan, report, start, finished=finished)
        except OSError as error:
            report.say(f"input cannot be read, or output cannot be written: {error}")
            return False, {}


def _write_summary(plan: Plan, report: Report, start: float, *, finished: bool) -> dict[str, Any]:
    """Write the counts of all runs into the manifest, print them, and return them."""
    this_run = {"this_run": report.counts, "seconds": round(time.time() - start, 1), "finished": finished}
    summary = plan.open_output().finish(plan.job, this_run)
    click.echo(json.dumps(summary), err=True)
    return summary


@contextmanager
def _open_output(plan: Plan, report: Report) -> Iterator[Output]:
    """Lock the output folder, check what it holds, and yield it.

    Raises:
        BadOptions: the folder belongs to another job, or cannot be written.

    """

    def stop(reason: str) -> None:
        report.say(reason)
        report.watch.stop()

    with ExitStack() as stack:
        try:
            stack.enter_context(locked(Folder(plan.output), stop))
            output = plan.open_output()
            output.claim(plan.job)
            repairs = output.check()
        except OSError as error:
            message = f"{plan.output} cannot be written: {error}"
            raise BadOptions(message) from None
        if repairs:
            report.say(repairs)
        yield output
