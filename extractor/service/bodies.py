"""Request bodies, counted as they arrive; nothing is unpacked here."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from extractor.errors import TooLarge
from extractor.inflate import Inflating
from extractor.settings import Settings

PARAMETERS = frozenset({"url", "mode", "focus", "images", "fields", "format", "deadline_ms"})
PARAMETER_BYTES = 10_000
NEWLINE = b"\n"


class _Counter:
    """Adds up pieces until they are too many."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self.pieces: list[bytes] = []

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self.most:
            raise _too_large(self.most)
        self.pieces.append(piece)


async def read(request: web.Request, settings: Settings) -> bytes:
    """The whole body as it was sent.

    Raises:
        TooLarge: it has more bytes than a page may have.
        HTTPException: 408 where the client takes too long.

    """
    counter = _Counter(settings.max_body)
    if request.content_length is not None and request.content_length > settings.max_body:
        raise _too_large(settings.max_body)
    async with _in_time("the body did not arrive", settings):
        async for piece in request.content.iter_any():
            counter.add(piece)
    return b"".join(counter.pieces)


async def read_form(request: web.Request, settings: Settings) -> tuple[bytes, str | None, Mapping[str, str]]:
    """The page of a multipart upload, its type, and the parameters beside it.

    Raises:
        TooLarge: the page has more bytes than it may have.
        HTTPException: 400 where there is no page, 408 where the client takes too long.

    """
    page: bytes | None = None
    declared: str | None = None
    beside: dict[str, str] = {}
    try:
        async with _in_time("the body did not arrive", settings):
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    raise web.HTTPBadRequest(text="parts must not hold parts")
                is_parameter = part.filename is None and part.name in PARAMETERS
                counter = _Counter(PARAMETER_BYTES if is_parameter else settings.max_body)
                while piece := await part.read_chunk():
                    counter.add(piece)
                data = b"".join(counter.pieces)
                if is_parameter:
                    beside[str(part.name)] = data.decode("utf-8", "replace")
                elif page is None:
                    page, declared = data, part.headers.get("Content-Type")
    except (ValueError, AssertionError, HttpProcessingError) as error:
        raise web.HTTPBadRequest(text=f"the multipart body cannot be read: {error}") from None
    if page is None:
        raise web.HTTPBadRequest(text="send the page as a part of the multipart body")
    return page, declared, beside


async def lines(request: web.Request, codings: tuple[str, ...], settings: Settings) -> AsyncIterator[bytes | TooLarge]:
    """The lines of a body of any length, unpacked as they come; a line that is too long gives its error instead.

    Raises:
        Garbled: the body does not unpack.
        TooLarge: it unpacks to too much.
        HTTPException: 408 where the client says nothing for too long.

    """
    chain = [Inflating(coding, max_ratio=settings.max_ratio) for coding in reversed(codings)]
    held = bytearray()
    skipping = False
    while piece := await _next(request, settings):
        for part in _unpacked(piece, chain):
            held += part
            *whole, rest = held.split(NEWLINE)
            held = bytearray(rest)
            for line in whole:
                if not skipping and line.strip():
                    yield bytes(line) if len(line) <= settings.max_body else _too_long(settings)
                skipping = False
            if len(held) > settings.max_body:
                if not skipping:
                    yield _too_long(settings)
                held, skipping = bytearray(), True
    for inflating in chain:
        inflating.close()
    if held.strip() and not skipping:
        yield bytes(held)


async def _next(request: web.Request, settings: Settings) -> bytes:
    async with _in_time("nothing arrived", settings):
        return await request.content.readany()


@asynccontextmanager
async def _in_time(what: str, settings: Settings) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(settings.body_timeout):
            yield
    except TimeoutError:
        raise web.HTTPRequestTimeout(text=f"{what} within {settings.body_timeout:g} s") from None


def _unpacked(piece: bytes, chain: list[Inflating]) -> "list[bytes]":
    parts = [piece]
    for inflating in chain:
        parts = [found for part in parts for found in inflating.feed(part)]
    return parts


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"the body is larger than the {most} bytes that are allowed")


def _too_long(settings: Settings) -> TooLarge:
    return TooLarge(f"the line is longer than the {settings.max_body} bytes that a page may have")
