"""Send hostile requests to the service, and measure their cost. Prints one JSON object.

    python -m benchmarks.attack [--only NAME]

Starts `extractor serve` with 2 workers. Sends each attack of `tests/hostile/corpus.py`, one after the other, and then
the floods: many unfinished uploads, slow batches, and connections that send nothing or invalid HTTP. Prints for each
the statuses, the peak memory of the main process above its idle memory, and the longest response time of `/livez`
meanwhile. Takes a few minutes.

Floors: 200 MB above idle; 0.5 s for `/livez`; all of 30 single pages answered while six slow batches run.
"""

import argparse
import asyncio
import http.client
import json
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.load import Service, served
from tests.hostile.corpus import ATTACKS, MAX_BODY, TEXT, Attack

DEADLINE_SECONDS = 5
MAX_MEGABYTES = 200
MAX_LIVEZ_SECONDS = 0.5
SAMPLE_SECONDS = 0.02
SETTLE_SECONDS = 1.0
REQUEST_SECONDS = 120
UPLOADS, UPLOAD_BYTES, UPLOAD_SECONDS = 60, 19_000_000, 5.0
BATCHES, LINES, SINGLES = 6, 12, 30
CONNECTIONS = 560
OK = 200
GOOD = f"<html><body><h1>Towers stay dark</h1><p>{TEXT}</p></body></html>".encode()
SLOW = "<ul>" + "<li><a href='/p'>A link to a page</a></li>" * 60_000 + "</ul>"
Flood = Callable[[Service], Awaitable[dict[str, Any]]]


class Watch:
    """Memory of a process and answers of its `/livez`, seen by two threads."""

    def __init__(self, service: Service) -> None:
        self.service, self.peak, self.worst, self.failed = service, 0.0, 0.0, 0
        self._done = threading.Event()

    @contextmanager
    def running(self) -> Iterator["Watch"]:
        """Watch while the block runs."""
        threads = [threading.Thread(target=each) for each in (self._memory, self._livez)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._done.set()
            for thread in threads:
                thread.join()

    def _memory(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, megabytes(self.service.process.pid))

    def _livez(self) -> None:
        host = self.service.address.removeprefix("http://")
        while not self._done.wait(SAMPLE_SECONDS):
            start = time.monotonic()
            connection = http.client.HTTPConnection(host, timeout=30)
            try:
                connection.request("GET", "/livez")
                self.failed += connection.getresponse().status != OK
            except OSError:
                self.failed += 1
            finally:
                connection.close()
            self.worst = max(self.worst, time.monotonic() - start)


def megabytes(process: int) -> float:
    """Return the resident memory of one process."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) * 1024 / 1e6 if found else 0.0


async def post(session: aiohttp.ClientSession, service: Service, path: str, **sent: Any) -> int:
    """Return the status of one request; 0 where the connection broke."""
    try:
        async with session.post(service.address + path, **sent) as response:
            async for _ in response.content.iter_any():
                pass
            return response.status
    except (aiohttp.ClientError, TimeoutError):
        return 0


def session() -> aiohttp.ClientSession:
    """Return a client without a limit of its own."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, force_close=True), timeout=aiohttp.ClientTimeout(REQUEST_SECONDS)
    )


