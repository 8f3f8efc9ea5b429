"""A memory budget for the request bodies in the main process."""

import asyncio
import contextlib
import ctypes
import gc
from collections.abc import Iterator

from extractor.errors import Busy

SMALL_BODY_BYTES = 1_000_000  # a single body up to this size may use the whole budget
LARGE_BODY_SHARE = 3 / 4  # of the budget, for larger single bodies: the rest is left for small ones
BATCH_SHARE = 1 / 2  # of the budget, for lines of batches: the rest is left for single bodies
TRIM_BYTES = 4_000_000  # freed bytes after which the allocator is asked to return memory to the system
TRIM_SECONDS = 0.5  # delay of that request; frees in between are covered by the same one
M_MMAP_THRESHOLD = -3  # the parameter's number in mallopt(3)
MMAP_THRESHOLD_BYTES = 1 << 17


class Budget:
    """The number of body bytes that all requests together may hold."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._freed_event = asyncio.Event()
        self._freed_bytes, self._trim_is_due = 0, False
        self._libc = ctypes.CDLL(None)
        if hasattr(self._libc, "mallopt"):
            # glibc raises the threshold whenever a large block is freed, and then keeps such blocks. A fixed
            # threshold returns them to the system.
            self._libc.mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD_BYTES)

    @contextlib.contextmanager
    def loan(self, *, batch: bool = False) -> Iterator["Loan"]:
        """Open a loan for one request. It is given back when the block ends."""
        loan = Loan(self, batch=batch)
        try:
            yield loan
        finally:
            loan.give(loan.size)

    def change(self, size: int) -> None:
        """Add `size` bytes to those held. A negative size gives bytes back."""
        self.held += size
        if size < 0:
            self._freed_event.set()
            self._freed_bytes -= size
            if self._freed_bytes >= TRIM_BYTES and not self._trim_is_due:
                self._trim_is_due = True
                asyncio.get_running_loop().call_later(TRIM_SECONDS, self._trim)

    async def freed(self) -> None:
        """Wait until some bytes are given back."""
        self._freed_event.clear()
        await self._freed_event.wait()

    def _trim(self) -> None:
        self._freed_bytes, self._trim_is_due = 0, False
        gc.collect()  # reference cycles of cancelled tasks keep bodies alive
        if hasattr(self._libc, "malloc_trim"):
            self._libc.malloc_trim(0)


class Loan:
    """The bytes that one request holds."""

    def __init__(self, budget: Budget, *, batch: bool) -> None:
        self.size = 0
        self._budget, self._batch = budget, batch

    def take(self, size: int) -> None:
        """Take `size` more bytes.

        Raises:
            Busy: the budget has no room.

        """
        if not self._fits(size):
            message = "requests in flight hold as many bytes as the service may hold; try again soon"
            raise Busy(message)
        self.size += size
        self._budget.change(size)

    async def wait(self, size: int, seconds: float) -> None:
        """Take `size` more bytes as soon as the budget has room.

        Raises:
            Busy: the budget had no room within `seconds`.

        """
        if not self._fits(size):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while not self._fits(size):
                        await self._budget.freed()
        self.take(size)

    def become(self, size: int) -> None:
        """Change the loan to `size` bytes, even if the budget has no room, because they are allocated already."""
        self._budget.change(size - self.size)
        self.size = size

    def give(self, size: int) -> None:
        """Give `size` bytes back."""
        self.size -= size
        if size:
            self._budget.change(-size)

    def _fits(self, size: int) -> bool:
        share = BATCH_SHARE if self._batch else LARGE_BODY_SHARE if self.size + size > SMALL_BODY_BYTES else 1
        return self._budget.held + size <= self._budget.most * share
