"""Decompress bytes in small pieces, up to a maximal size and ratio: a decompression bomb is refused early."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import brotli
import zstandard

from extractor.errors import Garbled, TooLarge

MAX_OUTPUT_BYTES = 1 << 16  # of one piece
INPUT_BYTES = 1 << 14  # decompressed at a time; each member of a gzip file copies what is left of them
# Input of zstd at a time. Its decompressor has no limit for the output; this much input gives 1 MB at most.
ZSTD_INPUT_BYTES = 32
MAX_WINDOW_BYTES = 8 << 20  # of zstd (RFC 9659); without a limit, 20 bytes of input take 128 MB of memory
MIN_LIMIT_BYTES = 100_000  # any input may decompress to this many: small pages of white space have high ratios
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # detect the header
GZIP_MAGIC = b"\x1f\x8b"
TRUNCATED = "the compressed bytes end too early"


class _Decoder(Protocol):
    """A streaming decoder of one content coding."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    @property
    def done(self) -> bool:
        """Whether the input so far is complete."""


class _Zlib:
    """gzip with one or more members, and deflate, with a zlib header (RFC 9110) or without, as some servers send it."""

    def __init__(self) -> None:
        self.member: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.member is None:
                has_header = (
                    len(data) == 1 or data[:2] == GZIP_MAGIC or int.from_bytes(data[:2], "big") % 31 == 0
                )  # RFC 1950
                self.member = zlib.decompressobj(GZIP_OR_ZLIB if has_header else -zlib.MAX_WBITS)
            yield self.member.decompress(data, MAX_OUTPUT_BYTES)
            data = self.member.unconsumed_tail
            if self.member.eof:
                data = self.member.unused_data.lstrip(b"\0")
                self.member = None

    @property
    def done(self) -> bool:
        return self.member is None


class _Brotli:
    """Brotli."""

    def __init__(self) -> None:
        self.decompressor = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        found = self.decompressor.process(data, output_buffer_limit=MAX_OUTPUT_BYTES)
        while found or not self.decompressor.can_accept_more_data():
            yield found
            found = self.decompressor.process(b"", output_buffer_limit=MAX_OUTPUT_BYTES)

    @property
    def done(self) -> bool:
        return bool(self.decompressor.is_finished())


class _Zstd:
    """Zstandard with one or more frames."""

    def __init__(self) -> None:
        self.frame: zstandard.ZstdDecompressionObj | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        at, found, size = 0, list[bytes](), 0
        while at < len(data):
            if self.frame is None:
                self.frame = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).decompressobj()
            found.append(self.frame.decompress(data[at : at + ZSTD_INPUT_BYTES]))
            size += len(found[-1])
            at += ZSTD_INPUT_BYTES
            if self.frame.eof:
                at = min(at, len(data)) - len(self.frame.unused_data)
                self.frame = None
            if size >= MAX_OUTPUT_BYTES:
                yield b"".join(found)
                found, size = [], 0
        yield b"".join(found)

    @property
    def done(self) -> bool:
        return self.frame is None


DECODERS: Mapping[str, Callable[[], _Decoder]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
    "zstd": _Zstd,
}
"""Decoders by the content codings of HTTP."""


class Decompressor:
    """A streaming decompressor for a body with any number of content codings.

    Args:
        codings: names of `DECODERS`, in the order in which they were applied; none for a body without compression.
        max_ratio: maximal ratio of decompressed to compressed size, for each coding and for all together.

    """

    def __init__(self, codings: Sequence[str], *, max_ratio: int) -> None:
        self.max_ratio, self._input_bytes = max_ratio, 0
        self._steps = [(coding, DECODERS[coding]()) for coding in reversed(codings)]
        self._output_bytes = [0] * len(self._steps)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decompress the next bytes of the body in pieces of at most `MAX_OUTPUT_BYTES`.

        Pieces may be empty, so that a caller can do other work regularly.

        Raises:
            Garbled: the bytes are not in the declared coding.
            TooLarge: the ratio is too high.

        """
        for start in range(0, len(data), INPUT_BYTES):
            piece = data[start : start + INPUT_BYTES]
            self._input_bytes += len(piece)
            yield from self._decode(piece, 0)

    def _decode(self, data: bytes, step: int) -> Iterator[bytes]:
        if step == len(self._steps):
            yield from (data[start : start + MAX_OUTPUT_BYTES] for start in range(0, len(data), MAX_OUTPUT_BYTES))
            return
        coding, decoder = self._steps[step]
        try:
            for part in decoder.feed(data):
                self._output_bytes[step] += len(part)
                if self._output_bytes[step] > max(self.max_ratio * self._input_bytes, MIN_LIMIT_BYTES):
                    message = f"the body decompresses to more than {self.max_ratio} times its size"
                    raise TooLarge(message)
                yield b""
                for start in range(0, len(part), INPUT_BYTES):
                    yield from self._decode(part[start : start + INPUT_BYTES], step + 1)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            message = f"the body is not {coding}: {error}"
            raise Garbled(message) from None

    def close(self) -> None:
        """End the body.

        Raises:
            Garbled: the body is incomplete.

        """
        if not all(decoder.done for _, decoder in self._steps):
            raise Garbled(TRUNCATED)


def decompress(data: bytes, codings: Sequence[str], *, max_bytes: int, max_ratio: int) -> bytes:
    """Decompress `data`.

    Args:
        data: the compressed bytes.
        codings: names of `DECODERS`, in the order in which they were applied.
        max_bytes: maximal decompressed size.
        max_ratio: maximal ratio of decompressed to compressed size.

    Raises:
        Garbled: the bytes are not in the declared coding, or incomplete.
        TooLarge: the size or the ratio is too high.

    """
    if not codings:
        return data
    decompressor, found, size = Decompressor(codings, max_ratio=max_ratio), list[bytes](), 0
    for part in decompressor.feed(data):
        size += len(part)
        if size > max_bytes:
            message = f"the body decompresses to more than {max_bytes} bytes; send smaller pages"
            raise TooLarge(message)
        if part:
            found.append(part)
    decompressor.close()
    return b"".join(found)
