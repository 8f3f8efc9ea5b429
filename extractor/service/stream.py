"""Many pages through one request: NDJSON in, NDJSON out, both as they come, in bounded memory."""

import asyncio
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from aiohttp import web

from extractor.errors import ExtractorError
from extractor.service import bodies, problems, wire
from extractor.service.work import Done, Line, answer_line, error_line, key_of
from extractor.settings import Settings
from extractor.workers import Workers

MEDIA_TYPE = "application/x-ndjson"
AHEAD = 2  # pages in hand for each worker: one that is worked on, and one that waits
Tell = Callable[[Done], None]


class Stream:
    """One batch: its lines go to the workers as places become free, and its answers out as they are ready."""

    def __init__(self, request: web.Request, workers: Workers, settings: Settings, request_id: str) -> None:
        self.request, self.workers, self.settings, self.request_id = request, workers, settings, request_id
        self.deadline, self.codings = wire.deadline(request, settings), wire.codings(request)
        self.ordered = request.query.get("ordered", "0") not in {"0", "false"}
        self.places = asyncio.Semaphore(AHEAD * workers.count)
        self.working: set[asyncio.Task[Done]] = set()
        # What is to be written next: answers, in the order of their lines or as they are ready; and at last how many
        # there are.
        self.lined_up: asyncio.Queue[asyncio.Task[Done] | int] = asyncio.Queue()

    async def run(self, tell: Tell) -> web.StreamResponse:
        """Answer all lines; `tell` hears of each."""
        response = web.StreamResponse(headers={"Content-Type": MEDIA_TYPE})
        await response.prepare(self.request)
        reading = asyncio.create_task(self._read())
        written, total = 0, None
        try:
            while written != total:
                following = await self.lined_up.get()
                if isinstance(following, int):
                    total = following
                    continue
                done = await following
                self.places.release()
                tell(done)
                await response.write(done.body)
                written += 1
            await response.write_eof()
        finally:
            for task in (reading, *self.working):
                task.cancel()
        return response

    async def _read(self) -> None:
        number = 0
        try:
            async for line in bodies.lines(self.request, self.codings, self.settings):
                number += 1
                await self._line_up(self._answer(number, line))
        except (ExtractorError, web.HTTPException) as error:
            number += 1
            await self._line_up(self._answer(number, error))
        self.lined_up.put_nowait(number)

    async def _line_up(self, answering: Coroutine[Any, Any, Done]) -> None:
        await self.places.acquire()
        task = asyncio.create_task(answering)
        self.working.add(task)
        task.add_done_callback(self.working.discard)
        if self.ordered:
            self.lined_up.put_nowait(task)
        else:
            task.add_done_callback(self.lined_up.put_nowait)

    async def _answer(self, number: int, line: "bytes | ExtractorError | web.HTTPException") -> Done:
        if not isinstance(line, bytes):
            return Done(error_line(number, None, self._problem(line)), failed=True)
        sent = Line(number, line, dict(self.request.query), self.request_id, self.settings.max_body)
        try:
            return await self.workers.run(answer_line, sent, deadline=self.deadline, patient=True)
        except ExtractorError as error:
            return Done(error_line(number, key_of(line), self._problem(error)), failed=True)

    def _problem(self, error: ExtractorError | web.HTTPException) -> dict[str, object]:
        if isinstance(error, ExtractorError):
            return problems.of_error(error, self.request_id)
        return problems.of_status(HTTPStatus(error.status), error.text or error.reason, self.request_id)
