"""Files on local disks and in object stores, through fsspec: paths, `s3://`, `gs://`, `az://` and other URLs."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from extractor.errors import BadOptions

STDIN = "-"
EXTRA_BY_SCHEME = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az"}
"""The extra of the package `extractor` that each scheme of a URL needs."""
READ_BUFFER_BYTES = 1 << 20
GLOB_CHARACTERS = frozenset("*?[")


class StorageError(OSError):
    """A file cannot be read or written at the moment; a retry may succeed."""


class File(NamedTuple):
    """An input file."""

    url: str
    """A local path, or a URL; `-` for standard input."""
    size: int
    """Bytes as stored; 0 if it is unknown."""


def connect(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path in it.

    Raises:
        BadOptions: the scheme is unknown, or the package for it is not installed.

    """
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        extra = EXTRA_BY_SCHEME.get(url.partition("://")[0])
        install = f"install mainmatter[{extra}]" if extra else error
        message = f"{url}: URLs of this kind need another package: {install}"
        raise BadOptions(message) from None
    except ValueError as error:
        message = f"{url}: {error}"
        raise BadOptions(message) from None
    return found


@contextmanager
def storage_errors(url: str) -> Iterator[None]:
    """Turn the exceptions of an object store's package into a `StorageError` that says what to do.

    `FileNotFoundError`, `BadOptions` and the `OSError` of a local file pass unchanged.
    """
    try:
        yield
    except (BadOptions, FileNotFoundError, StorageError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and "://" not in url:
            raise
        where = "the environment (docs/reference/batch.md)"
        hint = f"; check the credentials and the endpoint in {where}" if "://" in url else ""
        message = f"{url}: {_one_line(error)}{hint}"
        raise StorageError(message) from error


def find(inputs: Iterable[str], *, exclude: str) -> list[File]:
    """List the input files: sorted within each input, and each file once.

    Args:
        inputs: paths, globs, directories, URLs and `-`. Hidden files in a directory or matched by a glob are left out.
        exclude: the output folder; files in it are left out.

    Raises:
        BadOptions: an input does not exist, matches no file, or is a pipe or a device.
        StorageError: the storage cannot be reached.

    """
    found: dict[str, File] = {}
    with storage_errors(exclude):
        excluded = _url_of(*connect(exclude)).rstrip("/") + "/"
    for name in inputs:
        with storage_errors(name):
            files = [File(STDIN, 0)] if name == STDIN else _list_files(name)
        if not files:
            message = f"{name}: no files are there"
            raise BadOptions(message)
        found.update((file.url, file) for file in files if not file.url.startswith(excluded))
    return list(found.values())


def _list_files(name: str) -> list[File]:
    system, path = connect(name)
    if not (GLOB_CHARACTERS & set(name) and not system.exists(path)):
        try:
            info = system.info(path)
        except FileNotFoundError:
            message = f"{name}: there is no such file or directory"
            raise BadOptions(message) from None
        if info["type"] == "other":
            message = f"{name} is a pipe or a device and cannot be read twice; give it as standard input: - < {name}"
            raise BadOptions(message)
        if info["type"] != "directory":
            return [File(_url_of(system, path), info.get("size") or 0)]
        found = system.find(path, detail=True)
    else:
        found = system.glob(path, detail=True)
    return [
        File(_url_of(system, each), info.get("size") or 0)
        for each, info in sorted(found.items())
        if info["type"] == "file" and not each.rpartition("/")[2].startswith(".")
    ]


def _url_of(system: Any, path: str) -> str:
    return path if isinstance(system, LocalFileSystem) else str(system.unstrip_protocol(path))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


class _StorageReader(io.RawIOBase):
    """A file whose failed reads raise `StorageError`, so that they differ from the errors of a damaged file."""

    def __init__(self, url: str, raw: Any) -> None:
        self.url, self.raw = url, raw

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self.raw.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return int(self.raw.seek(offset, whence))

    def tell(self) -> int:
        return int(self.raw.tell())

    def readinto(self, buffer: Any, /) -> int:
        try:
            return int(self.raw.readinto(buffer))
        except Exception as error:
            message = f"{self.url} cannot be read: {_one_line(error)}"
            raise StorageError(message) from error

    def close(self) -> None:
        self.raw.close()
        super().close()


def open_file(url: str) -> io.BufferedReader:
    """Open a file for reading, buffered and seekable. Standard input cannot be read twice.

    Raises:
        FileNotFoundError, PermissionError: the file does not exist, or may not be read.
        StorageError: it cannot be read at the moment. Reading from it may raise this error as well.

    """
    if url == STDIN:
        raw = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - the caller closes it
    else:
        system, path = connect(url)
        if isinstance(system, LocalFileSystem):
            raw = Path(path).open("rb", buffering=0)  # noqa: SIM115 - the caller closes it
        else:
            with storage_errors(url):
                raw = system.open(path, "rb")
    return io.BufferedReader(_StorageReader(url, raw), READ_BUFFER_BYTES)
