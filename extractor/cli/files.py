"""`extractor extract IN... --output DIR`: one output file for each page."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from extractor.batch import storage
from extractor.batch.readers import json_lines
from extractor.batch.readers.read import read
from extractor.batch.readers.record import Columns, Piece, Record
from extractor.batch.storage import File

EXTENSIONS: Final = {"json": ".json", "text": ".txt", "markdown": ".md", "html": ".html", "xml": ".xml"}
MAX_NAME_BYTES: Final = 200  # file systems take 255 with the extension and a number
_COMPRESSED = re.compile(r"\.(?:gz|zst)\Z", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")


class Page(NamedTuple):
    """A page of the input and where its output goes."""

    record: Record
    path: Path
    """In the output folder, without an extension."""


def find(inputs: Sequence[str], output: str) -> list[File]:
    """Return the input files: files, folders, globs and URLs, as in a batch.

    Raises:
        BadOptions: an input does not exist.
        StorageError: the storage cannot be reached.

    """
    return storage.find(inputs, exclude=output)


def pages(file: File, inputs: Sequence[str], max_bytes: int) -> Iterator[Page]:
    """Yield the pages of a file. The pages of an archive go into a folder with the name of the archive.

    Raises:
        StorageError: the file cannot be read.
        BadOptions: a package is not installed.

    """
    stem = _stem(file.url, inputs)
    waiting: Record | None = None  # the first page, until it is known whether there are more
    number = 0
    for raw in read(Piece(file.url, file.size), Columns(), max_bytes):
        if raw.skipped:
            continue
        record = json_lines.parse(raw)
        number += 1
        if number == 1:
            waiting = record
            continue
        if waiting is not None:
            yield Page(waiting, stem / _name(waiting, 1))
            waiting = None
        yield Page(record, stem / _name(record, number))
    if waiting is not None:
        yield Page(waiting, stem)


class OutputFolder:
    """Writes files, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last: dict[Path, int] = {}  # the number of the last file of each name

    def write(self, path: Path, extension: str, content: str) -> None:
        """Write a file whole or not at all. A name that this run has used gets a number.

        Raises:
            OSError: the file cannot be written.

        """
        name = plain = self.folder / path.with_name(path.name + extension)
        while name in self.last:
            self.last[plain] += 1
            name = plain.with_name(f"{path.name}-{self.last[plain]}{extension}")
        self.last[name] = 1
        name.parent.mkdir(parents=True, exist_ok=True)
        temporary = name.with_name(f".{os.getpid()}.tmp")
        temporary.write_text(content, encoding="utf-8", errors="replace", newline="\n")
        temporary.replace(name)


def _stem(url: str, inputs: Sequence[str]) -> Path:
    """Return the path of a file below the given folder, without the extensions."""
    for name in inputs:
        folder = name.rstrip("/") if "://" in name else os.path.abspath(name)  # noqa: PTH100 - keeps links, as the URL does
        if url.startswith(f"{folder}/"):
            relative = PurePosixPath(url.removeprefix(f"{folder}/"))
            break
    else:
        relative = PurePosixPath("stdin" if url == storage.STDIN else url.rpartition("/")[2])
    plain = relative.with_name(_COMPRESSED.sub("", relative.name))
    return Path(*plain.parent.parts, plain.stem or plain.name)


def _name(record: Record, number: int) -> str:
    """Return the file name of a page of an archive: its id, or its number if it has none."""
    if record.id.startswith(record.source):
        return str(number)
    name = _UNSAFE.sub("_", record.id).strip("._").encode()[-MAX_NAME_BYTES:]
    return name.decode(errors="ignore") or str(number)
