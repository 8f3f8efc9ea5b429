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
MAX_NAME_CHARACTERS: Final = 100
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


def write(path: Path, extension: str, content: str, written: set[Path]) -> Path:
    """Write a file whole or not at all, and return its path. A name that this run has used gets a number.

    Raises:
        OSError: the file cannot be written.

    """
    target = path.with_name(path.name + extension)
    number = 2
    while target in written:
        target = path.with_name(f"{path.name}-{number}{extension}")
        number += 1
    written.add(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.write_text(content, encoding="utf-8", errors="replace", newline="\n")
    temporary.replace(target)
    return target


def _stem(url: str, inputs: Sequence[str]) -> Path:
    """Return the path of a file below the given folder, without the extensions."""
    for name in inputs:
        folder = str(Path(name).resolve()) if "://" not in name else name.rstrip("/")
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
    return _UNSAFE.sub("_", record.id).strip("._")[-MAX_NAME_CHARACTERS:] or str(number)
