"""A worker process and the socket pair that connects the pool to it.

Each worker has a socket pair of its own. A worker that dies in the middle of a message cannot damage the messages of
other workers.
"""

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
import socket
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast

from extractor.errors import ExtractorError, InternalError

OUT_OF_MEMORY_EXIT_CODE: Final = 86
LENGTH_PREFIX_BYTES = 8  # each message starts with its length in bytes
ACCEPTED = b"+"  # a worker sends this as soon as a call arrives
CHUNK_BYTES = 1 << 16  # written at a time, so that the write buffer never holds a second copy of a large message
Message = Sequence[bytes]


class DeadBeforeCall(Exception):
    """The worker was dead before the call arrived, so the call is not the cause. Another worker can run it."""


class Outcome(NamedTuple):
    """What a worker returns for a call: a value or an error."""

    value: Any
    error: ExtractorError | None
    resident_bytes: int
    """Resident memory of the worker after the call."""


def as_internal_error(raised: Exception) -> InternalError:
    """Return an `InternalError` for an unexpected exception.

    Its traceback is added as a note (PEP 678), because notes survive pickling.
    """
    error = raised
    if not isinstance(error, InternalError):
        error = InternalError(f"extractor has a defect: {type(raised).__name__}: {raised}")
    if not hasattr(error, "__notes__"):
        error.add_note("".join(traceback.format_exception(raised)))
    return error


def pickle_call(function: Callable[[Any], Any], argument: Any) -> Message:
    """Return the call `function(argument)` as a message. Large bytes in `argument` are not copied.

    Raises:
        InternalError: the call cannot be pickled.

    """
    pieces: list[bytes] = []
    try:
        pickle.Pickler(SimpleNamespace(write=pieces.append), pickle.HIGHEST_PROTOCOL).dump((function, argument))
    except MemoryError:
        raise
    except Exception as error:
        raise as_internal_error(error) from error
    return pieces


class Worker:
    """A worker process and the streams to and from it."""

    def __init__(self, process: ForkServerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.process, self.reader, self.writer = process, reader, writer
        self.calls = 0

    @classmethod
    async def start(cls, preload: str, memory_bytes: int) -> "Worker":
        """Fork a worker from the fork server, which all pools of this process share.

        Args:
            preload: module that the fork server imports when it starts. It has no effect on a running fork server.
            memory_bytes: memory that the worker may allocate beyond what it has at its start; 0 for no limit.

        """
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([preload])
        ours, theirs = socket.socketpair()
        process = context.Process(target=_serve, args=(theirs, memory_bytes), daemon=True)
        starting = asyncio.create_task(asyncio.to_thread(process.start))
        try:
            await asyncio.shield(starting)
        except BaseException:
            await asyncio.wait([starting])  # the thread cannot be stopped, and it still needs `theirs`
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, *await asyncio.open_connection(sock=ours))

    async def call(self, message: Message) -> Outcome:
        """Send a call to the worker and return its outcome.

        Raises:
            DeadBeforeCall: the worker died before the call arrived.
            EOFError, ConnectionError: the worker died during the call.

        """
        self.calls += 1
        try:
            self.writer.write(sum(map(len, message)).to_bytes(LENGTH_PREFIX_BYTES, "big"))
            await self.reader.readexactly(len(ACCEPTED))
        except (EOFError, ConnectionError) as error:
            raise DeadBeforeCall from error
        for piece in message:
            view = memoryview(piece)
            for start in range(0, len(view), CHUNK_BYTES):
                self.writer.write(view[start : start + CHUNK_BYTES])
                await self.writer.drain()
        size = int.from_bytes(await self.reader.readexactly(LENGTH_PREFIX_BYTES), "big")
        answer = bytearray()  # it grows in place; `readexactly(size)` would make a second copy
        while len(answer) < size:
            answer += await self.reader.readexactly(min(CHUNK_BYTES, size - len(answer)))
        try:
            return cast("Outcome", pickle.loads(answer))  # noqa: S301 - our own process
        except Exception as error:  # noqa: BLE001 - the message was read to its end, so the worker stays usable
            return Outcome(None, as_internal_error(error), 0)

    async def stop(self, *, kill: bool) -> int | None:
        """Stop the process and return its exit code. A worker that is not killed exits when its socket is closed."""
        if kill:
            self.process.kill()
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
        await asyncio.to_thread(self.process.join)
        code = self.process.exitcode
        self.process.close()
        return code


def _serve(connection: socket.socket, memory_bytes: int) -> None:
    """Run a worker: read calls and write outcomes until the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent decides when to stop
    _limit_memory(memory_bytes)
    with connection, connection.makefile("rwb") as messages:
        while size := messages.read(LENGTH_PREFIX_BYTES):
            messages.write(ACCEPTED)
            messages.flush()
            try:
                message = _run_call(messages.read(int.from_bytes(size, "big")))
            except MemoryError:
                os._exit(OUT_OF_MEMORY_EXIT_CODE)  # a process that ran out of memory may be in any state
            messages.write(len(message).to_bytes(LENGTH_PREFIX_BYTES, "big"))
            messages.write(message)
            messages.flush()
            del message


def _run_call(message: bytes) -> bytes:
    """Run a pickled call and return its pickled outcome. All exceptions but `MemoryError` become part of it."""
    value: Any = None
    error: ExtractorError | None = None
    try:
        function, argument = pickle.loads(message)  # noqa: S301 - our own parent
        value = function(argument)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - a defect costs one call, not the worker
        is_expected = isinstance(raised, ExtractorError) and not isinstance(raised, InternalError)
        error = cast("ExtractorError", raised) if is_expected else as_internal_error(raised)
    try:
        return pickle.dumps(Outcome(value, error, _resident_bytes()), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - the outcome cannot be pickled
        return pickle.dumps(Outcome(None, as_internal_error(raised), _resident_bytes()), pickle.HIGHEST_PROTOCOL)


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def _limit_memory(most_bytes: int) -> None:
    """Limit this process to `most_bytes` beyond its present data segment; 0 for no limit."""
    if most_bytes:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
        limit = int(status["VmData"].split()[0]) * 1024 + most_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))
