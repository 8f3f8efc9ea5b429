"""Compressed bytes unpacked under a cap: a bomb is refused before it is unpacked, whatever it claims to be."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import brotli
import zstandard

from extractor.errors import Garbled, TooLarge

CHUNK = 1 << 16  # bytes that are given at a time
FED = 1 << 14  # bytes that are unpacked at a time: what is left of them is copied for each member of a gzip file
SIP = 32  # bytes of zstd at a time, since it cannot be told how much to give; they unpack to 1 MB at most
MAX_WINDOW = 8 << 20  # bytes that zstd may look back (RFC 9659); without a bound a body of 20 bytes takes 128 MB
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
                headed = len(data) == 1 or data[:2] == MAGIC or int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950
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
        at, found, size = 0, list[bytes](), 0
        while at < len(data):
            if self.unpacking is None:
                self.unpacking = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
            found.append(self.unpacking.decompress(data[at : at + SIP]))
            size += len(found[-1])
            at += SIP
            if self.unpacking.eof:
                at = min(at, len(data)) - len(self.unpacking.unused_data)
                self.unpacking = None
            if size >= CHUNK:
                yield b"".join(found)
                found, size = [], 0
        yield b"".join(found)

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
    """A body that is unpacked as it comes, in pieces of at most `CHUNK` bytes.

    Args:
        codings: names of `UNPACKERS`, in the order in which the body was packed; none for a body as it is.
        max_ratio: how many times the bytes that came the whole chain, and each step of it, may unpack to.

    """

    def __init__(self, codings: Sequence[str], *, max_ratio: int) -> None:
        self.max_ratio, self.came = max_ratio, 0
        self._steps = [(coding, UNPACKERS[coding]()) for coding in reversed(codings)]
        self._gave = [0] * len(self._steps)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpack `data`. Pieces may be empty: a caller can do something else after each.

        Raises:
            Garbled: it is not what it is said to be.
            TooLarge: it unpacks to too much.

        """
        for start in range(0, len(data), FED):
            piece = data[start : start + FED]
            self.came += len(piece)
            yield from self._unpack(piece, 0)

    def _unpack(self, data: bytes, step: int) -> Iterator[bytes]:
        if step == len(self._steps):
            yield from (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
            return
        coding, unpacker = self._steps[step]
        try:
            for part in unpacker.feed(data):
                self._gave[step] += len(part)
                if self._gave[step] > max(self.max_ratio * self.came, LITTLE):
                    message = f"the body unpacks to more than {self.max_ratio} times its size"
                    raise TooLarge(message)
                yield b""
                for start in range(0, len(part), FED):
                    yield from self._unpack(part[start : start + FED], step + 1)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            message = f"the body is not {coding}: {error}"
            raise Garbled(message) from None

    def close(self) -> None:
        """Say that no more comes.

        Raises:
            Garbled: something is missing.

        """
        if not all(unpacker.done for _, unpacker in self._steps):
            raise Garbled(TOO_EARLY)


def inflate(data: bytes, codings: Sequence[str], *, max_bytes: int, max_ratio: int) -> bytes:
    """Return `data` unpacked.

    Args:
        data: the bytes as they came.
        codings: names of `UNPACKERS`, in the order in which they were packed.
        max_bytes: how many bytes they may unpack to.
        max_ratio: how many times their own number.

    Raises:
        Garbled: they are not what they are said to be, or end too early.
        TooLarge: they unpack to more.

    """
    if not codings:
        return data
    inflating, found, size = Inflating(codings, max_ratio=max_ratio), list[bytes](), 0
    for part in inflating.feed(data):
        size += len(part)
        if size > max_bytes:
            message = f"the body unpacks to more than {max_bytes} bytes; send smaller pages"
            raise TooLarge(message)
        if part:
            found.append(part)
    inflating.close()
    return b"".join(found)
