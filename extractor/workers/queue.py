"""Idle workers, and the interactive and batch calls that wait for one."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

# Number of interactive calls that are served in a row while a batch call waits. The batch call comes next.
MAX_INTERACTIVE_IN_A_ROW = 8
W = TypeVar("W")


class WorkerQueue(Generic[W]):
    """Hands out idle workers, to interactive calls first.

    Args:
        count: largest number of calls that run at once. While batch calls occupy all `count` workers, one interactive
            call may run besides.
        is_usable: whether an idle worker can take a call. A worker that cannot is dropped.

    """

    def __init__(self, count: int, is_usable: Callable[[W], bool]) -> None:
        self.idle: deque[W] = deque()
        self._count, self._is_usable = count, is_usable
        self._waiting: dict[bool, deque[asyncio.Future[W]]] = {False: deque(), True: deque()}  # key: whether batch
        self._running = {False: 0, True: 0}
        self._interactive_in_a_row = 0

    def waiting(self) -> int:
        """Return the number of calls that wait."""
        return sum(map(len, self._waiting.values()))

    def running(self) -> int:
        """Return the number of calls that have a worker."""
        return sum(self._running.values())

    def in_flight(self, *, batch: bool) -> int:
        """Return the number of calls of one priority that run or wait."""
        return self._running[batch] + len(self._waiting[batch])

    def add(self, worker: W) -> None:
        """Add an idle worker."""
        self.idle.append(worker)
        self._hand_out()

    def done(self, *, batch: bool) -> None:
        """Record the end of a call. Its worker returns by a separate `add`, or is lost."""
        self._running[batch] -= 1
        self._hand_out()

    async def take(self, *, batch: bool) -> W:
        """Wait for a worker. The caller must call `done` after its call."""
        waiter: asyncio.Future[W] = asyncio.get_running_loop().create_future()
        self._waiting[batch].append(waiter)
        self._hand_out()
        try:
            return await waiter
        except BaseException:
            if waiter.done() and not waiter.cancelled():  # the worker was handed out just before the caller gave up
                self.idle.append(waiter.result())
                self.done(batch=batch)
            else:
                with contextlib.suppress(ValueError):
                    self._waiting[batch].remove(waiter)
            raise

    def _hand_out(self) -> None:
        while self.idle and (batch := self._next_is_batch()) is not None:
            waiter = self._waiting[batch].popleft()
            if waiter.done():  # its caller gave up
                continue
            if not self._is_usable(worker := self.idle.popleft()):
                self._waiting[batch].appendleft(waiter)
                continue
            others_wait = not batch and self._waiting[True]
            self._interactive_in_a_row = self._interactive_in_a_row + 1 if others_wait else 0
            self._running[batch] += 1
            waiter.set_result(worker)

    def _next_is_batch(self) -> bool | None:
        """Return whether the next worker goes to a batch call; None if no call may have it."""
        has_room = self.running() < self._count
        is_batch_turn = self._interactive_in_a_row >= MAX_INTERACTIVE_IN_A_ROW or not self._waiting[False]
        if self._waiting[True] and has_room and is_batch_turn:
            return True
        if self._waiting[False] and (has_room or not self._running[False]):
            return False
        return None
