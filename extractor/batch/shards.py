"""The input cut into shards: what one task does, and what a job that was killed need not do again.

A shard is a large file, a part of a larger one (JSON lines by bytes, Parquet by row groups), or many small files
together. The same files are cut the same way every time.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.batch import readers, storage
from extractor.batch.readers import Piece, parquet
from extractor.batch.storage import File
from extractor.errors import BadOptions

FILES = 500  # in a shard, at most


class Shard(NamedTuple):
    """What is answered together."""

    number: int
    """From 0, among all shards of the job."""
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes of input, as stored."""
        return sum(piece.size for piece in self.pieces)


def cut(files: Sequence[File], *, most: int, turns: int = 1) -> list[Shard]:
    """All files as shards.

    Args:
        files: in order.
        most: bytes; larger files are cut where they can be, and smaller ones put together up to it. 0: never cut.
        turns: how many machines take turns: small files are spread over all of them.

    """
    together = min(FILES, -(-len(files) // turns))
    shards: list[tuple[Piece, ...]] = []
    small: list[Piece] = []
    for file in files:
        pieces = list(_pieces(file, most)) if 0 < most < file.size else [Piece(file.url, file.size)]
        if len(pieces) == 1 and (not most or file.size < most):
            small += pieces
        else:
            shards += [(piece,) for piece in pieces]
        if small and (len(small) >= together or (most and sum(piece.size for piece in small) >= most)):
            shards.append(tuple(small))
            small = []
    if small:
        shards.append(tuple(small))
    return [Shard(number, pieces) for number, pieces in enumerate(shards)]


def _pieces(file: File, most: int) -> Iterator[Piece]:
    """Yield the parts of a large file.

    Raises:
        BadOptions: it is not ours to read. Were it taken whole, it would be cut otherwise once it can be read.
        StorageError: it cannot be read at the moment.

    """
    try:
        yield from _cut(file, most)
    except (FileNotFoundError, PermissionError) as error:
        message = f"{file.url}: {error.strerror or error}; make it readable, or leave it out"
        raise BadOptions(message) from None


def _cut(file: File, most: int) -> Iterator[Piece]:
    with storage.open_file(file.url) as raw:
        kind = readers.kind(raw)
        if kind == "json":
            for start in range(0, file.size, most):
                yield Piece(file.url, min(most, file.size - start), start, start + most)
        elif kind == "parquet" and (sizes := parquet.groups(raw)):
            start, size = 0, 0
            for number, each in enumerate(sizes, start=1):
                size += each
                if size >= most or number == len(sizes):
                    yield Piece(file.url, size, start, number)
                    start, size = number, 0
        else:
            yield Piece(file.url, file.size)


def digest(files: Sequence[File]) -> str:
    """The same for the same files: names and sizes."""
    state = hashlib.blake2b(digest_size=16)
    for file in files:
        state.update(f"{file.url}\0{file.size}\0".encode("utf-8", "surrogateescape"))
    return state.hexdigest()
