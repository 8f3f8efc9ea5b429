"""Decompression, and its limits."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from extractor import Garbled, TooLarge
from extractor.input.decompress import decompress

PAGE = b"".join(
    b"<p>%x: the harbour council will not switch on tower %d.</p>" % (each**9, each) for each in range(2000)
)
RAW = zlib.compressobj(wbits=-15)
CODED = [
    ("gzip", gzip.compress(PAGE)),
    ("x-gzip", gzip.compress(PAGE[:1000]) + gzip.compress(PAGE[1000:]) + b"\0" * 100),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", RAW.compress(PAGE) + RAW.flush()),
    ("br", brotli.compress(PAGE)),
    ("zstd", zstandard.compress(PAGE)),
    ("zstd", zstandard.compress(PAGE[:1000]) + zstandard.compress(PAGE[1000:])),
]


every_coding = pytest.mark.parametrize(
    ("coding", "data"), CODED, ids=[f"{coding} {at}" for at, (coding, _) in enumerate(CODED)]
)


def decompressed(coding: str, data: bytes, *, max_bytes: int = 1_000_000, max_ratio: int = 1000) -> bytes:
    return decompress(data, [coding], max_bytes=max_bytes, max_ratio=max_ratio)


@every_coding
def test_decompression_restores_the_page(coding: str, data: bytes) -> None:
    assert decompressed(coding, data) == PAGE


@every_coding
def test_truncated_bytes_are_refused(coding: str, data: bytes) -> None:
    with pytest.raises(Garbled, match=r"end too early|is not"):
        decompressed(coding, data.rstrip(b"\0")[:-3])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bytes_in_another_format_are_refused(coding: str) -> None:
    with pytest.raises(Garbled):
        decompressed(coding, PAGE)


@every_coding
def test_a_size_or_ratio_beyond_the_limit_is_refused(coding: str, data: bytes) -> None:
    with pytest.raises(TooLarge, match="more than 100000 bytes"):
        decompressed(coding, data, max_bytes=100_000)
    with pytest.raises(TooLarge, match="more than 2 times its size"):
        decompressed(coding, data, max_ratio=2)
