"""The output formats of a batch job.

A new format is a function like `parquet_writer.encode` and a row in `WRITERS`. The command line and the check of
existing parts read the table.
"""

import gzip
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple, get_args

import zstandard

from extractor.batch import parquet_writer

Compression = Literal["zst", "gz", "none"]
COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)
COMPRESSORS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "none": bytes,
    "gz": lambda data: gzip.compress(data, mtime=0),  # without a time, the same rows give the same bytes
    "zst": zstandard.compress,
}


class Writer(NamedTuple):
    """One output format."""

    encode: Callable[[Sequence[bytes], str], bytes]
    """Makes the bytes of a part from its rows, each a line of JSON, and the name of a compression."""
    suffixes: Mapping[str, str]
    """How the file names of parts end, for each compression."""


def _encode_json_lines(lines: Sequence[bytes], compression: str) -> bytes:
    return COMPRESSORS[compression](b"".join(lines))


WRITERS: Final[Mapping[str, Writer]] = {
    "jsonl": Writer(_encode_json_lines, {"none": ".jsonl", "gz": ".jsonl.gz", "zst": ".jsonl.zst"}),
    "parquet": Writer(parquet_writer.encode, dict.fromkeys(COMPRESSIONS, ".parquet")),
}
FORMATS: Final = tuple(WRITERS)
SUFFIXES: Final = frozenset(suffix for writer in WRITERS.values() for suffix in writer.suffixes.values())


def suffix_of(form: str, compression: str) -> str:
    """Return how the file names of parts end."""
    return WRITERS[form].suffixes[compression]


def encode_part(lines: Sequence[bytes], form: str, compression: str) -> bytes:
    """Return the bytes of a part.

    Args:
        lines: the rows, each as a line of JSON.
        form: one of `FORMATS`.
        compression: one of `COMPRESSIONS`.

    Raises:
        BadOptions: the format needs a package that is not installed.

    """
    return WRITERS[form].encode(lines, compression)
