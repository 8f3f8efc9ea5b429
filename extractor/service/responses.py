"""Write answers and errors as HTTP responses."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from extractor.errors import ExtractorError
from extractor.service.errors import problem_of_error, problem_of_status
from extractor.service.negotiation import MEDIA_TYPES
from extractor.service.task import PageAnswer
from extractor.settings import Settings

PROBLEM_MEDIA_TYPE = "application/problem+json"
# Headers of an aiohttp error that are kept in the problem response.
KEPT_HEADERS = ("Allow", "Retry-After", "Accept-Encoding", "WWW-Authenticate")
CHUNK_BYTES = 1 << 16
UNEXPECTED_ERROR = "an unexpected error occurred; it was logged with this request_id"


async def respond(request: web.Request, answer: PageAnswer, form: str, settings: Settings) -> web.StreamResponse:
    """Send an answer in chunks, so that no second copy of it waits for a slow client.

    Raises:
        ConnectionError: the client left, or does not read the answer.

    """
    response = web.StreamResponse(headers={"ETag": f'"{answer.etag}"', "Vary": "Accept"})
    response.content_type, response.charset = MEDIA_TYPES[form], "utf-8"
    response.content_length = len(answer.body)
    if answer.language:
        response.headers["Content-Language"] = answer.language
    await response.prepare(request)
    view = memoryview(answer.body)
    for start in range(0, len(view), CHUNK_BYTES):
        await write(request, response, view[start : start + CHUNK_BYTES], settings)
    await response.write_eof()
    return response


async def write(
    request: web.Request, response: web.StreamResponse, data: bytes | memoryview, settings: Settings
) -> None:
    """Write a part of a response body.

    Raises:
        ConnectionError: the client left, or did not read for `settings.body_timeout` seconds.

    """
    try:
        async with asyncio.timeout(settings.body_timeout):
            await response.write(data)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        message = "the client does not read its answer"
        raise ConnectionResetError(message) from None


def error_response(error: ExtractorError, request_id: str) -> web.Response:
    """Return an extractor error as a problem response."""
    response = problem_response(problem_of_error(error, request_id))
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "1"
    return response


def status_response(error: web.HTTPException, request_id: str) -> web.Response:
    """Return an HTTP error such as 404 as a problem response."""
    status = HTTPStatus(error.status)
    has_own_text = error.text and not error.text.startswith(f"{error.status}: ")
    detail = str(error.text) if has_own_text else status.description or status.phrase
    response = problem_response(problem_of_status(status, detail, request_id))
    response.headers.update({name: error.headers[name] for name in KEPT_HEADERS if name in error.headers})
    return response


def problem_response(problem: dict[str, Any]) -> web.Response:
    """Return problem details as a response. Characters that UTF-8 cannot encode become question marks."""
    return web.Response(
        body=json.dumps(problem, ensure_ascii=False).encode("utf-8", "replace"),
        status=problem["status"],
        content_type=PROBLEM_MEDIA_TYPE,
        charset="utf-8",
    )
