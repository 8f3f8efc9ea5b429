"""Answer one request in a worker: decompress the body, read it, extract, and render.

A hostile body then costs its worker only.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import nh3

from extractor.errors import BadOptions, ExtractorError, Garbled, InternalError
from extractor.input.decompress import decompress
from extractor.options import options_of
from extractor.render.formats import render
from extractor.render.json import field_names, trimmed
from extractor.service import errors as problems
from extractor.types import Extraction
from extractor.version import __version__
from extractor.workers import Job, defect, work

JSON_FIELDS = frozenset({"html", "text", "url", "mode", "focus", "images"})
SWITCH = {"1": True, "true": True, "0": False, "false": False}


class Sent(NamedTuple):
    """A request's body and what was said about it."""

    body: bytes | bytearray
    content_type: str | None
    """As declared; None where nothing useful was."""
    codings: tuple[str, ...]
    """How it is compressed, in the order in which that was done."""
    query: Mapping[str, str]
    form: str
    max_bytes: int
    max_ratio: int


class Answer(NamedTuple):
    """What goes back, and what the operator wants to know of it."""

    body: bytes
    tag: str
    """The same for the same page, options and version."""
    language: str | None
    engine: str
    confidence: float
    seconds: float
    """How long the worker had it."""


def answer(sent: Sent) -> Answer:
    """Answer one request.

    Raises:
        ExtractorError: as `extract`; `Garbled` and `TooLarge` for a body that does not unpack.

    """
    start = time.monotonic()
    data = decompress(bytes(sent.body), sent.codings, max_bytes=sent.max_bytes, max_ratio=sent.max_ratio)
    is_json = (sent.content_type or "").partition(";")[0].strip().lower() == "application/json"
    job = job_of(_object(data), sent.query, sent.max_bytes) if is_json else _raw(data, sent)
    names = field_names(sent.query.get("fields"), sent.form)
    extraction = work(job)
    said = repr((job.url, job.content_type, job.options, sent.form, names, __version__))
    tag = hashlib.blake2b(data + said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Answer(
        _written(extraction, sent.form, names),
        tag,
        extraction.language,
        extraction.engine,
        extraction.confidence,
        time.monotonic() - start,
    )


class Line(NamedTuple):
    """A line of a batch and its place."""

    number: int
    """From 1."""
    body: bytes
    query: Mapping[str, str]
    request_id: str
    max_bytes: int


class Done(NamedTuple):
    """The line that answers it, and whether that is an error."""

    body: bytes
    failed: bool
    defect: str = ""
    """The traceback of a defect of extractor, for the log."""


def answer_line(line: Line) -> Done:
    """Answer one line of a batch; every error becomes a line too."""
    key: Any = None
    try:
        sent = _object(line.body)
        key = sent.pop("id", None)
        job = job_of(sent, line.query, line.max_bytes)
        names = field_names(line.query.get("fields"), "json")
        extraction = work(job)
        return Done(_line({"line": line.number, "id": key, **trimmed(extraction, names)}), failed=False)
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - whatever it is, it costs this line, which keeps its id
        return failed_line(line.number, key, raised, line.request_id)


def key_of(line: bytes) -> Any:
    """The `id` of a line whose worker could not tell it any more."""
    try:
        return _object(line).get("id")
    except Garbled:
        return None


def failed_line(number: int, key: Any, raised: Exception, request_id: str) -> Done:
    """A line that says why there is no answer; what is no error of ours by name becomes an `InternalError`."""
    if isinstance(raised, ExtractorError) and not isinstance(raised, InternalError):
        return Done(error_line(number, key, problems.of_error(raised, request_id)), failed=True)
    error = defect(raised)
    return Done(error_line(number, key, problems.of_error(error, request_id)), failed=True, defect=traceback_of(error))


def traceback_of(error: InternalError) -> str:
    """The traceback that came with an error from a worker, or that it has here."""
    return "".join(getattr(error, "__notes__", ()))


def error_line(number: int, key: Any, problem: Mapping[str, Any]) -> bytes:
    """A line that says why there is no answer."""
    return _line({"line": number, "id": key, "error": problem})


def _line(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def job_of(sent: Mapping[str, Any], query: Mapping[str, str], max_bytes: int) -> Job:
    """A JSON object like `{"html": "...", "url": "..."}` as a job; what it does not say the query may.

    Raises:
        Garbled: it has unknown members, or members of other types.
        BadOptions: an option has a value that it cannot have.

    """
    if unknown := sent.keys() - JSON_FIELDS:
        message = f"unknown field {min(unknown)!r}; known are {', '.join(sorted(JSON_FIELDS))}"
        raise Garbled(message)
    for name, value in sent.items():
        kind = bool if name == "images" else str
        if value is not None and not isinstance(value, kind):
            message = f"{name} must be a {'boolean' if kind is bool else 'string'}"
            raise Garbled(message)
    html, text = sent.get("html"), sent.get("text")
    if (html is None) == (text is None):
        message = "send either html or text"
        raise Garbled(message)
    return Job(
        data=str(text if html is None else html),
        url=sent.get("url") or query.get("url"),
        content_type="text/html" if html is not None else "text/plain",
        options=options_of(
            mode=sent.get("mode") or query.get("mode"),
            focus=sent.get("focus") or query.get("focus"),
            images=_switch(query.get("images")) if sent.get("images") is None else sent["images"],
            max_bytes=max_bytes,
        ),
    )


def _raw(data: bytes, sent: Sent) -> Job:
    query = sent.query
    return Job(
        data=data,
        url=query.get("url"),
        content_type=sent.content_type,
        options=options_of(
            mode=query.get("mode"),
            focus=query.get("focus"),
            images=_switch(query.get("images")),
            max_bytes=sent.max_bytes,
        ),
    )


def _object(data: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"the body is not JSON: {error}"
        raise Garbled(message) from None
    if not isinstance(sent, dict):
        message = 'the JSON must be an object like {"html": "...", "url": "..."}'
        raise Garbled(message)
    return sent


def _switch(given: str | None) -> bool | None:
    if given is None:
        return None
    if given not in SWITCH:
        message = f"images must be 1 or 0, not {given!r}"
        raise BadOptions(message)
    return SWITCH[given]


def _written(extraction: Extraction, form: str, names: tuple[str, ...]) -> bytes:
    if form == "json":
        written = json.dumps(trimmed(extraction, names), ensure_ascii=False)
    else:
        written = render(extraction, form)
        if form == "html":  # it is clean already; who runs a service may want to hear it from somebody else as well
            written = nh3.clean(written, link_rel=None)
    return written.encode("utf-8", "replace")
