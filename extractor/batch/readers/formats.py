"""The formats of input files, and how a file's format is detected from its first bytes.

A new format is a module with a function `read(given: ReaderInput)` and a row of `FORMATS`.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from extractor.batch.readers import json_lines, page, parquet, tar, warc, zip_archive
from extractor.batch.readers.decompressed import SIGNATURES, DecompressedStream
from extractor.batch.readers.record import Piece, ReaderInput, Record

PEEK_BYTES = 1 << 18  # of a file, to detect its format
DECOMPRESSED_PEEK_BYTES = 1 << 12  # the same, of what a compressed file contains
UTF_8_MARK = b"\xef\xbb\xbf"


class Format(NamedTuple):
    """A format of input files."""

    name: str
    signature: bytes
    """What a file starts with, after white space."""
    read: Callable[[ReaderInput], Iterator[Record]]
    """Yields the records in order."""
    signature_offset: int | None = None
    """Where the signature stands; None: at the start, after white space."""
    split: Callable[[Any, Piece, int], Iterator[Piece]] | None = None
    """Yields pieces of about the given bytes from an uncompressed file; None if such files cannot be split."""
    compressed: bool = True
    """Whether compressed files of this format can be read."""
    resumable: bool = False
    """Whether a compressed file can be read from a later member on, if its first member is damaged."""


PAGE = Format("page", b"", page.read)
"""A file of any other format is one page."""
CUT_SHORT = Format("cut short", b"", page.read_cut_short)
"""A file that ends within a signature."""
FORMATS = (
    Format("tar", b"ustar", tar.read, signature_offset=257),
    Format("warc", b"WARC/", warc.read, resumable=True),
    Format("zip", b"PK\x03\x04", zip_archive.read),
    Format("parquet", b"PAR1", parquet.read, split=parquet.split, compressed=False),
    Format("json", b"{", json_lines.read, split=json_lines.split, resumable=True),
)
"""The formats that have a signature. The first match decides."""


class Detected(NamedTuple):
    """The format of a file."""

    format: Format
    compressed: bool


def detect(raw: Any) -> Detected:
    """Return the format of a file. Its position stays unchanged.

    Args:
        raw: the file, with the method `peek`.

    """
    start = raw.peek(PEEK_BYTES)[:PEEK_BYTES]
    if not start.startswith(SIGNATURES):
        return Detected(_match(start), compressed=False)
    stream = DecompressedStream(io.BytesIO(start))
    buffered = io.BufferedReader(stream)
    found = _match(buffered.read(DECOMPRESSED_PEEK_BYTES))
    while found is PAGE and stream.damage and stream.resume():  # the first member is damaged; a later one may tell
        later = _match(buffered.read(DECOMPRESSED_PEEK_BYTES))
        found = later if later.resumable else PAGE
    return Detected(found if found.compressed else PAGE, compressed=True)


def split(raw: Any, piece: Piece, piece_bytes: int) -> Iterator[Piece]:
    """Yield the pieces of a large file; the whole file if it cannot be split.

    Args:
        raw: the file.
        piece: all of the file.
        piece_bytes: size of a piece, about.

    """
    found = detect(raw)
    if found.format.split and not found.compressed:
        yield from found.format.split(raw, piece, piece_bytes)
    else:
        yield piece


def _match(start: bytes) -> Format:
    text = start.removeprefix(UTF_8_MARK).lstrip()
    for each in FORMATS:
        place = each.signature_offset
        if text.startswith(each.signature) if place is None else start.startswith(each.signature, place):
            return each
    signatures = [each.signature for each in FORMATS if each.signature_offset is None]
    if len(text) > 1 and any(signature.startswith(text) for signature in signatures):
        return CUT_SHORT
    return PAGE
