"""Measure the batch job: throughput, kills, memory, Ray and start time. Prints one JSON object.

    python -m benchmarks.batch DATA_DIR SCRATCH [--pages 3000] [--kills 20] [--gigabytes 2]
        [--only throughput|kills|workers|memory|ray|start]

DATA_DIR has pages/*.html.gz. All parts run in mode `fast` with 2 workers over these pages, repeated as needed.

throughput: pages per second of the job, and of a bare `multiprocessing` pool that extracts the same pages and keeps no
    answers. Both run in turns.
kills, workers: the job, or one of its workers, is killed with SIGKILL at random moments, and a killed job is started
    again. Counts lost and repeated records.
memory: peak private memory of all processes of the job over a WARC file of so many decompressed gigabytes.
ray: pages per second of the job here and on a local Ray, and the number of rows that differ in more than their time.
start: seconds until a job of one page ends, and until its page is answered; CPU seconds of all processes of the job, of
    `import extractor`, and of the first page after it.
"""

import argparse
import gzip
import io
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType

from benchmarks.load import children, resident
from evaluation.datasets import read_pages
from extractor import Options, extract

IMPORT = """
import json, time
begun = time.process_time()
import extractor
imported = time.process_time()
extractor.extract("<article><h1>One</h1><p>A page.</p></article>", options=extractor.Options(mode="fast"))
first = time.process_time() - imported
print(json.dumps({"import cpu": round(imported - begun, 3), "first page cpu": round(first, 3)}))
"""
WORKERS = 2
ROUNDS = 3
COMMAND = (
    sys.executable,
    "-m",
    "extractor",
    "batch",
    "--workers",
    str(WORKERS),
    "--mode",
    "fast",
    "--max-failures",
    "100",
)


def some(data: Path, count: int) -> Iterator[bytes]:
    """So many pages, the same ones again where there are fewer."""
    return islice(cycle([page.read_bytes() for page in read_pages(data)]), count)


def job(given: Path, output: Path, *more: str) -> "subprocess.Popen[bytes]":
    """The job, running."""
    return subprocess.Popen((*COMMAND, str(given), "--output", str(output), *more), stderr=subprocess.DEVNULL)  # noqa: S603


def json_lines(data: Path, count: int, file: Path) -> None:
    """The pages as JSON lines."""
    with file.open("w", encoding="utf-8") as lines:
        for number, page in enumerate(some(data, count)):
            lines.write(json.dumps({"id": str(number), "html": page.decode("utf-8", "replace")}) + "\n")


def bare(page: str) -> int:
    """What a pool without anything around it does."""
    return len(extract(page, options=Options(mode="fast")).text)


