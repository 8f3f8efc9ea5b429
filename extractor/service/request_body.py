"""Request bodies, counted as they arrive, within the budget that all requests share."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from extractor.errors import Busy, ExtractorError, TooLarge
from extractor.input.decompress import Decompressor
from extractor.service import multipart
from extractor.service.budget import Loan
from extractor.settings import Settings

PARAMETERS = frozenset({"url", "mode", "focus", "images", "fields", "format", "deadline_ms"})
PARAMETER_BYTES = 10_000
FORM_BYTES = 200_000  # that a form may have besides its page
NEWLINE = b"\n"
BLANK_LINES = re.compile(rb"[ \t\r\n\v\f]*\n")
# Bytes that a decompressor looks back, which a batch holds as long as it lasts.
WINDOW_BYTES = {"gzip": 1 << 16, "x-gzip": 1 << 16, "deflate": 1 << 16, "br": 1 << 24, "zstd": 1 << 23}


async def read(request: web.Request, settings: Settings, loan: Loan, *, more: int = 0) -> bytearray:
    """Return the whole body as it was sent. It grows in place, so that no second copy of it is made.

    Args:
        request: whose.
        settings: how large it may be, and how long it may take.
        loan: counts it.
        more: bytes that it may have beyond the size of a page.

    Raises:
        TooLarge: it has more bytes than that.
        Busy: requests in flight hold too much.
        HTTPException: 408 where the client takes too long.

    """
    most = settings.max_body + more
    if request.content_length is not None:
        if request.content_length > most:
            raise _too_large(settings.max_body)
        loan.take(request.content_length)
    body = bytearray()
    async with _in_time("the body did not arrive", settings):
        async for piece in request.content.iter_any():
            size = len(body) + len(piece)
            if size > most:
                raise _too_large(settings.max_body)
            if size > loan.size:
                loan.take(size - loan.size)
            body += piece
    return body


async def read_form(
    request: web.Request, settings: Settings, loan: Loan
) -> tuple[bytearray, str | None, Mapping[str, str]]:
    """Return the page of a multipart upload, its type, and the parameters beside it.

    Raises:
        TooLarge: the page or a parameter has more bytes than it may have, or there are too many parts.
        Garbled: the body is not a form.
        Busy: requests in flight hold too much.
        HTTPException: 400 where there is no page, 408 where the client takes too long.

    """
    body = await read(request, settings, loan, more=FORM_BYTES)
    page: multipart.Part | None = None
    beside: dict[str, str] = {}
    for part in multipart.parse(body, request.headers["Content-Type"]):
        is_parameter = not part.is_file and part.name in PARAMETERS
        most = PARAMETER_BYTES if is_parameter else settings.max_body
        if len(part.data) > most:
            raise _too_large(most)
        if is_parameter:
            beside[str(part.name)] = part.data.decode("utf-8", "replace")
        elif page is None:
            page = part
    if page is None:
        raise web.HTTPBadRequest(text="send the page as a part of the multipart body")
    return page.data, page.content_type, beside


async def lines(
    request: web.Request, codings: Sequence[str], settings: Settings, loan: Loan
) -> AsyncIterator[bytes | ExtractorError]:
    """Yield the lines of a body of any length, unpacked as they come.

    A line that is too long, or that finds no room in the budget, gives its error instead. A line is counted in `loan`
    until the caller gives its bytes back.

    Raises:
        Garbled: the body does not unpack.
        TooLarge: it unpacks to too much.
        Busy: requests in flight hold too much.
        HTTPException: 408 where the client says nothing for too long.

    """
    await loan.wait(sum(WINDOW_BYTES[coding] for coding in codings), settings.body_timeout)
    held, skipping = bytearray(), False
    async for part in _unpacked(request, codings, settings):
        start = 0
        while start < len(part):
            if not held and not skipping and (blank := BLANK_LINES.match(part, start)):
                start = blank.end()
                continue
            end = part.find(NEWLINE, start)
            size = (end if end >= 0 else len(part)) - start
            if not skipping:
                error = await _room(len(held), size, settings, loan)
                if error is None:
                    held += part[start : start + size]
                else:
                    yield error
                    loan.give(len(held))
                    held, skipping = bytearray(), True
            start += size + 1
            if end >= 0:
                if held and not held.isspace():
                    yield bytes(held)
                else:
                    loan.give(len(held))
                held, skipping = bytearray(), False
    if held and not held.isspace():
        yield bytes(held)


async def _room(held: int, more: int, settings: Settings, loan: Loan) -> ExtractorError | None:
    """Take `more` bytes for a line that has `held`; return why it may not have them."""
    if held + more > settings.max_body:
        return TooLarge(f"the line is longer than the {settings.max_body} bytes that a page may have")
    try:
        await loan.wait(more, settings.body_timeout)
    except Busy as error:
        return error
    return None


async def _unpacked(request: web.Request, codings: Sequence[str], settings: Settings) -> AsyncIterator[bytes]:
    """Yield a body in small pieces; other requests get a turn after each."""
    inflating = Decompressor(codings, max_ratio=settings.max_ratio)
    while piece := await _next(request, settings):
        for part in inflating.feed(piece):
            if part:
                yield part
            await asyncio.sleep(0)
    inflating.close()


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


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"the body is larger than the {most} bytes that are allowed")
