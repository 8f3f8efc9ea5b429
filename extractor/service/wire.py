"""Between HTTP and the library, and the only place that knows both: request to job, answer to body, error to status."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from aiohttp import web

from extractor.errors import BadOptions, DeadlinePassed, Empty, ExtractorError, NotText, TooLarge, WorkerDied
from extractor.model import Extraction
from extractor.options import options_of
from extractor.render import render
from extractor.workers import Job

# In order of preference, where a client takes several alike.
MEDIA_TYPES = {
    "json": "application/json",
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
}
JSON_FIELDS = frozenset({"html", "text", "url", "mode", "focus", "images"})
SWITCH = {"1": True, "true": True, "0": False, "false": False}
# What clients send when nobody told them a type; curl's --data-binary says it is a form.
UNDECLARED = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
REFUSED_TYPES = ("image/", "audio/", "video/", "font/", "multipart/", "application/pdf", "application/zip")


class Problem(NamedTuple):
    """How an error looks on the wire."""

    status: HTTPStatus
    title: str
    retryable: bool


PROBLEMS: Mapping[type[ExtractorError], Problem] = {
    BadOptions: Problem(HTTPStatus.BAD_REQUEST, "Bad options", retryable=False),
    Empty: Problem(HTTPStatus.BAD_REQUEST, "Nothing to extract", retryable=False),
    TooLarge: Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Page too large", retryable=False),
    NotText: Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Neither HTML nor plain text", retryable=False),
    DeadlinePassed: Problem(HTTPStatus.GATEWAY_TIMEOUT, "Deadline passed", retryable=True),
    WorkerDied: Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Page killed its worker", retryable=False),
}
KEPT_HEADERS = ("Allow", "Retry-After")  # of an error of HTTP, in our answer
# Statuses that a later attempt may not get.
RETRYABLE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})


async def read_job(request: web.Request, *, max_bytes: int) -> Job:
    """What the client wants extracted, and how; `max_bytes` is the operator's limit on a page.

    Raises:
        HTTPException: the body or a parameter cannot be read.
        BadOptions: an option has a value that it cannot have.

    """
    declared = request.content_type if "Content-Type" in request.headers else ""
    body = await request.read()
    query = request.query
    if declared == "application/json":
        return _json_job(body, query, max_bytes)
    if declared.startswith(REFUSED_TYPES):
        raise web.HTTPUnsupportedMediaType(text=f"send text/html, text/plain or application/json, not {declared}")
    return Job(
        data=body,
        url=query.get("url"),
        content_type=None if declared in UNDECLARED else request.headers.get("Content-Type"),
        options=options_of(
            mode=query.get("mode"),
            focus=query.get("focus"),
            images=_switch(query.get("images")),
            max_bytes=max_bytes,
        ),
    )


def _json_job(body: bytes, query: Mapping[str, str], max_bytes: int) -> Job:
    try:
        sent = json.loads(body)
    except ValueError as error:
        raise web.HTTPBadRequest(text=f"the body is not JSON: {error}") from None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text='the JSON body must be an object like {"html": "...", "url": "..."}')
    if unknown := sent.keys() - JSON_FIELDS:
        raise web.HTTPBadRequest(text=f"unknown field {min(unknown)!r}; known are {', '.join(sorted(JSON_FIELDS))}")
    for name, value in sent.items():
        if value is not None and not isinstance(value, bool if name == "images" else str):
            raise web.HTTPBadRequest(text=f"{name} must be a {'boolean' if name == 'images' else 'string'}")
    html, text = sent.get("html"), sent.get("text")
    if (html is None) == (text is None):
        raise web.HTTPBadRequest(text="send either html or text")
    return Job(
        data=str(text if html is None else html),
        url=sent.get("url") or query.get("url"),
        content_type="text/html" if html is not None else "text/plain",
        options=options_of(
            mode=sent.get("mode") or query.get("mode"),
            focus=sent.get("focus") or query.get("focus"),
            images=_switch(sent.get("images") or query.get("images")),
            max_bytes=max_bytes,
        ),
    )


def _switch(given: str | bool | None) -> bool | None:  # noqa: FBT001 - what was sent
    if given is None or isinstance(given, bool):
        return given
    if given not in SWITCH:
        message = f"images must be 1 or 0, not {given!r}"
        raise BadOptions(message)
    return SWITCH[given]


def wanted_format(request: web.Request) -> str:
    """The answer's format: `?format=` if given, else the best that `Accept` takes, else JSON.

    Raises:
        HTTPException: 400 for an unknown format, 406 where `Accept` takes none of ours.

    """
    asked = request.query.get("format")
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


def answer(extraction: Extraction, form: str) -> web.Response:
    """The extraction as the client wants it."""
    return web.Response(text=render(extraction, form), content_type=MEDIA_TYPES[form], charset="utf-8")


def problem_of(error: ExtractorError, request_id: str) -> web.Response:
    """An error of the library as `application/problem+json`."""
    known = PROBLEMS[type(error)]
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__).lstrip("-")
    return problem(known.status, known.title, str(error), request_id, name=name, retryable=known.retryable)


def problem_of_status(error: web.HTTPException, request_id: str) -> web.Response:
    """An error of HTTP itself (404, 405, 413 ...) in the same shape."""
    status = HTTPStatus(error.status)
    detail = (
        error.text
        if error.text and not error.text.startswith(f"{error.status}: ")
        else status.description or status.phrase
    )
    response = problem(status, status.phrase, detail, request_id, retryable=status in RETRYABLE)
    response.headers.update({name: error.headers[name] for name in KEPT_HEADERS if name in error.headers})
    return response


def problem(  # noqa: PLR0913 - the members of RFC 9457 and our two
    status: HTTPStatus,
    title: str,
    detail: str,
    request_id: str,
    *,
    name: str | None = None,
    retryable: bool = False,
) -> web.Response:
    """The one maker of error bodies (RFC 9457)."""
    members: dict[str, Any] = {
        "type": f"urn:extractor:problem:{name or title.lower().replace(' ', '-')}",
        "title": title,
        "status": status.value,
        "detail": detail,
        "retryable": retryable,
        "request_id": request_id,
    }
    body = json.dumps(members, ensure_ascii=False)
    return web.Response(text=body, status=status.value, content_type="application/problem+json", charset="utf-8")
