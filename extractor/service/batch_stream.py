"""Answer a batch: NDJSON in, NDJSON out, both streamed, in bounded memory."""

import asyncio
import contextlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from extractor.errors import BadOptions, ExtractorError
from extractor.service.budget import Loan
from extractor.service.errors import problem_of_status
from extractor.service.negotiation import BATCH_PARAMETERS, check_query, content_codings, deadline_seconds
from extractor.service.request_body import read_lines
from extractor.service.responses import write
from extractor.service.task import LineAnswer, LineRequest, answer_line, error_line, failed_line, line_id
from extractor.settings import Settings
from extractor.workers.pool import Workers

MEDIA_TYPE = "application/x-ndjson"
ORDERED_VALUES = {"1": True, "true": True, "0": False, "false": False}
LINES_PER_WORKER = 2  # in flight: one runs, and one is ready for the moment when it ends
LINE_ID_SECONDS = 5.0  # deadline for reading the id of a line whose own worker was killed
# A space is sent if no answer was sent for this long. Writing shows whether the client is still connected. Reading
# does not: unread lines in the network buffers hide the end of the connection.
KEEPALIVE_SECONDS = 0.4


class BatchStream:
    """One batch request.

    Args:
        request: the request.
        workers: they answer the lines.
        settings: limits.
        loan: lines are counted there.
        request_id: for error lines.
        on_answer: called with the answer to each line.

    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a batch needs
        self,
        request: web.Request,
        workers: Workers,
        settings: Settings,
        loan: Loan,
        request_id: str,
        on_answer: Callable[[LineAnswer], None],
    ) -> None:
        self.request, self.workers, self.settings, self.request_id = request, workers, settings, request_id
        self.loan, self.on_answer, self.query = loan, on_answer, dict(request.query)
        check_query(request, BATCH_PARAMETERS)
        self.deadline, self.codings = deadline_seconds(request, self.query, settings), content_codings(request)
        self.ordered = _parse_ordered(self.query.get("ordered", "0"))
        self.slots = asyncio.Semaphore(LINES_PER_WORKER * workers.count)
        self.answering: set[asyncio.Task[LineAnswer]] = set()
        self.last_write = 0.0
        # Answers in the order in which they are written. The last item is the number of lines.
        self.queue: asyncio.Queue[asyncio.Task[LineAnswer] | int] = asyncio.Queue()

    async def run(self) -> web.StreamResponse:
        """Read all lines and send an answer to each."""
        response = web.StreamResponse(headers={"Content-Type": MEDIA_TYPE})
        await response.prepare(self.request)
        reading = asyncio.create_task(self._read())
        keeping_alive = asyncio.create_task(self._keep_alive(response))
        written, total = 0, None
        try:
            while written != total:
                item = await self.queue.get()
                if isinstance(item, int):
                    total = item
                    continue
                answer = await item
                self.slots.release()
                self.on_answer(answer)
                await self._write(response, answer.body)
                written += 1
            await response.write_eof()
        finally:
            tasks = (reading, keeping_alive, *self.answering)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # they give their bytes back to the loan
        return response

    async def _write(self, response: web.StreamResponse, data: bytes) -> None:
        self.last_write = asyncio.get_running_loop().time()
        await write(self.request, response, data, self.settings)

    async def _keep_alive(self, response: web.StreamResponse) -> None:
        """Send spaces while lines are being answered. The connection breaks if the client has left."""
        while True:
            await asyncio.sleep(KEEPALIVE_SECONDS)
            idle = asyncio.get_running_loop().time() - self.last_write
            if self.answering and idle >= KEEPALIVE_SECONDS:
                with contextlib.suppress(ConnectionError):
                    await response.write(b" ")

    async def _read(self) -> None:
        number = 0
        try:
            async for line in read_lines(self.request, self.codings, self.settings, self.loan):
                number += 1
                await self._start(number, line)
        except (web.RequestPayloadError, ConnectionError) as error:
            number += 1
            await self._start(number, web.HTTPBadRequest(text=f"the body could not be read: {error}"))
        except Exception as error:  # noqa: BLE001 - the lines before it are answered, and it is the last answer
            number += 1
            await self._start(number, error)
        self.queue.put_nowait(number)

    async def _start(self, number: int, line: bytes | Exception) -> None:
        """Wait for a free slot, then start to answer a line."""
        await self.slots.acquire()
        task = asyncio.create_task(self._answer(number, line))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)
        if self.ordered:
            self.queue.put_nowait(task)
        else:
            task.add_done_callback(self.queue.put_nowait)

    async def _answer(self, number: int, line: bytes | Exception) -> LineAnswer:
        """Answer a line, or report the error that stands in its place. Exceptions become error lines."""
        if isinstance(line, web.HTTPException):
            problem = problem_of_status(HTTPStatus(line.status), line.text or line.reason, self.request_id)
            return LineAnswer(error_line(number, None, problem), failed=True)
        if isinstance(line, Exception):
            return failed_line(number, None, line, self.request_id)
        try:
            request = LineRequest(number, line, self.query, self.request_id, self.settings.max_body)
            return await self.workers.run(answer_line, request, deadline=self.deadline, batch=True)
        except Exception as error:  # noqa: BLE001 - other lines go on
            return failed_line(number, await self._line_id(line), error, self.request_id)
        finally:
            self.loan.give(len(line))

    async def _line_id(self, line: bytes) -> Any:
        """Return the id of a line whose own worker could not answer it; None if it cannot be read."""
        try:
            return await self.workers.run(line_id, line, deadline=LINE_ID_SECONDS, batch=True)
        except ExtractorError:
            return None


def _parse_ordered(value: str) -> bool:
    if value not in ORDERED_VALUES:
        message = f"ordered must be 1 or 0, not {value!r}"
        raise BadOptions(message)
    return ORDERED_VALUES[value]