def throughput(arguments: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """The job and the bare pool take turns; both are timed with their start."""
    given = scratch / "pages.jsonl"
    json_lines(arguments.data, arguments.pages, given)
    turns = []
    for number in range(ROUNDS):
        start = time.monotonic()
        with multiprocessing.get_context("spawn").Pool(WORKERS) as pool, given.open(encoding="utf-8") as lines:
            sum(pool.imap(bare, (json.loads(line)["html"] for line in lines), chunksize=4))
        middle = time.monotonic()
        job(given, scratch / f"throughput-{number}").wait()
        turns.append((middle - start, time.monotonic() - middle))
    ratios = sorted(alone / ours for alone, ours in turns)
    rates = [[round(arguments.pages / seconds, 1) for seconds in turn] for turn in turns]
    return {"bare_and_job_pages_per_second": rates, "ratio": round(ratios[ROUNDS // 2], 3)}


def answers(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of a job."""
    for part in sorted(folder.glob("part-*")):
        with zstandard.open(part, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def outcome(folder: Path, count: int) -> dict[str, int]:
    """How many records are missing, and how many are there more than once."""
    seen = Counter(row["id"] for row in answers(folder))
    return {"lost": count - len(seen), "repeated": sum(times - 1 for times in seen.values())}


def kills(arguments: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """A job is killed again and again until it is done all the same; then the next one, until there were enough."""
    pick, given = random.Random(1), scratch / "kills.jsonl"  # noqa: S311 - the same moments every time
    json_lines(arguments.data, arguments.pages, given)
    killed, jobs, with_parts, found = 0, 0, 0, Counter({"lost": 0, "repeated": 0})
    while killed < arguments.kills:
        output, code = scratch / f"kills-{jobs}", None
        while code is None:
            running = job(given, output)
            try:
                code = running.wait(pick.uniform(1.0, 25.0) if killed < arguments.kills else None)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
                killed += 1
                with_parts += any(output.glob("part-*"))
        jobs += 1
        found.update(outcome(output, arguments.pages))
    return {"kills": killed, "of_them_with_parts_before": with_parts, "jobs": jobs, **found}


def workers(arguments: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """Workers of one job are killed; a page that one of them had is among the errors."""
    pick, given, output = random.Random(2), scratch / "workers.jsonl", scratch / "workers"  # noqa: S311
    json_lines(arguments.data, arguments.pages, given)
    running, killed = job(given, output), 0
    time.sleep(4)
    while running.poll() is None and killed < arguments.kills:
        time.sleep(pick.uniform(0.2, 1.5))
        below = [each for child in children(running.pid) for each in children(child)]
        if below:
            os.kill(pick.choice(below), signal.SIGKILL)
            killed += 1
    running.wait()
    failed = (output / "errors.jsonl").read_bytes().count(b"WorkerDied")
    return {"kills": killed, "failed_pages": failed, **outcome(output, arguments.pages)}


def memory(arguments: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """A large WARC, and how much the job keeps while it reads."""
    given, size = scratch / "large.warc.gz", 0
    with gzip.open(given, "wb", compresslevel=1) as archive:
        for page in some(arguments.data, sys.maxsize):
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response)
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page)
            record.set_bytes_content(head + page)
            written = io.BytesIO()
            record.write(written)
            archive.write(written.getvalue())
            size += len(page)
            if size >= arguments.gigabytes * 1e9:
                break
    running, sizes = job(given, scratch / "memory"), []
    start = time.monotonic()
    while running.poll() is None:
        time.sleep(2)
        try:
            sizes.append(round(resident(running.pid) / 1e6))
        except (FileNotFoundError, ProcessLookupError):
            continue
    half = len(sizes) // 2
    return {
        "gigabytes": arguments.gigabytes,
        "seconds": round(time.monotonic() - start),
        "most_megabytes": {"first_half": max(sizes[:half]), "second_half": max(sizes[half:])},
    }


def ray(arguments: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """The same input here and on Ray, each with its start."""
    given, rows, rates = scratch / "ray.jsonl", {}, {}
    json_lines(arguments.data, arguments.pages, given)
    for engine in ("local", "ray"):
        start, output = time.monotonic(), scratch / engine
        job(given, output, "--engine", engine).wait()
        rates[engine] = round(arguments.pages / (time.monotonic() - start), 1)
        rows[engine] = {row.pop("id"): row for row in answers(output) if row.update(seconds=None) is None}
    differing = sum(rows["local"].get(name) != row for name, row in rows["ray"].items())
    counts = {name: len(found) for name, found in rows.items()}
    return {"pages_per_second": rates, "rows": counts, "rows_that_differ": differing}


def start(_: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """A job of one small page, and the import of the package, each three times."""
    given = scratch / "one.html"
    given.write_text("<article><h1>One</h1><p>A page that is read before any other.</p></article>", encoding="utf-8")
    found = []
    for number in range(ROUNDS):
        output, begun, spent = scratch / f"start-{number}", time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        job(given, output).wait()
        ended, spent_then = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        (part,) = output.glob("part-*")
        cpu = spent_then.ru_utime + spent_then.ru_stime - spent.ru_utime - spent.ru_stime
        command = (sys.executable, "-c", IMPORT)
        imported = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603 - our code
        found.append(
            {
                "answered": round(part.stat().st_mtime - begun, 2),
                "over": round(ended - begun, 2),
                "cpu": round(cpu, 2),
                **imported,
            }
        )
    return {"seconds": found}


PARTS: dict[str, Callable[[argparse.Namespace, Path], dict[str, Any]]] = {
    "throughput": throughput,
    "kills": kills,
    "workers": workers,
    "memory": memory,
    "ray": ray,
    "start": start,
}


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--only", choices=PARTS, action="append")
    arguments = parser.parse_args()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    found = {name: PARTS[name](arguments, arguments.scratch) for name in arguments.only or PARTS}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
