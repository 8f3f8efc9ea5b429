"""Lock the output folder, so that two jobs never write to it.

On a local disk the kernel holds the lock and releases it when the process ends. Object stores have no locks: there a
job writes a lease and renews it. A job that finds a lease watches it, and takes the folder if nobody renews it.
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

LOCK_NAME = "_state/lock"
LEASE_RENEWAL_SECONDS = 10.0
LEASE_EXPIRY_SECONDS = 30.0  # a lease that is not renewed for this time belongs to a dead job


@contextmanager
def locked(folder: Folder, on_lost: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a folder.

    Args:
        folder: the output folder.
        on_lost: called with a sentence if another job takes the folder in spite of the lease.

    Raises:
        BadOptions: another job holds the lock.
        OSError: the lock cannot be written.

    """
    with _file_lock(folder) if folder.local else _lease(folder, on_lost):
        yield


@contextmanager
def _file_lock(folder: Folder) -> Iterator[None]:
    path = Path(folder.path) / LOCK_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _lock_file(file, folder.url)
        file.truncate(0)
        file.write(_owner(""))
        file.flush()
        yield  # Closing the file releases the lock. The file stays, since another job may have opened it already.


def _lock_file(file: IO[str], url: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise BadOptions(_refusal(url, file.read())) from None


@contextmanager
def _lease(folder: Folder, on_lost: Callable[[str], None]) -> Iterator[None]:
    _wait_for_expiry(folder)
    token = secrets.token_hex(8)
    folder.put(LOCK_NAME, _owner(token).encode())
    lease = _read_lease(folder)
    if token.encode() not in lease:  # another job started at the same moment
        raise BadOptions(_refusal(folder.url, lease.decode("utf-8", "replace")))
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(folder, token, ended, on_lost), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join(LEASE_RENEWAL_SECONDS)
        with contextlib.suppress(OSError):
            if token.encode() in _read_lease(folder):
                folder.remove(LOCK_NAME)


def _wait_for_expiry(folder: Folder) -> None:
    """Watch the lease in a folder, if there is one, until it is removed or has expired.

    Raises:
        BadOptions: another job renewed it.

    """
    before = _read_lease(folder)
    if not before:
        return
    deadline = time.monotonic() + LEASE_EXPIRY_SECONDS
    while time.monotonic() < deadline:
        time.sleep(min(1.0, LEASE_EXPIRY_SECONDS / 10))
        now = _read_lease(folder)
        if now not in {before, b""}:
            raise BadOptions(_refusal(folder.url, now.decode("utf-8", "replace")))
        if not now:
            return


def _renew(folder: Folder, token: str, ended: threading.Event, on_lost: Callable[[str], None]) -> None:
    while not ended.wait(LEASE_RENEWAL_SECONDS):
        with contextlib.suppress(OSError):  # the next renewal may succeed before the lease expires
            if token.encode() not in _read_lease(folder):
                on_lost(f"another job has taken {folder.url}; this job stops")
                return
            folder.put(LOCK_NAME, _owner(token).encode())


def _read_lease(folder: Folder) -> bytes:
    try:
        return folder.read(LOCK_NAME)
    except FileNotFoundError:
        return b""


def _owner(token: str) -> str:
    return json.dumps({"host": socket.gethostname(), "process": os.getpid(), "time": time.time(), "lease": token})


def _refusal(url: str, owner: str) -> str:
    try:
        found = json.loads(owner)
        name = f"process {found['process']} on {found['host']}"
    except (ValueError, KeyError, TypeError):
        name = "another process"
    return f"another job ({name}) is writing to {url}; wait until it is done, or choose another --output"
