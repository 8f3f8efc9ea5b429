"""Shards of the input: the units that are distributed over machines and skipped once they are done.

A shard is a large file, a part of one (JSON lines by bytes, Parquet by row groups), or several small files. The same
files always give the same shards.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.batch import storage
from extractor.batch.readers import formats
from extractor.batch.readers.record import Piece
from extractor.batch.storage import File
from extractor.errors import BadOptions

MAX_SHARD_FILES = 500


class Shard(NamedTuple):
    """A part of the input that one task processes."""

    number: int
    """Number among all shards of the job, from 0."""
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes of input, as stored."""
        return sum(piece.size for piece in self.pieces)


def split(files: Sequence[File], *, shard_bytes: int, machines: int = 1) -> list[Shard]:
    """Split files into shards.

    Args:
        files: the input files. Their order decides the numbers of the shards.
        shard_bytes: larger files are split at this size if their format allows it, and smaller files are grouped up
            to this size. 0: no file is split.
        machines: small files are spread over this number of machines.

    Raises:
        BadOptions: a file that may have to be split does not exist, or may not be read.
        StorageError: a file cannot be read at the moment.

    """
    max_files = min(MAX_SHARD_FILES, -(-len(files) // machines))
    shards: list[tuple[Piece, ...]] = []
    group: list[Piece] = []
    for file in files:
        pieces = list(_pieces(file, shard_bytes)) if 0 < shard_bytes < file.size else [Piece(file.url, file.size)]
        if len(pieces) == 1 and (not shard_bytes or file.size < shard_bytes):
            group += pieces
        else:
            shards += [(piece,) for piece in pieces]
        full = len(group) >= max_files or (shard_bytes and sum(piece.size for piece in group) >= shard_bytes)
        if group and full:
            shards.append(tuple(group))
            group = []
    if group:
        shards.append(tuple(group))
    return [Shard(number, pieces) for number, pieces in enumerate(shards)]


def _pieces(file: File, piece_bytes: int) -> Iterator[Piece]:
    """Yield the pieces of a large file.

    An unreadable file is an error, not one piece: the shards would be others once it can be read.

    Raises:
        BadOptions: the file does not exist, or may not be read.
        StorageError: it cannot be read at the moment.

    """
    try:
        with storage.open_file(file.url) as raw:
            yield from formats.split(raw, Piece(file.url, file.size), piece_bytes)
    except (FileNotFoundError, PermissionError) as error:
        message = f"{file.url}: {error.strerror or error}; make it readable, or leave it out"
        raise BadOptions(message) from None


def digest(files: Sequence[File]) -> str:
    """Return a hash of the names and sizes of files, in their order."""
    state = hashlib.blake2b(digest_size=16)
    for file in files:
        state.update(f"{file.url}\0{file.size}\0".encode("utf-8", "surrogateescape"))
    return state.hexdigest()
