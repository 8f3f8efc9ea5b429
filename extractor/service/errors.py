"""Errors as problem details: the members of RFC 9457, `retryable` and `request_id`."""

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


class Problem(NamedTuple):
    """The HTTP status of an extractor error, and what problem details say about it."""

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
RETRYABLE_STATUSES = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


def problem_of_error(error: ExtractorError, request_id: str) -> dict[str, Any]:
    """Return the problem details of an extractor error."""
    known = PROBLEMS[type(error)]
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__).lstrip("-")
    return _problem(name, known, str(error), request_id)


def problem_of_status(status: HTTPStatus, detail: str, request_id: str) -> dict[str, Any]:
    """Return the problem details of an HTTP error such as 404."""
    name = status.phrase.lower().replace(" ", "-")
    return _problem(name, Problem(status, status.phrase, status in RETRYABLE_STATUSES), detail, request_id)


def _problem(name: str, problem: Problem, detail: str, request_id: str) -> dict[str, Any]:
    return {
        "type": f"urn:extractor:problem:{name}",
        "title": problem.title,
        "status": problem.status.value,
        "detail": detail,
        "retryable": problem.retryable,
        "request_id": request_id,
    }
