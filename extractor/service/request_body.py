"""Read request bodies, counted against the budget as they arrive."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from extractor.errors import Busy, ExtractorError, TooLarge
from extractor.input.decompress import Decompressor
from extractor.service import multipart
from extractor.service.budget import Loan
from extractor.service.negotiation import EXTRACT_PARAMETERS
from extractor.settings import Settings

MAX_PARAMETER_BYTES = 10_000
MAX_FORM_OVERHEAD_BYTES = 200_000  # of a form, besides its page
NEWLINE = b"\n"
BLANK_LINES = re.compile(rb"[ \t\r\n\v\f]*\n")
# Memory of a decompressor, which a batch occupies from its start to its end.
WINDOW_BYTES = {"gzip": 1 << 16, "x-gzip": 1 << 16, "deflate": 1 << 16, "br": 1 << 24, "zstd": 1 << 23}


async def read_body(request: web.Request, settings: Settings, loan: Loan, *, more: int = 0) -> bytearray:
    """Return the whole body as sent. The buffer grows in place, so that there is only one copy.

    Args:
        request: the request.
        settings: limits of size and time.
        loan: the bytes are counted there.
        more: bytes allowed beyond `settings.max_body`.

    Raises:
        TooLarge: the body is larger than allowed.
        Busy: the budget has no room.
        HTTPException: 408 if the body does not arrive in time.

    """
    most = settings.max_body + more
    if request.content_length is not None:
        if request.content_length > most:
            raise _too_large(settings.max_body)
        loan.take(request.content_length)
    body = bytearray()
    async with _time_limit("the body did not arrive", settings):
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
    """Return the page of a multipart upload, the page's content type and the parameters in the form.

    Raises:
        TooLarge: the page or a parameter is larger than allowed, or there are too many parts.
        Garbled: the body is not a form.
        Busy: the budget has no room.
        HTTPException: 400 if there is no page, 408 if the body does not arrive in time.

    """
    body = await read_body(request, settings, loan, more=MAX_FORM_OVERHEAD_BYTES)
    page: multipart.Part | None = None
    parameters: dict[str, str] = {}
    for part in multipart.parse(body, request.headers["Content-Type"]):
        is_parameter = not part.is_file and part.name in EXTRACT_PARAMETERS
        most = MAX_PARAMETER_BYTES if is_parameter else settings.max_body
        if len(part.data) > most:
            raise _too_large(most)
        if is_parameter:
            parameters[str(part.name)] = part.data.decode("utf-8", "replace")
        elif page is None:
            page = part
    if page is None:
        raise web.HTTPBadRequest(text="send the page as a part of the multipart body")
    return page.data, page.content_type, parameters


async def read_lines(
    request: web.Request, codings: Sequence[str], settings: Settings, loan: Loan
) -> AsyncIterator[bytes | ExtractorError]:
    """Yield the lines of a body of any length as they arrive, decompressed and without blank lines.

    A line that is too long, or has no room in the budget, is replaced by its error. The caller must give the bytes of
    each line back to `loan`.

    Raises:
        Garbled: the body cannot be decompressed.
        TooLarge: the body expands by more than `settings.max_ratio`.
        Busy: the budget has no room.
        HTTPException: 408 if nothing arrives for `settings.body_timeout` seconds.

    """
    await loan.wait(sum(WINDOW_BYTES[coding] for coding in codings), settings.body_timeout)
    line, skipping = bytearray(), False
    async for part in _decompressed(request, codings, settings):
        start = 0
        while start < len(part):
            if not line and not skipping and (blank := BLANK_LINES.match(part, start)):
                start = blank.end()
                continue
            end = part.find(NEWLINE, start)
            size = (end if end >= 0 else len(part)) - start
            if not skipping:
                error = await _reserve(len(line), size, settings, loan)
                if error is None:
                    line += part[start : start + size]
                else:
                    yield error
                    loan.give(len(line))
                    line, skipping = bytearray(), True
            start += size + 1
            if end >= 0:
                if line and not line.isspace():
                    yield bytes(line)
                else:
                    loan.give(len(line))
                line, skipping = bytearray(), False
    if line and not line.isspace():
        yield bytes(line)


async def _reserve(size: int, more: int, settings: Settings, loan: Loan) -> ExtractorError | None:
    """Take `more` bytes for a line of `size` bytes. Return the error if they are refused."""
    if size + more > settings.max_body:
        return TooLarge(f"the line is longer than the {settings.max_body} bytes that a page may have")
    try:
        await loan.wait(more, settings.body_timeout)
    except Busy as error:
        return error
    return None


async def _decompressed(request: web.Request, codings: Sequence[str], settings: Settings) -> AsyncIterator[bytes]:
    """Yield a decompressed body in small pieces. The event loop serves other requests between them."""
    decompressor = Decompressor(codings, max_ratio=settings.max_ratio)
    while piece := await _next_piece(request, settings):
        for part in decompressor.feed(piece):
            if part:
                yield part
            await asyncio.sleep(0)
    decompressor.close()


async def _next_piece(request: web.Request, settings: Settings) -> bytes:
    async with _time_limit("nothing arrived", settings):
        return await request.content.readany()


@asynccontextmanager
async def _time_limit(failure: str, settings: Settings) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(settings.body_timeout):
            yield
    except TimeoutError:
        raise web.HTTPRequestTimeout(text=f"{failure} within {settings.body_timeout:g} s") from None


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"the body is larger than the {most} bytes that are allowed")
