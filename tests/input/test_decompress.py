"""Compressed bytes, unpacked under a cap."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from extractor import Garbled, TooLarge
from extractor.input.decompress import inflate

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


def unpacked(coding: str, data: bytes, *, max_bytes: int = 1_000_000, max_ratio: int = 1000) -> bytes:
    return inflate(data, [coding], max_bytes=max_bytes, max_ratio=max_ratio)


@every_coding
def test_it_is_what_went_in(coding: str, data: bytes) -> None:
    assert unpacked(coding, data) == PAGE


@every_coding
def test_what_ends_too_early_is_said_to(coding: str, data: bytes) -> None:
    with pytest.raises(Garbled, match=r"end too early|is not"):
        unpacked(coding, data.rstrip(b"\0")[:-3])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_something_else_is_said_to_be(coding: str) -> None:
    with pytest.raises(Garbled):
        unpacked(coding, PAGE)


@every_coding
def test_too_much_is_refused(coding: str, data: bytes) -> None:
    with pytest.raises(TooLarge, match="more than 100000 bytes"):
        unpacked(coding, data, max_bytes=100_000)
    with pytest.raises(TooLarge, match="more than 2 times its size"):
        unpacked(coding, data, max_ratio=2)
