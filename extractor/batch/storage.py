"""Files near and far, through fsspec: plain paths, `s3://`, `gs://`, `az://` and what else it knows."""

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from extractor.errors import BadOptions

STDIN = "-"
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az"}
BUFFER = 1 << 20
MAGIC = frozenset("*?[")


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


def find(given: Iterable[str], *, but: str) -> list[File]:
    """The files that paths, globs, directories, URLs and `-` stand for: sorted within each, each file once.

    Args:
        given: as the caller wrote them. What a directory or glob stands for leaves out hidden files.
        but: a folder; what stands in it is no input.

    Raises:
        BadOptions: one of them leads nowhere, or to nothing.

    """
    found: dict[str, File] = {}
    away = _named(*connect(but)).rstrip("/") + "/"
    for name in given:
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


def open_file(url: str) -> Any:
    """A file to read from any place, which can be peeked into; standard input once."""
    if url == STDIN:
        return open(0, "rb", buffering=BUFFER, closefd=False)
    system, path = connect(url)
    if isinstance(system, LocalFileSystem):
        return Path(path).open("rb", buffering=BUFFER)
    return io.BufferedReader(system.open(path, "rb"), BUFFER)


class Folder:
    """A folder to write into, made where it is not there. No reader sees half a file in it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.system, self.path = connect(url)
        self.local = isinstance(self.system, LocalFileSystem)

    def names(self) -> list[str]:
        """The files in it, by their path below it."""
        self.system.invalidate_cache()
        below = self.system.find(self.path) if self.system.exists(self.path) else []
        return [each[len(self.path) :].lstrip("/") for each in below]

    def read(self, name: str) -> bytes:
        """A file's bytes.

        Raises:
            FileNotFoundError: it is not there.

        """
        return bytes(self.system.cat_file(f"{self.path}/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole: aside and renamed where it is local; an object store shows none before it has all."""
        path = f"{self.path}/{name}"
        if not self.local:
            self.system.pipe_file(path, data)
            return
        file, aside = Path(path), Path(f"{path}.tmp")
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as raw:
            raw.write(data)
            raw.flush()
            os.fsync(raw.fileno())
        aside.replace(file)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.system.exists(f"{self.path}/{name}"):
            self.system.rm_file(f"{self.path}/{name}")
