"""The tasks of a worker: decode a request body, extract the page and render the answer. Nothing here knows HTTP."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import nh3

from extractor.errors import BadOptions, ExtractorError, Garbled, InternalError
from extractor.extraction import Extraction
from extractor.input.decompress import decompress
from extractor.options import Options, options_of
from extractor.pipeline import extract
from extractor.render.formats import render
from extractor.render.json import field_names, fields_to_read, trimmed
from extractor.render.markdown.options import MarkdownOptions, markdown_options_of
from extractor.service.errors import problem_of_error
from extractor.version import __version__
from extractor.workers.process import as_internal_error

JSON_FIELDS = frozenset({"html", "text", "url", "mode", "focus", "comments", "images", "structured_data"})
HEADER_FIELDS = frozenset({"language"})  # of which response headers are made
CHOICES, FLAGS = ("mode", "focus", "comments"), ("images", "structured_data")
# Elements and attributes of the clean fragment. The classes name the language of code, and mark formulas and call-outs.
HTML_TAGS = nh3.ALLOWED_TAGS | {"section"}
HTML_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "li": {"id", "value", "class"},
    "abbr": {"title"},
    **{tag: {"class"} for tag in ("code", "span", "blockquote", "p", "section")},
    **{tag: {"colspan", "rowspan"} for tag in ("td", "th")},
}
BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
MAX_NUMBER_DIGITS = 9


class PageRequest(NamedTuple):
    """The body of a single-page request, and what its headers and query say."""

    body: bytes | bytearray
    content_type: str | None
    """As declared; None if the declaration says nothing."""
    codings: tuple[str, ...]
    """Content codings, in the order in which they were applied."""
    query: Mapping[str, str]
    form: str
    """Format of the answer."""
    max_bytes: int
    max_ratio: int


class PageAnswer(NamedTuple):
    """The rendered answer to a single-page request, and figures for response headers and metrics."""

    body: bytes
    etag: str
    """Equal for equal page, options and version."""
    language: str | None
    engine: str
    confidence: float
    seconds: float
    """Time in the worker."""


class LineRequest(NamedTuple):
    """A line of a batch."""

    number: int
    """From 1."""
    body: bytes
    query: Mapping[str, str]
    request_id: str
    max_bytes: int


class LineAnswer(NamedTuple):
    """The line that answers a line of a batch."""

    body: bytes
    failed: bool
    traceback: str = ""
    """Set if the line failed because of a defect of extractor."""


class ExtractCall(NamedTuple):
    """The arguments of one call of `extract`."""

    data: bytes | str
    url: str | None
    content_type: str | None
    options: Options

    def run(self, fields: frozenset[str] | None) -> Extraction:
        """Call `extract` for some fields; None stands for all."""
        options = replace(self.options, fields=fields)
        return extract(self.data, url=self.url, content_type=self.content_type, options=options)


def answer_page(request: PageRequest) -> PageAnswer:
    """Answer a single-page request.

    Raises:
        ExtractorError: see `extract`; also `Garbled` and `TooLarge` for a body that cannot be decompressed.

    """
    start = time.monotonic()
    data = decompress(bytes(request.body), request.codings, max_bytes=request.max_bytes, max_ratio=request.max_ratio)
    is_json = (request.content_type or "").partition(";")[0].strip().lower() == "application/json"
    call = call_of_json(_parse_object(data), request.query, request.max_bytes) if is_json else _raw_call(data, request)
    names, markdown = _fields_of(request.query, request.form), markdown_of(request.query)
    extraction = call.run(fields_to_read(names, request.form, HEADER_FIELDS))
    variant = repr((call.url, call.content_type, call.options, request.form, names, markdown, __version__))
    etag = hashlib.blake2b(data + variant.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return PageAnswer(
        _rendered(extraction, request.form, names, markdown),
        etag,
        extraction.language,
        extraction.engine,
        extraction.confidence,
        time.monotonic() - start,
    )


def answer_line(line: LineRequest) -> LineAnswer:
    """Answer a line of a batch. All exceptions but `MemoryError` become an error line."""
    key: Any = None
    try:
        members = _parse_object(line.body)
        key = members.pop("id", None)
        call = call_of_json(members, line.query, line.max_bytes)
        names, markdown = _fields_of(line.query, "json"), markdown_of(line.query)
        fields = trimmed(call.run(fields_to_read(names, "json")), names, markdown)
        return LineAnswer(_to_line({"line": line.number, "id": key, **fields}), failed=False)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the error line has the `id`, which only this function knows
        return failed_line(line.number, key, error, line.request_id)


def line_id(line: bytes) -> Any:
    """Return the `id` of a line; None if the line is not a JSON object."""
    try:
        return _parse_object(line).get("id")
    except Garbled:
        return None


def failed_line(number: int, key: Any, raised: Exception, request_id: str) -> LineAnswer:
    """Return the error line for an exception. Unexpected exceptions are reported as `InternalError`."""
    if isinstance(raised, ExtractorError) and not isinstance(raised, InternalError):
        return LineAnswer(error_line(number, key, problem_of_error(raised, request_id)), failed=True)
    error = as_internal_error(raised)
    body = error_line(number, key, problem_of_error(error, request_id))
    return LineAnswer(body, failed=True, traceback=traceback_of(error))


def traceback_of(error: InternalError) -> str:
    """Return the traceback that `as_internal_error` added to an error; empty if there is none."""
    return "".join(getattr(error, "__notes__", ()))


def error_line(number: int, key: Any, problem: Mapping[str, Any]) -> bytes:
    """Return the line that reports a problem."""
    return _to_line({"line": number, "id": key, "error": problem})


def _to_line(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def call_of_json(members: Mapping[str, Any], query: Mapping[str, str], max_bytes: int) -> ExtractCall:
    """Convert a JSON object like `{"html": "...", "url": "..."}` to a call. The query fills in missing members.

    Raises:
        Garbled: the object has unknown members, or members of wrong types.
        BadOptions: an option has an invalid value.

    """
    if unknown := members.keys() - JSON_FIELDS:
        message = f"unknown field {min(unknown)!r}; known are {', '.join(sorted(JSON_FIELDS))}"
        raise Garbled(message)
    for name, value in members.items():
        kind = bool if name in FLAGS else str
        if value is not None and not isinstance(value, kind):
            message = f"{name} must be a {'boolean' if kind is bool else 'string'}"
            raise Garbled(message)
    html, text = members.get("html"), members.get("text")
    if (html is None) == (text is None):
        message = "send either html or text"
        raise Garbled(message)
    own = {name: members[name] for name in (*CHOICES, *FLAGS) if members.get(name) not in {None, ""}}
    return ExtractCall(
        data=str(text if html is None else html),
        url=members.get("url") or query.get("url"),
        content_type="text/html" if html is not None else "text/plain",
        options=replace(_options_of_query(query, max_bytes), **own),
    )


def _raw_call(data: bytes, request: PageRequest) -> ExtractCall:
    query = request.query
    return ExtractCall(
        data=data,
        url=query.get("url"),
        content_type=request.content_type,
        options=_options_of_query(query, request.max_bytes),
    )


def check_values(query: Mapping[str, str]) -> None:
    """Refuse invalid values in a query, also where a form states the same parameters again.

    Raises:
        BadOptions: a value is invalid.

    """
    _options_of_query(query, max_bytes=1)
    markdown_of(query)


def _options_of_query(query: Mapping[str, str], max_bytes: int) -> Options:
    return options_of(
        **{name: query.get(name) for name in CHOICES},
        **{name: _boolean(query, name) for name in FLAGS},
        max_bytes=max_bytes,
    )


def _parse_object(data: bytes) -> dict[str, Any]:
    try:
        members = json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"the body is not JSON: {error}"
        raise Garbled(message) from None
    if not isinstance(members, dict):
        message = 'the JSON must be an object like {"html": "...", "url": "..."}'
        raise Garbled(message)
    return members


def _boolean(query: Mapping[str, str], name: str) -> bool | None:
    value = query.get(name)
    if value is None:
        return None
    if value not in BOOLEANS:
        message = f"{name} must be 1 or 0, not {value!r}"
        raise BadOptions(message)
    return BOOLEANS[value]


def _number(query: Mapping[str, str], name: str) -> int | None:
    value = query.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= MAX_NUMBER_DIGITS):
        message = f"{name} must be a whole number of at most {MAX_NUMBER_DIGITS} digits, not {value!r}"
        raise BadOptions(message)
    return int(value)


def _fields_of(query: Mapping[str, str], form: str) -> tuple[str, ...]:
    return field_names(query.get("fields"), form, chunks="chunks" in query)


def markdown_of(query: Mapping[str, str]) -> MarkdownOptions:
    """Return the options of Markdown in a query.

    Raises:
        BadOptions: an option has an invalid value.

    """
    return markdown_options_of(
        chunk_tokens=_number(query, "chunks"),
        links=query.get("links"),
        ragged_tables=query.get("ragged_tables"),
        images=_boolean(query, "markdown_images"),
        **{name: _boolean(query, name) for name in ("pad_tables", "title_heading", "front_matter")},
    )


def _rendered(extraction: Extraction, form: str, names: tuple[str, ...], markdown: MarkdownOptions) -> bytes:
    if form == "json":
        rendered = json.dumps(trimmed(extraction, names, markdown), ensure_ascii=False)
    else:
        rendered = render(extraction, form, markdown)
        if form == "html":  # the fragment is clean already; a second, independent sanitizer guards against our defects
            rendered = nh3.clean(rendered, tags=HTML_TAGS, attributes=HTML_ATTRIBUTES, link_rel=None)
    return rendered.encode("utf-8", "replace")
