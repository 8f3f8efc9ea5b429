"""Memory for request bodies in the main process: asked for before it is used, and given back to the system."""

import asyncio
import contextlib
import ctypes
import gc
from collections.abc import Iterator

from extractor.errors import Busy

SMALL_BYTES = 1_000_000  # a body up to this size may use all of the budget
LARGE_SHARE = 3 / 4  # of the budget, for single bodies beyond: a few large uploads leave room for small ones
BATCH_SHARE = 1 / 2  # of the budget, for lines of batches: they leave room for single bodies
TRIM_BYTES = 4_000_000  # bytes that were released, after which the allocator is asked to return them to the system
TRIM_SECONDS = 0.5  # between two such calls
MMAP_THRESHOLD = -3  # the parameter of mallopt(3)


class Budget:
    """Bytes of bodies that all requests together may hold."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._freed = asyncio.Event()
        self._released, self._trimming = 0, False
        self._libc = ctypes.CDLL(None)
        if hasattr(self._libc, "mallopt"):
            # glibc raises this threshold with each large block that is freed, and then keeps them for itself.
            self._libc.mallopt(MMAP_THRESHOLD, 1 << 17)

    @contextlib.contextmanager
    def loan(self, *, batch: bool = False) -> Iterator["Loan"]:
        """Lend bytes to one request, until the block ends."""
        loan = Loan(self, batch=batch)
        try:
            yield loan
        finally:
            loan.give(loan.size)

    def change(self, size: int) -> None:
        """Count bytes that are taken, or given back where `size` is negative."""
        self.held += size
        if size < 0:
            self._freed.set()
            self._released -= size
            if self._released >= TRIM_BYTES and not self._trimming:
                self._trimming = True
                asyncio.get_running_loop().call_later(TRIM_SECONDS, self._trim)

    async def freed(self) -> None:
        """Wait until some bytes are given back."""
        self._freed.clear()
        await self._freed.wait()

    def _trim(self) -> None:
        self._released, self._trimming = 0, False
        gc.collect()  # tasks that were cancelled hold their bodies in cycles
        if hasattr(self._libc, "malloc_trim"):
            self._libc.malloc_trim(0)


class Loan:
    """What one request holds of a budget."""

    def __init__(self, budget: Budget, *, batch: bool) -> None:
        self.size = 0
        self._budget, self._batch = budget, batch

    def take(self, size: int) -> None:
        """Hold `size` bytes more.

        Raises:
            Busy: other requests hold too much.

        """
        if not self._fits(size):
            message = "requests in flight hold as many bytes as the service may hold; try again soon"
            raise Busy(message)
        self.size += size
        self._budget.change(size)

    async def wait(self, size: int, seconds: float) -> None:
        """Hold `size` bytes more, once other requests have given enough back.

        Raises:
            Busy: they did not within `seconds`.

        """
        if not self._fits(size):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while not self._fits(size):
                        await self._budget.freed()
        self.take(size)

    def become(self, size: int) -> None:
        """Hold `size` bytes instead of what is held now, whether or not they fit: they are there already."""
        self._budget.change(size - self.size)
        self.size = size

    def give(self, size: int) -> None:
        """Give `size` bytes back."""
        self.size -= size
        if size:
            self._budget.change(-size)

    def _fits(self, size: int) -> bool:
        share = BATCH_SHARE if self._batch else LARGE_SHARE if self.size + size > SMALL_BYTES else 1
        return self._budget.held + size <= self._budget.most * share
