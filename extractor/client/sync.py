"""A client of the service for code without asyncio."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import httpx

from extractor.client import protocol
from extractor.client.answers import Answer, Page, ServiceError


class Client:
    """A client of the service. It may be shared by threads.

    Args:
        url: address of the service.
        key: API key, if the service asks for one.
        retries: how often a request is sent again if the service is busy or cannot be reached, with growing pauses.
        timeout: seconds without any byte of an answer after which a request counts as failed.
        transport: of httpx, for tests and proxies.

    """

    def __init__(
        self,
        url: str = protocol.URL,
        *,
        key: str | None = None,
        retries: int = protocol.RETRIES,
        timeout: float = protocol.TIMEOUT_SECONDS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._retries = retries
        self._http = httpx.Client(transport=transport, **protocol.settings_of(url, key, timeout))

    def extract(
        self,
        data: bytes | str,
        *,
        url: str | None = None,
        content_type: str | None = None,
        **parameters: str | int | bool | None,
    ) -> dict[str, Any]:
        """Extract one page.

        Args:
            data: the page.
            url: its address; it makes links absolute.
            content_type: its HTTP `Content-Type`.
            parameters: those of `POST /v1/extract`, such as `mode`, `fields` and `chunks`.

        Returns:
            The fields of the answer.

        Raises:
            ServiceError: the page was refused, or the service was busy or away at all attempts.

        """
        found: dict[str, Any] = self._page(data, content_type, {**parameters, "url": url, "format": "json"}).json()
        return found

    def render(
        self,
        data: bytes | str,
        form: str,
        *,
        url: str | None = None,
        content_type: str | None = None,
        **parameters: str | int | bool | None,
    ) -> str:
        """Extract one page as `text`, `markdown`, `html` or `xml`. Arguments and errors are those of `extract`."""
        return self._page(data, content_type, {**parameters, "url": url, "format": form}).text

    def extract_many(self, pages: Iterable[Page], **parameters: str | int | bool | None) -> Iterator[Answer]:
        """Extract any number of pages.

        Pages are read as they are needed, and sent in groups. A page for which the service has no time is sent again.

        Args:
            pages: the pages.
            parameters: those of `POST /v1/extract/batch`.

        Yields:
            One answer for each page, in any order.

        Raises:
            ServiceError: the service refuses the parameters or the key.

        """
        refused: deque[Answer] = deque()
        for first in protocol.groups_of(pages, refused.append):
            group: protocol.Group | None = first
            while group is not None:
                answers = protocol.Answers(group, self._retries)
                yield from self._send(group, answers, parameters)
                again = answers.again()
                group = None
                if again is not None:
                    group, seconds = again
                    time.sleep(seconds)
            while refused:
                yield refused.popleft()
        yield from refused

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close all connections."""
        self.close()

    def _page(self, data: bytes | str, content_type: str | None, parameters: protocol.Parameters) -> httpx.Response:
        request = protocol.request_of(data, content_type, parameters)
        for attempt in range(self._retries + 1):
            try:
                response = self._http.request(**request)
                protocol.check(response)
            except (httpx.TransportError, ServiceError) as raised:
                error = raised if isinstance(raised, ServiceError) else protocol.error_of(raised)
                if not error.retryable or attempt == self._retries:
                    raise error from None
                time.sleep(protocol.wait_seconds(attempt, error))
            else:
                return response
        raise AssertionError  # the last attempt returns or raises

    def _send(
        self, group: protocol.Group, answers: protocol.Answers, parameters: protocol.Parameters
    ) -> Iterator[Answer]:
        try:
            with self._http.stream(**protocol.batch_request(group, parameters)) as response:
                if response.is_error:
                    response.read()
                    protocol.check(response)
                for line in response.iter_lines():
                    yield from answers.read(line)
        except (httpx.TransportError, ServiceError) as raised:
            error = raised if isinstance(raised, ServiceError) else protocol.error_of(raised)
            if not error.retryable:
                raise error from None
            yield from answers.failed(error)
        yield from answers.end()
