"""One worker process and the pipe to it.

Each worker has a pipe of its own, so that one that dies in the middle of a message leaves the others' messages alone.
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

WARM = "extractor.preload"
OUT_OF_MEMORY: Final = 86  # the exit code of a worker whose page wanted more than it may have
SIZE_BYTES = 8  # bytes that say how long a message is
CHUNK_BYTES = 1 << 16  # bytes that are written to a pipe at a time, so that no second copy of a page waits in a buffer
Message = Sequence[bytes]


class Outcome(NamedTuple):
    """What a worker sends back."""

    value: Any
    error: ExtractorError | None
    resident: int
    """Bytes of memory that the worker keeps."""


def defect(raised: Exception) -> InternalError:
    """Return an `InternalError` for an exception that is a defect of extractor.

    Its traceback is a note of the error (PEP 678), so that it survives pickling.
    """
    found = raised
    if not isinstance(found, InternalError):
        found = InternalError(f"extractor has a defect: {type(raised).__name__}: {raised}")
    if not hasattr(found, "__notes__"):
        found.add_note("".join(traceback.format_exception(raised)))
    return found


def packed(function: Callable[[Any], Any], given: Any) -> Message:
    """Return a call as a message. Large bytes in `given` are not copied.

    Raises:
        InternalError: it cannot be pickled.

    """
    pieces: list[bytes] = []
    try:
        pickle.Pickler(SimpleNamespace(write=pieces.append), pickle.HIGHEST_PROTOCOL).dump((function, given))
    except MemoryError:
        raise
    except Exception as error:
        raise defect(error) from error
    return pieces


class Worker:
    """One process and the pipe to it."""

    def __init__(self, process: ForkServerProcess, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.process, self.reader, self.writer = process, reader, writer
        self.pages = 0

    @classmethod
    async def start(cls, memory: int) -> "Worker":
        """Start a process that may take `memory` bytes besides what it has; 0 for no limit."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([WARM])
        ours, theirs = socket.socketpair()
        process = context.Process(target=_live, args=(theirs, memory), daemon=True)
        starting = asyncio.create_task(asyncio.to_thread(process.start))
        try:
            await asyncio.shield(starting)
        except BaseException:
            await asyncio.wait([starting])  # its thread cannot be stopped, and sends `theirs` to the process
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, *await asyncio.open_connection(sock=ours))

    async def call(self, message: Message) -> Outcome:
        """Return what the worker makes of a message.

        Raises:
            EOFError, ConnectionError: the worker died.

        """
        self.pages += 1
        self.writer.write(sum(map(len, message)).to_bytes(SIZE_BYTES, "big"))
        for piece in message:
            view = memoryview(piece)
            for start in range(0, len(view), CHUNK_BYTES):
                self.writer.write(view[start : start + CHUNK_BYTES])
                await self.writer.drain()
        size = int.from_bytes(await self.reader.readexactly(SIZE_BYTES), "big")
        answer = bytearray()  # grows in place: `readexactly` would make a second copy
        while len(answer) < size:
            answer += await self.reader.readexactly(min(CHUNK_BYTES, size - len(answer)))
        try:
            return cast("Outcome", pickle.loads(answer))  # noqa: S301 - our own process
        except Exception as error:  # noqa: BLE001 - the message was read whole, so the next one can follow
            return Outcome(None, defect(error), 0)

    async def end(self, *, kill: bool) -> int | None:
        """Stop the process and return its exit code. A worker that is not killed sees its pipe closed, and exits."""
        if kill:
            self.process.kill()
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
        await asyncio.to_thread(self.process.join)
        code = self.process.exitcode
        self.process.close()
        return code


def _live(pipe: socket.socket, memory: int) -> None:
    """Run a worker: messages in, outcomes out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which says when to exit
    _limit_memory(memory)
    with pipe, pipe.makefile("rwb") as messages:
        while size := messages.read(SIZE_BYTES):
            try:
                message = _reply(messages.read(int.from_bytes(size, "big")))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)  # what the page took is given back at once, and whatever broke with it
            messages.write(len(message).to_bytes(SIZE_BYTES, "big"))
            messages.write(message)
            messages.flush()
            del message


def _reply(message: bytes) -> bytes:
    """Return the outcome of a call, pickled. Whatever is raised but `MemoryError`, the parent is told."""
    value: Any = None
    error: ExtractorError | None = None
    try:
        function, given = pickle.loads(message)  # noqa: S301 - our own parent
        value = function(given)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - whatever it is, it costs one page
        named = isinstance(raised, ExtractorError) and not isinstance(raised, InternalError)
        error = cast("ExtractorError", raised) if named else defect(raised)
    try:
        return pickle.dumps(Outcome(value, error, _resident()), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - it costs one page
        return pickle.dumps(Outcome(None, defect(raised), _resident()), pickle.HIGHEST_PROTOCOL)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def _limit_memory(most: int) -> None:
    """Let the worker take `most` bytes besides what it has; 0 for no limit."""
    if most:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
        limit = int(status["VmData"].split()[0]) * 1024 + most
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))
