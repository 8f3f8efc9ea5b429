"""Measure the service under load: throughput, overload, memory and shutdown. Prints one JSON object.

    python -m benchmarks.load DATA_DIR [--pages 300] [--only throughput|overload|memory|stop] [--seconds 60]
        [--memory-pages 20000]

Reads DATA_DIR/pages/*.html.gz (or dumps/*.txt.gz), starts `extractor serve` with 2 workers, and sends the pages over
HTTP in mode `fast`.

throughput: pages per second, divided by twice the pages per second of the library in one process. Both run in turns.
overload: four times the requests that the service can answer, for `--seconds`, each with a deadline. Counts the
    statuses other than 200, 429 and 504, and the answers later than twice the deadline + 250 ms: a page may wait as
    long as it may run. Compares goodput with capacity.
memory: resident memory of all processes after `--memory-pages` pages, and after a tenth of them.
stop: SIGTERM with 50 requests in flight.
"""

import argparse
import asyncio
import json
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from evaluation.datasets import read_pages
from extractor import Options, extract

WORKERS = 2
CLIENTS = 8
ROUNDS = 3
DEADLINE = 1.0
LATE = 0.25
OVERLOAD = 4
IN_FLIGHT = 50
KIB = 1024


class Service(NamedTuple):
    """A running service."""

    address: str
    process: asyncio.subprocess.Process


