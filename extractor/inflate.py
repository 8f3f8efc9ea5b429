"""Compressed bytes unpacked under a cap: a bomb is refused before it is unpacked, whatever it claims to be."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import brotli
import zstandard

from extractor.errors import Garbled, TooLarge

CHUNK = 1 << 16
SIP = 512  # bytes of zstd at a time, since it cannot be told how much to give; they unpack to 16 MB at most
LITTLE = 100_000  # bytes that anything may unpack to: small pages of blanks compress well
GZIP = 32 + zlib.MAX_WBITS  # gzip, or zlib's own header
MAGIC = b"\x1f\x8b"
TOO_EARLY = "the compressed bytes end too early"


class _Unpacker(Protocol):
    """Takes compressed bytes as they come and gives them back unpacked, a little at a time."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    @property
    def done(self) -> bool:
        """Whether nothing is missing at the end."""


class _Zlib:
    """gzip, of one member or several; and deflate, with the header that RFC 9110 wants or raw as some send it."""

    def __init__(self) -> None:
        self.unpacking: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.unpacking is None:
                headed = data[:2] == MAGIC or int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950
                self.unpacking = zlib.decompressobj(GZIP if headed else -zlib.MAX_WBITS)
            yield self.unpacking.decompress(data, CHUNK)
            data = self.unpacking.unconsumed_tail
            if self.unpacking.eof:
                data = self.unpacking.unused_data.lstrip(b"\0")
                self.unpacking = None

    @property
    def done(self) -> bool:
        return self.unpacking is None


class _Brotli:
    def __init__(self) -> None:
        self.unpacking = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        found = self.unpacking.process(data, output_buffer_limit=CHUNK)
        while found or not self.unpacking.can_accept_more_data():
            yield found
            found = self.unpacking.process(b"", output_buffer_limit=CHUNK)

    @property
    def done(self) -> bool:
        return bool(self.unpacking.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self.unpacking: zstandard.ZstdDecompressionObj | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            self.unpacking = self.unpacking or zstandard.ZstdDecompressor().decompressobj()
            yield self.unpacking.decompress(data[:SIP])
            data = data[SIP:]
            if self.unpacking.eof:
                data = self.unpacking.unused_data + data
                self.unpacking = None

    @property
    def done(self) -> bool:
        return self.unpacking is None


UNPACKERS: Mapping[str, Callable[[], _Unpacker]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
    "zstd": _Zstd,
}
"""By the names that HTTP has for them."""


class Inflating:
    """Bytes that are unpacked as they come.

    Args:
        coding: one of `UNPACKERS`.
        max_ratio: how many times their own number they may unpack to.

    """

    def __init__(self, coding: str, *, max_ratio: int) -> None:
        self.coding, self.max_ratio = coding, max_ratio
        self.came = self.gave = 0
        self._unpacker = UNPACKERS[coding]()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to, a little at a time.

        Raises:
            Garbled: it is not what it is said to be.
            TooLarge: it unpacks to too much.

        """
        self.came += len(data)
        try:
            for part in self._unpacker.feed(data):
                self.gave += len(part)
                if self.gave > max(self.max_ratio * self.came, LITTLE):
                    message = f"the body unpacks to more than {self.max_ratio} times its size"
                    raise TooLarge(message)
                yield part
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            message = f"the body is not {self.coding}: {error}"
            raise Garbled(message) from None

    def close(self) -> None:
        """Say that no more comes.

        Raises:
            Garbled: something is missing.

        """
        if not self._unpacker.done:
            raise Garbled(TOO_EARLY)


def inflate(data: bytes, coding: str, *, max_bytes: int, max_ratio: int) -> bytes:
    """`data` unpacked.

    Args:
        data: the bytes as they came.
        coding: one of `UNPACKERS`.
        max_bytes: how many bytes they may unpack to.
        max_ratio: how many times their own number.

    Raises:
        Garbled: they are not what they are said to be, or end too early.
        TooLarge: they unpack to more.

    """
    inflating, found = Inflating(coding, max_ratio=max_ratio), []
    for part in inflating.feed(data):
        found.append(part)
        if inflating.gave > max_bytes:
            message = f"the body unpacks to more than {max_bytes} bytes; send smaller pages"
            raise TooLarge(message)
    inflating.close()
    return b"".join(found)
