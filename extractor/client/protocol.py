"""What both clients share: requests, groups of lines, the meaning of answers, and the wait before the next attempt."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import httpx

from extractor.client.answers import Answer, Page, ServiceError
from extractor.errors import ExtractorError
from extractor.input.decode import decode
from extractor.version import __version__

URL: Final = "http://localhost:8080"
TIMEOUT_SECONDS: Final = 120.0  # longer than the service lets a page wait and run
RETRIES: Final = 6
FIRST_WAIT_SECONDS: Final = 0.25
MAX_WAIT_SECONDS: Final = 15.0
MAX_PAGE_BYTES: Final = 20_000_000  # of a page in a group; a larger one is refused, as the service does
LINES_IN_GROUP: Final = 64
GROUP_CHARACTERS: Final = 4_000_000  # a larger page is a group of its own
RETRYABLE_STATUSES: Final = frozenset({408, 429, 502, 503, 504})

Parameters = Mapping[str, str | int | bool | None]


class Group(NamedTuple):
    """Pages that are sent as lines of one request."""

    pages: list[Page]
    lines: list[bytes]
    attempt: int = 0
    """The number of attempts that were made before."""


def settings_of(url: str, key: str | None, timeout: float) -> dict[str, Any]:
    """Return the arguments of a client of httpx."""
    headers = {"User-Agent": f"mainmatter/{__version__}"} | ({"Authorization": f"Bearer {key}"} if key else {})
    return {"base_url": url, "headers": headers, "timeout": timeout}


def query_of(parameters: Parameters) -> dict[str, str]:
    """Return parameters of the service as text; those with None are left out."""
    return {
        name: str(int(value)) if isinstance(value, bool) else str(value)
        for name, value in parameters.items()
        if value is not None
    }


def request_of(data: bytes | str, content_type: str | None, parameters: Parameters) -> dict[str, Any]:
    """Return the arguments of a request for one page."""
    if isinstance(data, str):
        content_type = f"{(content_type or '').partition(';')[0]}; charset=utf-8" if content_type else content_type
    headers = {"Content-Type": content_type or "application/octet-stream"}
    body = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return {"method": "POST", "url": "/v1/extract", "content": body, "headers": headers, "params": query_of(parameters)}


def wait_seconds(attempt: int, error: ServiceError) -> float:
    """Return how long to wait before the next attempt; random, so that clients do not come back at once."""
    backoff = min(FIRST_WAIT_SECONDS * 2.0**attempt, MAX_WAIT_SECONDS)
    return max(error.retry_after, random.uniform(0.5, 1.0) * backoff)  # noqa: S311 - no secret


def error_of(raised: httpx.TransportError) -> ServiceError:
    """Return the error for a connection that failed. Another attempt may succeed."""
    title = "No answer" if isinstance(raised, httpx.TimeoutException) else "No connection"
    return ServiceError({"title": title, "detail": str(raised) or type(raised).__name__}, retryable=True)


def check(response: httpx.Response) -> None:
    """Raise for an answer that is an error. The body must have been read.

    Raises:
        ServiceError: the status is 400 or more.

    """
    if not response.is_error:
        return
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):  # a proxy answers in its own way
        problem = {"title": response.reason_phrase, "status": response.status_code, "detail": response.text[:200]}
    retryable = problem.get("retryable", response.status_code in RETRYABLE_STATUSES)
    raise ServiceError(problem, retryable=bool(retryable), retry_after=_seconds(response.headers.get("Retry-After")))


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isascii() and header.isdecimal() else 0.0


def groups_of(pages: Iterable[Page], refuse: Callable[[Answer], None]) -> Iterator[Group]:
    """Yield the pages in groups, and read no more pages than the next group needs.

    Args:
        pages: the pages.
        refuse: called with the answer to each page that cannot be read, and is not sent.

    """
    held: list[Page] = []
    lines: list[bytes] = []
    size = 0
    for page in pages:
        try:
            line = _line(page)
        except ExtractorError as error:
            problem = {"title": type(error).__name__, "detail": str(error)}
            refuse(Answer(page.id, None, ServiceError(problem, retryable=False)))
            continue
        if held and (len(held) == LINES_IN_GROUP or size + len(line) > GROUP_CHARACTERS):
            yield Group(held, lines)
            held, lines, size = [], [], 0
        held.append(page)
        lines.append(line)
        size += len(line)
    if held:
        yield Group(held, lines)


def _line(page: Page) -> bytes:
    """Return a page as a line of JSON, which holds text, so bytes are decoded here.

    Raises:
        ExtractorError: the page is too large, empty, or no page.

    """
    decoded = decode(page.data, content_type=page.content_type, max_bytes=MAX_PAGE_BYTES)
    member = "html" if decoded.kind == "html" else "text"
    fields = {"id": page.id, member: decoded.text, "url": page.url or decoded.url}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def batch_request(group: Group, parameters: Parameters) -> dict[str, Any]:
    """Return the arguments of a request for a group."""
    return {
        "method": "POST",
        "url": "/v1/extract/batch",
        "content": b"".join(group.lines),
        "headers": {"Content-Type": "application/x-ndjson"},
        "params": query_of(parameters),
    }


class Answers:
    """Reads the lines that answer a group, and keeps what must be sent again.

    Args:
        group: the group.
        retries: the number of times that a page is sent again.

    """

    def __init__(self, group: Group, retries: int) -> None:
        self._group, self._is_last = group, group.attempt >= retries
        self._open = set(range(len(group.pages)))
        self._waits: list[float] = []

    def read(self, line: str) -> Iterator[Answer]:
        """Yield the answer in a line; none for a page that is sent again."""
        if not line.strip():
            return
        fields = json.loads(line)
        number = fields.pop("line") - 1
        page_id = fields.pop("id")
        if "error" not in fields:
            self._open.discard(number)
            yield Answer(page_id, fields, None)
            return
        problem = fields["error"]
        error = ServiceError(problem, retryable=bool(problem.get("retryable")))
        if error.retryable and not self._is_last:
            self._waits.append(wait_seconds(self._group.attempt, error))
            return
        self._open.discard(number)
        yield Answer(self._group.pages[number].id, None, error)

    def failed(self, error: ServiceError) -> Iterator[Answer]:
        """Yield an answer for each page that is open, if the request failed and is not sent again."""
        if error.retryable and not self._is_last:
            self._waits.append(wait_seconds(self._group.attempt, error))
            return
        for number in sorted(self._open):
            yield Answer(self._group.pages[number].id, None, error)
        self._open.clear()

    def again(self) -> tuple[Group, float] | None:
        """Return the pages to send again, and the seconds to wait before; None if all are answered."""
        if not self._open:
            return None
        left = sorted(self._open)
        pages, lines = [self._group.pages[number] for number in left], [self._group.lines[number] for number in left]
        return Group(pages, lines, self._group.attempt + 1), max(self._waits, default=FIRST_WAIT_SECONDS)

    def end(self) -> Iterator[Answer]:
        """Yield an error for each page without an answer, if the last attempt ended too early."""
        if self._is_last and self._open:
            problem = {"title": "No answer", "detail": "the service ended the stream before the answer to this page"}
            yield from self.failed(ServiceError(problem, retryable=True))