async def unfinished_uploads(service: Service) -> dict[str, Any]:
    """Large uploads whose last byte does not come."""
    ending = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        for _ in range(UPLOAD_BYTES // 1_000_000):
            yield b"x" * 1_000_000
        await ending.wait()

    async with session() as client:
        uploads = [asyncio.create_task(post(client, service, "/v1/extract", data=body())) for _ in range(UPLOADS)]
        await asyncio.sleep(UPLOAD_SECONDS)
        single = await post(client, service, "/v1/extract", data=GOOD)
        ending.set()
        return {"statuses": Counter(await asyncio.gather(*uploads)), "single_page": single}


async def slow_batches(service: Service) -> dict[str, Any]:
    """Single pages beside batches of slow pages."""
    host, _, port = service.address.removeprefix("http://").partition(":")
    lines = (json.dumps({"html": SLOW}).encode() + b"\n") * LINES
    head = f"POST /v1/extract/batch HTTP/1.1\r\nHost: x\r\nContent-Length: {len(lines)}\r\n\r\n".encode()

    async def batch() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            writer.write(head + lines)
            while await reader.read(1 << 16):
                pass
        finally:
            writer.transport.abort()  # what becomes of the connections of a process that is killed

    async with session() as client:
        running = [asyncio.create_task(batch()) for _ in range(BATCHES)]
        await asyncio.sleep(2.0)
        start = time.monotonic()
        single = [asyncio.create_task(post(client, service, "/v1/extract", data=GOOD)) for _ in range(SINGLES)]
        statuses = Counter(await asyncio.gather(*single))
        took = time.monotonic() - start
        unfinished = sum(not task.done() for task in running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        start = time.monotonic()
        while (held := await pages_held(client, service)) and time.monotonic() - start < REQUEST_SECONDS:  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # another process cannot set an event here
    return {
        "single_pages": SINGLES,
        "answered": statuses[OK],
        "statuses": statuses,
        "seconds": round(took, 2),
        "batches_still_running": unfinished,
        "seconds_until_places_were_free": None if held else round(time.monotonic() - start, 2),
    }


async def pages_held(client: aiohttp.ClientSession, service: Service) -> float:
    """Return how many pages the service works on or lets wait."""
    async with client.get(f"{service.address}/metrics") as response:
        found = re.search(r"^extractor_pages_held (\S+)", await response.text(), re.MULTILINE)
        return float(found[1]) if found else -1.0


async def connections(service: Service, said: bytes) -> dict[str, Any]:
    """Many connections at once, each of which says the same."""
    host, _, port = service.address.removeprefix("http://").partition(":")
    writers: list[asyncio.StreamWriter] = []
    refused = 0
    for _ in range(CONNECTIONS):
        try:
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(said)
            writers.append(writer)
        except OSError:
            refused += 1
    await asyncio.sleep(SETTLE_SECONDS)
    async with session() as client, client.get(f"{service.address}/livez") as response:
        live = response.status
    for writer in writers:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    return {"connections": len(writers), "refused": refused, "livez": live}


FLOODS: dict[str, Flood] = {
    "60 unfinished uploads": unfinished_uploads,
    "six slow batches": slow_batches,
    "connections that say nothing": lambda service: connections(service, b""),
    "connections that speak TLS": lambda service: connections(service, b"\x16\x03\x01\x02\x00\x01\x00\x01"),
}


def one(attack: Attack) -> Flood:
    """Return an attack of the corpus as a flood of one."""
    sent = attack.make()  # before anything is measured

    async def flood(service: Service) -> dict[str, Any]:
        async with session() as client:
            status = await post(client, service, attack.path, **sent)
        return {"status": status, "documented": status in attack.statuses}

    return flood


async def measured(service: Service, idle: float, flood: Flood) -> dict[str, Any]:
    """Return what a flood got, and what it cost."""
    with Watch(service).running() as watch:
        found = await flood(service)
    await asyncio.sleep(SETTLE_SECONDS)
    return {
        **found,
        "peak_megabytes_over_idle": round(watch.peak - idle, 1),
        "megabytes_over_idle_afterwards": round(megabytes(service.process.pid) - idle, 1),
        "worst_livez_seconds": round(watch.worst, 3),
        "livez_failed": watch.failed,
    }


def missed(found: dict[str, Any]) -> bool:
    """Whether an attack cost more than the floors allow."""
    return (
        found["peak_megabytes_over_idle"] > MAX_MEGABYTES
        or found["worst_livez_seconds"] > MAX_LIVEZ_SECONDS
        or found["livez_failed"] > 0
        or not found.get("documented", True)
        or found.get("answered", SINGLES) < SINGLES
    )


async def against(floods: Mapping[str, Callable[[], Flood]], only: str | None, *flags: str) -> dict[str, Any]:
    """Start a service and run the floods whose name holds `only` against it."""
    wanted = {name: make for name, make in floods.items() if only is None or only in name}
    found: dict[str, Any] = {}
    if wanted:
        async with served("--deadline", str(DEADLINE_SECONDS), *flags) as service:
            async with session() as client:
                for _ in range(SINGLES):
                    await post(client, service, "/v1/extract", data=GOOD)
            await asyncio.sleep(SETTLE_SECONDS)
            idle = megabytes(service.process.pid)
            for name, make in wanted.items():
                found[name] = await measured(service, idle, make())
    return found


async def measure(only: str | None) -> dict[str, Any]:
    """Run all attacks, or those whose name holds `only`."""
    corpus = {attack.name: partial(one, attack) for attack in ATTACKS}
    found = await against(corpus, only, "--max-body", str(MAX_BODY))
    found |= await against({name: partial(lambda flood: flood, flood) for name, flood in FLOODS.items()}, only)
    return {
        "attacks": found,
        "peak_megabytes_over_idle": max(each["peak_megabytes_over_idle"] for each in found.values()),
        "worst_livez_seconds": max(each["worst_livez_seconds"] for each in found.values()),
        "missed": [name for name, each in found.items() if missed(each)],
    }


def main() -> None:
    """Read the command line, attack, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="attacks whose name holds this")
    sys.stdout.write(json.dumps(asyncio.run(measure(parser.parse_args().only)), indent=2) + "\n")


if __name__ == "__main__":
    main()
