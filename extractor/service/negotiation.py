"""Between HTTP and the workers: what a request asks for, how it is answered, how an error looks."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from extractor.errors import BadOptions, ExtractorError
from extractor.input.decompress import DECODERS
from extractor.render.formats import REGISTRY
from extractor.service import errors as problems
from extractor.service.task import Answer
from extractor.settings import Settings

MEDIA_TYPES = {name: each.media_type for name, each in REGISTRY.items()}
# What clients send when nobody told them a type; curl's --data-binary says it is a form.
UNDECLARED = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
REFUSED_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
KEPT_HEADERS = ("Allow", "Retry-After", "Accept-Encoding", "WWW-Authenticate")  # of an error of HTTP, in our answer
DEADLINE = "X-Deadline-Ms"
DEADLINE_DIGITS = 12
WRITTEN_BYTES = 1 << 16  # of an answer at a time
BROKE = "something broke here, and it was logged under this request_id"


def declared_type(request: web.Request) -> str | None:
    """The `Content-Type` of the body; None where it says nothing.

    Raises:
        HTTPException: 415 for what is no page.

    """
    declared = request.content_type if "Content-Type" in request.headers else ""
    if declared.startswith(REFUSED_TYPES):
        raise web.HTTPUnsupportedMediaType(text=f"send text/html, text/plain or application/json, not {declared}")
    return None if declared in UNDECLARED else request.headers["Content-Type"]


def codings(request: web.Request) -> tuple[str, ...]:
    """How the body is compressed, in the order in which that was done.

    Raises:
        HTTPException: 415 for what nobody here unpacks.

    """
    named = [each.strip().lower() for each in request.headers.get("Content-Encoding", "").split(",")]
    found = tuple(each for each in named if each not in {"", "identity"})
    if len(found) > 2 or not DECODERS.keys() >= set(found):  # noqa: PLR2004 - nobody compresses thrice
        message = f"Content-Encoding must be one of {', '.join(DECODERS)}"
        raise web.HTTPUnsupportedMediaType(text=message, headers={"Accept-Encoding": ", ".join(DECODERS)})
    return found


def check_query(request: web.Request, known: Iterable[str]) -> None:
    """Refuse parameters that do not exist.

    Raises:
        BadOptions: the query has one.

    """
    if unknown := request.query.keys() - set(known):
        message = f"there is no parameter {min(unknown)!r}; known are {', '.join(sorted(known))}"
        raise BadOptions(message)


def deadline(request: web.Request, query: Mapping[str, str], settings: Settings) -> float:
    """Seconds that a worker may take for the page: what the operator allows, or less if the caller says so.

    Raises:
        BadOptions: the caller's is no number of milliseconds.

    """
    said = request.headers.get(DEADLINE) or query.get("deadline_ms")
    if said is None:
        return settings.deadline
    if not said.isascii() or not said.isdigit() or len(said) > DEADLINE_DIGITS or int(said) < 1:
        shown = f"{said[:DEADLINE_DIGITS]!r}{'...' if len(said) > DEADLINE_DIGITS else ''}"
        message = f"the deadline must be a whole number of milliseconds from 1, of at most 12 digits, not {shown}"
        raise BadOptions(message)
    return min(int(said) / 1000, settings.deadline)


def wanted_format(request: web.Request, query: Mapping[str, str]) -> str:
    """The answer's format: the parameter `format` if given, else the best that `Accept` takes, else JSON.

    Raises:
        HTTPException: 400 for an unknown format, 406 where `Accept` takes none of ours.

    """
    asked = query.get("format")
    if asked is not None:
        if asked not in MEDIA_TYPES:
            raise web.HTTPBadRequest(text=f"format must be one of {', '.join(MEDIA_TYPES)}, not {asked!r}")
        return asked
    accept = request.headers.get("Accept", "*/*")
    ranked = [(quality(accept, media), -index, name) for index, (name, media) in enumerate(MEDIA_TYPES.items())]
    best, _, name = max(ranked)
    if best <= 0:
        raise web.HTTPNotAcceptable(text=f"this service answers {', '.join(MEDIA_TYPES.values())}")
    return name


def quality(accept: str, media: str) -> float:
    """How much an `Accept` header wants a media type, 0 to 1 (RFC 9110, 12.5.1: the most specific range counts)."""
    best, found = -1, 0.0
    for each in accept.split(","):
        range_, *parameters = (part.strip().lower() for part in each.split(";"))
        specific = {media: 2, f"{media.split('/', maxsplit=1)[0]}/*": 1, "*/*": 0}.get(range_, -1)
        if specific > best:
            weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
            try:
                best, found = specific, min(max(float(weight), 0.0), 1.0)
            except ValueError:
                continue
    return found


async def respond(request: web.Request, answer: Answer, form: str, settings: Settings) -> web.StreamResponse:
    """Write the worker's answer. A client takes it as it comes: no second copy waits for one that is slow.

    Raises:
        ConnectionError: the client does not read it.

    """
    response = web.StreamResponse(headers={"ETag": f'"{answer.tag}"', "Vary": "Accept"})
    response.content_type, response.charset = MEDIA_TYPES[form], "utf-8"
    response.content_length = len(answer.body)
    if answer.language:
        response.headers["Content-Language"] = answer.language
    await response.prepare(request)
    view = memoryview(answer.body)
    for start in range(0, len(view), WRITTEN_BYTES):
        await write(request, response, view[start : start + WRITTEN_BYTES], settings)
    await response.write_eof()
    return response


async def write(
    request: web.Request, response: web.StreamResponse, data: bytes | memoryview, settings: Settings
) -> None:
    """Write a piece of an answer.

    Raises:
        ConnectionError: the client left, or did not read for as long as it may take to send a body.

    """
    try:
        async with asyncio.timeout(settings.body_timeout):
            await response.write(data)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        message = "the client does not read its answer"
        raise ConnectionResetError(message) from None


def problem_of(error: ExtractorError, request_id: str) -> web.Response:
    """An error of the library as `application/problem+json`."""
    response = problem(problems.of_error(error, request_id))
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "1"
    return response


def problem_of_status(error: web.HTTPException, request_id: str) -> web.Response:
    """An error of HTTP itself (404, 405, 413 ...) in the same shape."""
    status = HTTPStatus(error.status)
    said = error.text and not error.text.startswith(f"{error.status}: ")
    detail = str(error.text) if said else status.description or status.phrase
    response = problem(problems.of_status(status, detail, request_id))
    response.headers.update({name: error.headers[name] for name in KEPT_HEADERS if name in error.headers})
    return response


def problem(members: dict[str, Any]) -> web.Response:
    """The members of a problem as a response; what no Unicode text can hold becomes a question mark."""
    return web.Response(
        body=json.dumps(members, ensure_ascii=False).encode("utf-8", "replace"),
        status=members["status"],
        content_type=problems.MEDIA_TYPE,
        charset="utf-8",
    )
