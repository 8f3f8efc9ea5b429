"""Reading in a thread that nobody waits for: a pipe that stays silent must not keep a job from ending."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from extractor.batch.readers import Record

RECORDS = 8  # that are read while others are answered, at most
BYTES = 8_000_000  # the same, unless one alone has more
LOOK_SECONDS = 0.5  # between looks at whether the job was stopped


async def batches(records: Iterator[Record], stopping: Callable[[], bool]) -> AsyncIterator[list[Record]]:
    """Yield records, a few at a time, until there are none or the job is stopped, even in the middle of a read.

    Raises:
        StorageError, BadOptions: as the reader.

    """
    while True:
        read = _in_thread(lambda: _some(records))
        while not read.done():
            await asyncio.wait({read}, timeout=LOOK_SECONDS)
            if stopping() and not read.done():
                return
        if not (some := read.result()):
            return
        yield some
        if stopping():
            return


def _some(records: Iterator[Record]) -> list[Record]:
    found: list[Record] = []
    size = 0
    for record in records:
        found.append(record)
        size += len(record.data or b"")
        if len(found) >= RECORDS or size >= BYTES:
            break
    return found


def _in_thread(function: Callable[[], list[Record]]) -> "asyncio.Future[list[Record]]":
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[Record]] = loop.create_future()

    def settle(found: list[Record] | None, error: Exception | None) -> None:
        if future.done():
            return
        if error:
            future.set_exception(error)
        else:
            future.set_result(found or [])

    def work() -> None:
        found, error = None, None
        try:
            found = function()
        except Exception as raised:  # noqa: BLE001 - it is raised where it is awaited
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is over, and so is the job
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=work, daemon=True).start()
    return future
