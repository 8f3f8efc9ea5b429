"""Routes of other services, off by default (`Settings.compat`): Postlight Parser's, and the one that Tika 4 removed."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from extractor.input.decompress import decompress
from extractor.service.negotiation import check_query, content_codings, declared_type
from extractor.service.request_body import read_body
from extractor.service.responses import respond
from extractor.service.state import STATE
from extractor.service.task import PageAnswer, PageRequest, answer_page

JSON: Final = "application/json"
postlight = web.RouteTableDef()
tika = web.RouteTableDef()
ROUTES: Final[Mapping[str, web.RouteTableDef]] = {"postlight": postlight, "tika": tika}
"""By their names in `Settings.compat`."""


@postlight.post("/parse-html")
async def parse_html(request: web.Request) -> web.StreamResponse:
    """Extract one page, sent as JSON with `html` and `url`, and answer Postlight's fields."""
    if request.content_type != JSON:
        raise web.HTTPUnsupportedMediaType(text=f'send {JSON}: {{"url": "...", "html": "..."}}')
    return await _answer(request, answer_postlight, JSON, "json")


@tika.put("/tika/main")
async def tika_main(request: web.Request) -> web.StreamResponse:
    """Extract one page and answer its text."""
    return await _answer(request, answer_page, declared_type(request), "text")


async def _answer(
    request: web.Request, task: Callable[[PageRequest], PageAnswer], declared: str | None, form: str
) -> web.StreamResponse:
    """Run a task for the body of a request in a worker, and send its answer."""
    state, start = request.app[STATE], time.monotonic()
    state.check_workers()
    check_query(request, ())
    settings, codings = state.settings, content_codings(request)
    with state.budget.loan() as loan:
        body = await read_body(request, settings, loan)
        size = len(body)
        page = PageRequest(body, declared, codings, {}, form, settings.max_body, settings.max_ratio)
        del body
        answer = await state.workers.run(task, page, deadline=settings.deadline)
        del page  # the body's memory is free while the answer is sent
        state.metrics.observe_answer(answer, received_bytes=size, seconds=time.monotonic() - start)
        loan.become(len(answer.body))
        return await respond(request, answer, form, settings)


def answer_postlight(request: PageRequest) -> PageAnswer:
    """Answer a page with the fields of Postlight Parser. This runs in a worker.

    Raises:
        ExtractorError: see `answer_page`.

    """
    data = decompress(bytes(request.body), request.codings, max_bytes=request.max_bytes, max_ratio=request.max_ratio)
    answer = answer_page(request._replace(body=data, codings=()))
    fields: dict[str, Any] = json.loads(answer.body)
    url = json.loads(data).get("url") or fields["canonical_url"]
    renamed = {
        "title": fields["title"],
        "content": fields["html"],
        "author": ", ".join(fields["authors"]) or None,
        "date_published": fields["date_published"],
        "lead_image_url": fields["image"],
        "dek": None,
        "next_page_url": None,
        "url": url,
        "domain": _domain(url),
        "excerpt": fields["description"],
        "word_count": fields["word_count"],
        "direction": fields["direction"] or "ltr",
        "total_pages": 1,
        "rendered_pages": 1,
    }
    return answer._replace(body=json.dumps(renamed, ensure_ascii=False).encode())


def _domain(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:  # an address that cannot be parsed
        return None
