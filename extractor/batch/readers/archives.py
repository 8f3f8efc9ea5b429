"""ZIP and tar: each member is a page, perhaps compressed by itself."""

import io
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import zstandard

from extractor.batch.readers.record import GZIP, ZSTD, Piece, Record, unpacked

UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, zstandard.ZstdError, EOFError, OSError)


def read_zip(stream: IO[bytes], piece: Piece, limit: int) -> Iterator[Record]:
    """The files of a ZIP archive, which is put into a temporary file where it comes as a stream."""
    if stream.seekable():
        yield from _zip(stream, piece, limit)
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(stream, kept)
        yield from _zip(kept, piece, limit)


def _zip(stream: IO[bytes], piece: Piece, limit: int) -> Iterator[Record]:
    with zipfile.ZipFile(stream) as archive:
        for number, member in enumerate(each for each in archive.infolist() if not each.is_dir()):
            record = Record(id=f"{piece.url}#{member.filename}", source=piece.url, offset=number)
            try:
                with archive.open(member) as opened:
                    yield record._replace(data=_page(opened, limit))
            except UNREADABLE as error:
                yield record._replace(reason=f"the member cannot be read: {error}")


def read_tar(stream: IO[bytes], piece: Piece, limit: int) -> Iterator[Record]:
    """The files of a tar archive."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for number, member in enumerate(each for each in archive if each.isfile()):
            opened = archive.extractfile(member)
            if opened is not None:
                data = _page(opened, limit)
                yield Record(id=f"{piece.url}#{member.name}", source=piece.url, offset=number, data=data)


def _page(opened: IO[bytes], limit: int) -> bytes:
    data = opened.read(limit + 1)
    if not data.startswith((GZIP, ZSTD)):
        return data
    with unpacked(io.BufferedReader(io.BytesIO(data))) as stream:
        return stream.read(limit + 1)
