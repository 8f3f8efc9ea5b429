"""Who gets the next free worker: single pages first, and then the lines of batches."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

SINGLES_IN_A_ROW = 8  # single pages that are served while a line of a batch waits, until it is the line's turn
W = TypeVar("W")


class Turns(Generic[W]):
    """Idle workers, and the pages that wait for one.

    Args:
        count: how many workers the lines of batches may have at once, and single pages and lines together, but for
            one single page that may have a worker of its own while lines have all of these.
        usable: whether a worker may be given a page; one that may not is dropped.

    """

    def __init__(self, count: int, usable: Callable[[W], bool]) -> None:
        self.idle: deque[W] = deque()
        self._count, self._usable = count, usable
        self._waiting: dict[bool, deque[asyncio.Future[W]]] = {False: deque(), True: deque()}  # by whether a batch's
        self._working = {False: 0, True: 0}
        self._in_a_row = 0

    def waiting(self) -> int:
        """Return how many pages wait."""
        return sum(map(len, self._waiting.values()))

    def working(self) -> int:
        """Return how many pages have a worker."""
        return sum(self._working.values())

    def held(self, *, batch: bool) -> int:
        """Return how many pages of one kind have a worker or wait."""
        return self._working[batch] + len(self._waiting[batch])

    def add(self, worker: W) -> None:
        """Take in a worker that has nothing to do."""
        self.idle.append(worker)
        self._hand_out()

    def done(self, *, batch: bool) -> None:
        """Take note that a page is done; its worker comes back by `add`, or not at all."""
        self._working[batch] -= 1
        self._hand_out()

    async def take(self, *, batch: bool) -> W:
        """Wait for a worker. The caller calls `done` when its page is done."""
        waiter: asyncio.Future[W] = asyncio.get_running_loop().create_future()
        self._waiting[batch].append(waiter)
        self._hand_out()
        try:
            return await waiter
        except BaseException:
            if waiter.done() and not waiter.cancelled():  # handed out in the moment in which the caller gave up
                self.idle.append(waiter.result())
                self.done(batch=batch)
            else:
                with contextlib.suppress(ValueError):
                    self._waiting[batch].remove(waiter)
            raise

    def _hand_out(self) -> None:
        while self.idle and (batch := self._next()) is not None:
            waiter = self._waiting[batch].popleft()
            if waiter.done():  # its caller gave up
                continue
            if not self._usable(worker := self.idle.popleft()):
                self._waiting[batch].appendleft(waiter)
                continue
            self._in_a_row = 0 if batch or not self._waiting[True] else self._in_a_row + 1
            self._working[batch] += 1
            waiter.set_result(worker)

    def _next(self) -> bool | None:
        """Return whether the next worker goes to a line of a batch; None where it goes to nobody."""
        room = self.working() < self._count
        if self._waiting[True] and room and (self._in_a_row >= SINGLES_IN_A_ROW or not self._waiting[False]):
            return True
        if self._waiting[False] and (room or not self._working[False]):
            return False
        return None
