"""A client of the service for asyncio."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import Any, Final, Self

import httpx

from extractor.client import protocol
from extractor.client.answers import Answer, Page, ServiceError

GROUPS_IN_FLIGHT: Final = 4  # the service reads no faster than it works


class AsyncClient:
    """A client of the service. Arguments and methods are those of `Client`."""

    def __init__(
        self,
        url: str = protocol.URL,
        *,
        key: str | None = None,
        retries: int = protocol.RETRIES,
        timeout: float = protocol.TIMEOUT_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retries = retries
        self._http = httpx.AsyncClient(transport=transport, **protocol.settings_of(url, key, timeout))

    async def extract(
        self,
        data: bytes | str,
        *,
        url: str | None = None,
        content_type: str | None = None,
        **parameters: str | int | bool | None,
    ) -> dict[str, Any]:
        """Extract one page, as `Client.extract` does."""
        response = await self._page(data, content_type, {**parameters, "url": url, "format": "json"})
        found: dict[str, Any] = response.json()
        return found

    async def render(
        self,
        data: bytes | str,
        form: str,
        *,
        url: str | None = None,
        content_type: str | None = None,
        **parameters: str | int | bool | None,
    ) -> str:
        """Extract one page in a form, as `Client.render` does."""
        return (await self._page(data, content_type, {**parameters, "url": url, "format": form})).text

    async def extract_many(self, pages: Iterable[Page], **parameters: str | int | bool | None) -> AsyncIterator[Answer]:
        """Extract any number of pages, as `Client.extract_many` does, with several groups in flight."""
        answered: asyncio.Queue[Answer] = asyncio.Queue()
        refused: deque[Answer] = deque()
        groups = protocol.groups_of(pages, refused.append)
        sending: set[asyncio.Task[None]] = set()
        group: protocol.Group | None = None
        is_exhausted = False
        try:
            while True:
                while not is_exhausted and len(sending) < GROUPS_IN_FLIGHT and answered.empty():
                    # Reading and decoding pages may take long, and must not stop the event loop.
                    group = await asyncio.to_thread(next, groups, None)
                    is_exhausted = group is None
                    if group is not None:
                        sending.add(asyncio.create_task(self._answer(group, answered, parameters)))
                while refused:
                    yield refused.popleft()
                while not answered.empty():
                    yield answered.get_nowait()
                if not sending:
                    if is_exhausted:
                        return
                    continue
                done = await _first_of(answered, sending)
                for task in done:
                    sending.discard(task)
                    task.result()
        finally:
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self.close()

    async def _page(
        self, data: bytes | str, content_type: str | None, parameters: protocol.Parameters
    ) -> httpx.Response:
        request = protocol.request_of(data, content_type, parameters)
        for attempt in range(self._retries + 1):
            try:
                response = await self._http.request(**request)
                protocol.check(response)
            except (httpx.TransportError, ServiceError) as raised:
                error = raised if isinstance(raised, ServiceError) else protocol.error_of(raised)
                if not error.retryable or attempt == self._retries:
                    raise error from None
                await asyncio.sleep(protocol.wait_seconds(attempt, error))
            else:
                return response
        raise AssertionError  # the last attempt returns or raises

    async def _answer(
        self, group: protocol.Group, answered: "asyncio.Queue[Answer]", parameters: protocol.Parameters
    ) -> None:
        """Send a group until all its pages are answered."""
        while True:
            answers = protocol.Answers(group, self._retries)
            async for answer in self._send(group, answers, parameters):
                answered.put_nowait(answer)
            again = answers.again()
            if again is None:
                return
            group, seconds = again
            await asyncio.sleep(seconds)

    async def _send(
        self, group: protocol.Group, answers: protocol.Answers, parameters: protocol.Parameters
    ) -> AsyncIterator[Answer]:
        try:
            async with self._http.stream(**protocol.batch_request(group, parameters)) as response:
                if response.is_error:
                    await response.aread()
                    protocol.check(response)
                async for line in response.aiter_lines():
                    for answer in answers.read(line):
                        yield answer
        except (httpx.TransportError, ServiceError) as raised:
            error = raised if isinstance(raised, ServiceError) else protocol.error_of(raised)
            if not error.retryable:
                raise error from None
            for answer in answers.failed(error):
                yield answer
        for answer in answers.end():
            yield answer


async def _first_of(answered: "asyncio.Queue[Answer]", sending: set["asyncio.Task[None]"]) -> set["asyncio.Task[None]"]:
    """Wait until there is an answer or a task has ended; return the tasks that have ended."""
    waiting = asyncio.create_task(answered.get())
    await asyncio.wait({waiting, *sending}, return_when=asyncio.FIRST_COMPLETED)
    if waiting.done():
        answered.put_nowait(waiting.result())
    else:
        waiting.cancel()
    return {task for task in sending if task.done()}
