"""Keep a second job out of an output folder.

On a local disk the kernel holds the lock, and gives it back when the job dies, however it dies. An object store has no
locks: there a job writes a lease and renews it. A lease that nobody renews while the next job watches is a dead job's.
"""

import contextlib
import fcntl
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extractor.batch.folder import Folder
from extractor.errors import BadOptions

NAME = "_state/lock"
RENEWED_SECONDS = 10.0
WATCHED_SECONDS = 30.0  # after which a lease that was not renewed is a dead job's


@contextmanager
def locked(folder: Folder, lost: Callable[[str], None]) -> Iterator[None]:
    """Hold a folder for one job.

    Args:
        folder: the output folder.
        lost: is called, with a sentence, if another job takes the folder in spite of the lease.

    Raises:
        BadOptions: another job holds it.
        OSError: it cannot be written.

    """
    with _file_lock(folder) if folder.local else _lease(folder, lost):
        yield


@contextmanager
def _file_lock(folder: Folder) -> Iterator[None]:
    path = Path(folder.path) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _take(file, folder.url)
        file.truncate(0)
        file.write(_owner(""))
        file.flush()
        yield  # closing the file gives the lock back; the file stays, since the next job may hold it open already


def _take(file: IO[str], url: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise BadOptions(_refusal(url, file.read())) from None


@contextmanager
def _lease(folder: Folder, lost: Callable[[str], None]) -> Iterator[None]:
    mine = secrets.token_hex(8)
    if before := _lease_in(folder):
        deadline = time.monotonic() + WATCHED_SECONDS
        while time.monotonic() < deadline:
            time.sleep(min(1.0, WATCHED_SECONDS / 10))
            now = _lease_in(folder)
            if now not in {before, b""}:
                raise BadOptions(_refusal(folder.url, now.decode("utf-8", "replace")))
            if not now:
                break
    folder.put(NAME, _owner(mine).encode())
    held = _lease_in(folder)
    if mine.encode() not in held:  # another job started in the same moment
        raise BadOptions(_refusal(folder.url, held.decode("utf-8", "replace")))
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(folder, mine, ended, lost), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join(RENEWED_SECONDS)
        with contextlib.suppress(OSError):
            if mine.encode() in _lease_in(folder):
                folder.remove(NAME)


def _renew(folder: Folder, mine: str, ended: threading.Event, lost: Callable[[str], None]) -> None:
    while not ended.wait(RENEWED_SECONDS):
        with contextlib.suppress(OSError):  # the next time may be better
            if mine.encode() not in _lease_in(folder):
                lost(f"another job has taken {folder.url}; this one stops")
                return
            folder.put(NAME, _owner(mine).encode())


def _lease_in(folder: Folder) -> bytes:
    try:
        return folder.read(NAME)
    except FileNotFoundError:
        return b""


def _owner(token: str) -> str:
    return json.dumps({"host": socket.gethostname(), "process": os.getpid(), "time": time.time(), "lease": token})


def _refusal(url: str, owner: str) -> str:
    try:
        found = json.loads(owner)
        who = f"process {found['process']} on {found['host']}"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return f"another job ({who}) is writing to {url}; wait until it is done, or choose another --output"
