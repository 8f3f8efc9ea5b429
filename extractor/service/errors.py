"""How every error looks on the wire: the members of RFC 9457 and two of ours."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from extractor.errors import (
    BadOptions,
    Busy,
    DeadlinePassed,
    Empty,
    ExtractorError,
    Garbled,
    InternalError,
    NotText,
    TooDeep,
    TooLarge,
    WorkerDied,
)

MEDIA_TYPE = "application/problem+json"


class Problem(NamedTuple):
    """What an error of the library is over HTTP."""

    status: HTTPStatus
    title: str
    retryable: bool


PROBLEMS: Mapping[type[ExtractorError], Problem] = {
    BadOptions: Problem(HTTPStatus.BAD_REQUEST, "Bad options", retryable=False),
    Empty: Problem(HTTPStatus.BAD_REQUEST, "Nothing to extract", retryable=False),
    Garbled: Problem(HTTPStatus.BAD_REQUEST, "Unreadable body", retryable=False),
    TooLarge: Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Page too large", retryable=False),
    NotText: Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Neither HTML nor plain text", retryable=False),
    TooDeep: Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Page built to exhaust a parser", retryable=False),
    WorkerDied: Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Page killed its worker", retryable=False),
    Busy: Problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many pages wait", retryable=True),
    DeadlinePassed: Problem(HTTPStatus.GATEWAY_TIMEOUT, "Deadline passed", retryable=True),
    InternalError: Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Defect of extractor", retryable=False),
}
# Statuses of HTTP itself that a later attempt may not get.
RETRYABLE = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


def of_error(error: ExtractorError, request_id: str) -> dict[str, Any]:
    """The members for an error of the library."""
    known = PROBLEMS[type(error)]
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__).lstrip("-")
    return _members(name, known.title, known.status, str(error), request_id, retryable=known.retryable)


def of_status(status: HTTPStatus, detail: str, request_id: str) -> dict[str, Any]:
    """The members for an error of HTTP itself (404, 405, 413 ...)."""
    name = status.phrase.lower().replace(" ", "-")
    return _members(name, status.phrase, status, detail, request_id, retryable=status in RETRYABLE)


def _members(  # noqa: PLR0913 - they are six
    name: str, title: str, status: HTTPStatus, detail: str, request_id: str, *, retryable: bool
) -> dict[str, Any]:
    return {
        "type": f"urn:extractor:problem:{name}",
        "title": title,
        "status": status.value,
        "detail": detail,
        "retryable": retryable,
        "request_id": request_id,
    }
