"""Files near and far, through fsspec: plain paths, `s3://`, `gs://`, `az://` and what else it knows."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from extractor.errors import BadOptions

STDIN = "-"
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az"}
BUFFER = 1 << 20
MAGIC = frozenset("*?[")


class StorageError(OSError):
    """A file cannot be read or written at the moment; another time it may."""


class File(NamedTuple):
    """An input file."""

    url: str
    """A local path, or a URL; `-` for standard input."""
    size: int
    """Bytes as stored; 0 where nobody can say."""


def connect(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        BadOptions: the package for such URLs is missing, or nobody knows such URLs.

    """
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = EXTRAS.get(url.partition("://")[0])
        install = f"pip install 'extractor[{extra}]'" if extra else error
        message = f"{url}: another package is needed for such addresses: {install}"
        raise BadOptions(message) from None
    except ValueError as error:
        message = f"{url}: {error}"
        raise BadOptions(message) from None
    return found


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Turn whatever the package behind a far storage raises into a `StorageError` that says what to do."""
    try:
        yield
    except (BadOptions, FileNotFoundError, StorageError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and "://" not in url:
            raise
        told = " ".join(str(error).split()) or type(error).__name__
        hint = "check the credentials and the endpoint in the environment (docs/batch.md)" if "://" in url else ""
        message = f"{url}: {told}{'; ' if hint else ''}{hint}"
        raise StorageError(message) from error


def find(given: Iterable[str], *, but: str) -> list[File]:
    """The files that paths, globs, directories, URLs and `-` stand for: sorted within each, each file once.

    Args:
        given: as the caller wrote them. What a directory or glob stands for leaves out hidden files.
        but: a folder; what stands in it is no input.

    Raises:
        BadOptions: one of them leads nowhere, to nothing, or to what is no file: a pipe, a device.
        StorageError: the storage cannot be reached.

    """
    found: dict[str, File] = {}
    with reaching(but):
        away = _named(*connect(but)).rstrip("/") + "/"
    for name in given:
        with reaching(name):
            files = [File(STDIN, 0)] if name == STDIN else _files(name)
        if not files:
            message = f"{name}: no files are there"
            raise BadOptions(message)
        found.update((file.url, file) for file in files if not file.url.startswith(away))
    return list(found.values())


def _files(name: str) -> list[File]:
    system, path = connect(name)
    if not (MAGIC & set(name) and not system.exists(path)):
        try:
            info = system.info(path)
        except FileNotFoundError:
            message = f"{name}: there is no such file or directory"
            raise BadOptions(message) from None
        if info["type"] == "other":
            message = f"{name} is a pipe or a device, no file; give it as standard input: - < {name}"
            raise BadOptions(message)
        if info["type"] != "directory":
            return [File(_named(system, path), info.get("size") or 0)]
        below = system.find(path, detail=True)
    else:
        below = system.glob(path, detail=True)
    return [
        File(_named(system, each), info.get("size") or 0)
        for each, info in sorted(below.items())
        if info["type"] == "file" and not each.rpartition("/")[2].startswith(".")
    ]


def _named(system: Any, path: str) -> str:
    return path if isinstance(system, LocalFileSystem) else str(system.unstrip_protocol(path))


class _Reading(io.RawIOBase):
    """A file being read; what keeps it from being read is a `StorageError`, which no damage in a file is."""

    def __init__(self, url: str, raw: Any) -> None:
        self.url, self.raw = url, raw

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self.raw.seekable())

    def seek(self, place: int, whence: int = io.SEEK_SET, /) -> int:
        return int(self.raw.seek(place, whence))

    def tell(self) -> int:
        return int(self.raw.tell())

    def readinto(self, buffer: Any, /) -> int:
        try:
            return int(self.raw.readinto(buffer))
        except Exception as error:
            message = f"{self.url} cannot be read: {' '.join(str(error).split()) or type(error).__name__}"
            raise StorageError(message) from error

    def close(self) -> None:
        self.raw.close()
        super().close()


def open_file(url: str) -> io.BufferedReader:
    """Open a file to read from any place, which can be peeked into; standard input once.

    Raises:
        FileNotFoundError, PermissionError: it is not there, or is not ours to read.
        StorageError: it cannot be read at the moment; reading may raise this as well.

    """
    if url == STDIN:
        raw = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - closed by who gets it
    else:
        system, path = connect(url)
        if isinstance(system, LocalFileSystem):
            raw = Path(path).open("rb", buffering=0)  # noqa: SIM115 - closed by who gets it
        else:
            with reaching(url):
                raw = system.open(path, "rb")
    return io.BufferedReader(_Reading(url, raw), BUFFER)
