"""Many pages through one request: NDJSON in, NDJSON out, both as they come, in bounded memory."""

import asyncio
import contextlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from extractor.errors import BadOptions, ExtractorError
from extractor.service import errors as problems
from extractor.service import negotiation as wire
from extractor.service import request_body as bodies
from extractor.service.budget import Loan
from extractor.service.task import Done, Line, answer_line, error_line, failed_line, key_of
from extractor.settings import Settings
from extractor.workers import Workers

MEDIA_TYPE = "application/x-ndjson"
PARAMETERS = bodies.PARAMETERS - {"format"} | {"ordered"}
ORDERED = {"1": True, "true": True, "0": False, "false": False}
AHEAD = 2  # pages in hand for each worker: one that is worked on, and one that waits
KEY_SECONDS = 5.0  # that a worker may take to read the id of a line that another worker could not answer
# Seconds without an answer, after which a space is sent before the next one. A client that left is noticed by it: the
# rest of its body may wait in buffers of the network, and what comes after, its end, cannot be seen.
SIGN_OF_LIFE_SECONDS = 0.4
Tell = Callable[[Done], None]


class Stream:
    """One batch: its lines go to the workers as places become free, and its answers out as they are ready."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a batch needs
        self, request: web.Request, workers: Workers, settings: Settings, loan: Loan, request_id: str, tell: Tell
    ) -> None:
        self.request, self.workers, self.settings, self.request_id = request, workers, settings, request_id
        self.loan, self.tell, self.query = loan, tell, dict(request.query)
        wire.check_query(request, PARAMETERS)
        self.deadline, self.codings = wire.deadline(request, self.query, settings), wire.codings(request)
        self.ordered = _ordered(self.query.get("ordered", "0"))
        self.places = asyncio.Semaphore(AHEAD * workers.count)
        self.working: set[asyncio.Task[Done]] = set()
        self.wrote = 0.0
        # What is to be written next: answers, in the order of their lines or as they are ready; and at last how many
        # there are.
        self.lined_up: asyncio.Queue[asyncio.Task[Done] | int] = asyncio.Queue()

    async def run(self) -> web.StreamResponse:
        """Answer all lines; `tell` hears of each."""
        response = web.StreamResponse(headers={"Content-Type": MEDIA_TYPE})
        await response.prepare(self.request)
        reading = asyncio.create_task(self._read())
        watching = asyncio.create_task(self._watch(response))
        written, total = 0, None
        try:
            while written != total:
                following = await self.lined_up.get()
                if isinstance(following, int):
                    total = following
                    continue
                done = await following
                self.places.release()
                self.tell(done)
                await self._write(response, done.body)
                written += 1
            await response.write_eof()
        finally:
            ending = (reading, watching, *self.working)
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)  # they give back what they hold of the loan
        return response

    async def _write(self, response: web.StreamResponse, data: bytes) -> None:
        self.wrote = asyncio.get_running_loop().time()
        await wire.write(self.request, response, data, self.settings)

    async def _watch(self, response: web.StreamResponse) -> None:
        """Send a space now and then while a line is worked on; where nobody is there, the connection breaks by it."""
        while True:
            await asyncio.sleep(SIGN_OF_LIFE_SECONDS)
            idle = asyncio.get_running_loop().time() - self.wrote
            if self.working and idle >= SIGN_OF_LIFE_SECONDS:
                with contextlib.suppress(ConnectionError):
                    await response.write(b" ")

    async def _read(self) -> None:
        number = 0
        try:
            async for line in bodies.lines(self.request, self.codings, self.settings, self.loan):
                number += 1
                await self._line_up(number, line)
        except (web.RequestPayloadError, ConnectionError) as error:
            broken = web.HTTPBadRequest(text=f"the body could not be read: {error}")
            number += 1
            await self._line_up(number, broken)
        except Exception as error:  # noqa: BLE001 - the lines before it are answered
            number += 1
            await self._line_up(number, error)
        self.lined_up.put_nowait(number)

    async def _line_up(self, number: int, line: bytes | Exception) -> None:
        await self.places.acquire()
        task = asyncio.create_task(self._answer(number, line))
        self.working.add(task)
        task.add_done_callback(self.working.discard)
        if self.ordered:
            self.lined_up.put_nowait(task)
        else:
            task.add_done_callback(self.lined_up.put_nowait)

    async def _answer(self, number: int, line: bytes | Exception) -> Done:
        """Answer one line, or say why it cannot be; this never raises."""
        if isinstance(line, web.HTTPException):
            status = HTTPStatus(line.status)
            problem = problems.of_status(status, line.text or line.reason, self.request_id)
            return Done(error_line(number, None, problem), failed=True)
        if isinstance(line, Exception):
            return failed_line(number, None, line, self.request_id)
        try:
            sent = Line(number, line, self.query, self.request_id, self.settings.max_body)
            return await self.workers.run(answer_line, sent, deadline=self.deadline, batch=True)
        except Exception as error:  # noqa: BLE001 - it costs this line
            return failed_line(number, await self._key(line), error, self.request_id)
        finally:
            self.loan.give(len(line))

    async def _key(self, line: bytes) -> Any:
        """Return the id of a line that its worker could not answer."""
        try:
            return await self.workers.run(key_of, line, deadline=KEY_SECONDS, batch=True)
        except ExtractorError:
            return None


def _ordered(given: str) -> bool:
    if given not in ORDERED:
        message = f"ordered must be 1 or 0, not {given!r}"
        raise BadOptions(message)
    return ORDERED[given]