@asynccontextmanager
async def served(*flags: str) -> AsyncIterator[Service]:
    """`extractor serve`, once it is ready."""
    command = (sys.executable, "-m", "extractor", "serve", "--port", "0", "--workers", str(WORKERS), *flags)
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    if process.stderr is None:
        raise RuntimeError
    address = ""
    while not address:
        line = (await process.stderr.readline()).decode()
        if found := re.search(r"http://[\w.:]+", line):
            address = found[0]
    drained = asyncio.create_task(process.stderr.read())
    try:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(f"{address}/readyz") as response:
                    if response.status == 200:  # noqa: PLR2004
                        break
                await asyncio.sleep(0.1)
        yield Service(address, process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await drained


async def post(session: aiohttp.ClientSession, service: Service, page: bytes, **headers: str) -> tuple[int, float]:
    """The status of one request, and the seconds that it took."""
    start = time.monotonic()
    async with session.post(f"{service.address}/v1/extract?mode=fast", data=page, headers=headers) as response:
        await response.read()
        return response.status, time.monotonic() - start


async def drive(service: Service, todo: Sequence[bytes]) -> float:
    """Pages a second that `CLIENTS` clients get, each with a request at a time."""
    waiting, start = list(todo), time.monotonic()
    async with aiohttp.ClientSession() as session:

        async def client() -> None:
            while waiting:
                await post(session, service, waiting.pop())

        await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return len(todo) / (time.monotonic() - start)


def library(todo: Sequence[bytes]) -> float:
    """Pages a second of the library in this process."""
    options, start = Options(mode="fast"), time.monotonic()
    for page in todo:
        extract(page, options=options)
    return len(todo) / (time.monotonic() - start)


async def throughput(todo: Sequence[bytes], _: argparse.Namespace) -> dict[str, Any]:
    """Service and library take turns, so that a noisy machine is noisy for both."""
    library(todo[:20])
    async with served() as service:
        await drive(service, todo[:50])
        turns = [(await asyncio.to_thread(library, todo), await drive(service, todo)) for _ in range(ROUNDS)]
    ratios = sorted(over / (WORKERS * alone) for alone, over in turns)
    return {
        "library_pages_per_second": [round(alone, 1) for alone, _ in turns],
        "service_pages_per_second": [round(over, 1) for _, over in turns],
        "ratio_to_two_processes": round(ratios[len(ratios) // 2], 3),
    }


async def overload(todo: Sequence[bytes], arguments: argparse.Namespace) -> dict[str, Any]:
    """Requests arrive at `OVERLOAD` times capacity, whether or not the ones before are answered."""
    async with served("--deadline", str(DEADLINE), "--queue", "32") as service:
        capacity = await drive(service, todo)
        statuses: Counter[int] = Counter()
        late = 0
        pick = random.Random(1)  # noqa: S311 - which page comes next

        async def one(session: aiohttp.ClientSession) -> None:
            nonlocal late
            try:
                status, seconds = await post(session, service, pick.choice(todo))
            except aiohttp.ClientError:
                status, seconds = 0, 0.0
            statuses[status] += 1
            late += status == 200 and seconds > 2 * DEADLINE + LATE  # noqa: PLR2004

        tasks: set[asyncio.Task[None]] = set()
        start = time.monotonic()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            sent = 0
            while (passed := time.monotonic() - start) < arguments.seconds:
                while sent < passed * OVERLOAD * capacity:
                    tasks.add(task := asyncio.create_task(one(session)))
                    task.add_done_callback(tasks.discard)
                    sent += 1
                await asyncio.sleep(0.005)
            await asyncio.gather(*tasks)
        took = time.monotonic() - start
    return {
        "capacity": round(capacity, 1),
        "sent": sent,
        "statuses": dict(statuses),
        "wrong_statuses": sum(count for status, count in statuses.items() if status not in {200, 429, 504}),
        "late_answers": late,
        "goodput_of_capacity": round(statuses[200] / took / capacity, 3),
    }


def resident(process: int) -> int:
    """Bytes that a process and all its children keep to themselves."""
    found = 0
    for each in (process, *children(process)):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text("ascii")
        found += KIB * sum(int(size) for size in re.findall(r"Private_\w+:\s+(\d+)", rollup))
    return found


def children(process: int) -> list[int]:
    """All processes below one."""
    lists = Path(f"/proc/{process}/task").glob("*/children")  # whichever thread started them
    own = [int(child) for each in lists for child in each.read_text("ascii").split()]
    return [each for child in own for each in (child, *children(child))]


async def memory(todo: Sequence[bytes], arguments: argparse.Namespace) -> dict[str, Any]:
    """Resident memory early and late."""
    async with served() as service:
        early, rest = arguments.memory_pages // 10, arguments.memory_pages - arguments.memory_pages // 10
        sizes = []
        for count in (early, rest):
            await drive(service, [todo[number % len(todo)] for number in range(count)])
            sizes.append(resident(service.process.pid))
    return {
        "pages": [early, early + rest],
        "megabytes": [round(size / 1e6) for size in sizes],
        "growth": round(sizes[1] / sizes[0] - 1, 4),
    }


async def stop(todo: Sequence[bytes], _: argparse.Namespace) -> dict[str, Any]:
    """SIGTERM while requests are in flight."""
    async with served("--grace", "60") as service, aiohttp.ClientSession() as session:
        flying = [asyncio.create_task(post(session, service, page)) for page in todo[:IN_FLIGHT]]
        await asyncio.sleep(0.3)
        done = sum(task.done() for task in flying)
        service.process.send_signal(signal.SIGTERM)
        outcomes = await asyncio.gather(*flying, return_exceptions=True)
        lost = sum(isinstance(outcome, BaseException) or outcome[0] != 200 for outcome in outcomes)  # noqa: PLR2004
        code = await service.process.wait()
    return {"answered_before_it": done, "in_flight": IN_FLIGHT - done, "lost": lost, "exit_code": code}


PARTS: dict[str, Callable[[Sequence[bytes], argparse.Namespace], Awaitable[dict[str, Any]]]] = {
    "throughput": throughput,
    "overload": overload,
    "stop": stop,
    "memory": memory,
}


async def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """The parts that are asked for."""
    todo = [page.read_bytes() for page in read_pages(arguments.data)[: arguments.pages]]
    return {name: await PARTS[name](todo, arguments) for name in arguments.only or PARTS}


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory-pages", type=int, default=20_000)
    sys.stdout.write(json.dumps(asyncio.run(measure(parser.parse_args())), indent=2) + "\n")


if __name__ == "__main__":
    main()
