"""Read records in a daemon thread, so that a stopped job ends even while a read blocks, as on a silent pipe."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from extractor.batch.readers.record import Record

MAX_BATCH_RECORDS = 8
MAX_BATCH_BYTES = 8_000_000  # of pages; one larger page is a batch of its own
STOP_POLL_SECONDS = 0.5  # between checks whether the job was stopped


async def read_batches(records: Iterator[Record], stopping: Callable[[], bool]) -> AsyncIterator[list[Record]]:
    """Yield the records in lists, until there are no more or the job is stopped. A blocked read is abandoned then.

    Raises:
        StorageError, BadOptions: the reader raised it.

    """
    while True:
        read = _run_in_thread(lambda: _next_batch(records))
        while not read.done():
            await asyncio.wait({read}, timeout=STOP_POLL_SECONDS)
            if stopping() and not read.done():
                return
        if not (batch := read.result()):
            return
        yield batch
        if stopping():
            return


def _next_batch(records: Iterator[Record]) -> list[Record]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += len(record.data or b"")
        if len(batch) >= MAX_BATCH_RECORDS or size >= MAX_BATCH_BYTES:
            break
    return batch


def _run_in_thread(function: Callable[[], list[Record]]) -> "asyncio.Future[list[Record]]":
    """Run a function in a daemon thread. The threads of `asyncio.to_thread` would keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[Record]] = loop.create_future()

    def settle(result: list[Record] | None, error: Exception | None) -> None:
        if future.done():
            return
        if error:
            future.set_exception(error)
        else:
            future.set_result(result or [])

    def work() -> None:
        result, error = None, None
        try:
            result = function()
        except Exception as raised:  # noqa: BLE001 - the future raises it where it is awaited
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed if the job was stopped meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, daemon=True).start()
    return future
