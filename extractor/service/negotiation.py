"""Read what a request asks for from its headers and its query."""

from collections.abc import Iterable, Mapping

from aiohttp import web

from extractor.errors import BadOptions
from extractor.input.decompress import DECODERS
from extractor.render.formats import REGISTRY
from extractor.settings import Settings

# In order of preference, for clients that accept several formats equally.
MEDIA_TYPES = {name: renderer.media_type for name, renderer in REGISTRY.items()}
MARKDOWN_PARAMETERS = frozenset(
    {"chunks", "links", "markdown_images", "ragged_tables", "pad_tables", "title_heading", "front_matter"}
)
EXTRACT_PARAMETERS = MARKDOWN_PARAMETERS | {
    "url",
    "mode",
    "focus",
    "comments",
    "images",
    "structured_data",
    "fields",
    "format",
    "deadline_ms",
}
BATCH_PARAMETERS = EXTRACT_PARAMETERS - {"format"} | {"ordered"}
# Types that clients send by default, so that they say nothing about the body. `curl --data-binary` declares a form.
DEFAULT_CONTENT_TYPES = frozenset({"", "application/octet-stream", "application/x-www-form-urlencoded"})
REFUSED_CONTENT_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
MAX_CONTENT_CODINGS = 2
DEADLINE_HEADER = "X-Deadline-Ms"
MAX_DEADLINE_DIGITS = 12


def declared_type(request: web.Request) -> str | None:
    """Return the `Content-Type` of the body; None if it says nothing about the body.

    Raises:
        HTTPException: 415 for a type that is never a page.

    """
    declared = request.content_type if "Content-Type" in request.headers else ""
    if declared.startswith(REFUSED_CONTENT_TYPES):
        raise web.HTTPUnsupportedMediaType(text=f"send text/html, text/plain or application/json, not {declared}")
    return None if declared in DEFAULT_CONTENT_TYPES else request.headers["Content-Type"]


def content_codings(request: web.Request) -> tuple[str, ...]:
    """Return the codings of the body, in the order in which they were applied.

    Raises:
        HTTPException: 415 for unknown codings, or more than `MAX_CONTENT_CODINGS`.

    """
    named = [each.strip().lower() for each in request.headers.get("Content-Encoding", "").split(",")]
    codings = tuple(each for each in named if each not in {"", "identity"})
    if len(codings) > MAX_CONTENT_CODINGS or not DECODERS.keys() >= set(codings):
        message = f"Content-Encoding must be one of {', '.join(DECODERS)}"
        raise web.HTTPUnsupportedMediaType(text=message, headers={"Accept-Encoding": ", ".join(DECODERS)})
    return codings


def check_query(request: web.Request, known: Iterable[str]) -> None:
    """Refuse unknown query parameters.

    Raises:
        BadOptions: the query has one.

    """
    if unknown := request.query.keys() - set(known):
        message = f"there is no parameter {min(unknown)!r}; known are {', '.join(sorted(known))}"
        raise BadOptions(message)


def deadline_seconds(request: web.Request, query: Mapping[str, str], settings: Settings) -> float:
    """Return the seconds that a worker may take for the page: the operator's limit, or the caller's if it is lower.

    Raises:
        BadOptions: the caller's value is not a positive whole number.

    """
    value = request.headers.get(DEADLINE_HEADER, query.get("deadline_ms"))
    if value is None:
        return settings.deadline
    if not value.isascii() or not value.isdigit() or len(value) > MAX_DEADLINE_DIGITS or int(value) < 1:
        shown = f"{value[:MAX_DEADLINE_DIGITS]!r}{'...' if len(value) > MAX_DEADLINE_DIGITS else ''}"
        message = (
            "the deadline must be a whole number of milliseconds, at least 1 and "
            f"of at most {MAX_DEADLINE_DIGITS} digits, not {shown}"
        )
        raise BadOptions(message)
    return min(int(value) / 1000, settings.deadline)


def wanted_format(request: web.Request, query: Mapping[str, str]) -> str:
    """Return the format of the answer: the parameter `format`, else the best match for `Accept`, else JSON.

    Raises:
        HTTPException: 400 for an unknown format, 406 if `Accept` matches none.

    """
    asked = query.get("format")
    if asked is not None:
        if asked not in MEDIA_TYPES:
            raise web.HTTPBadRequest(text=f"format must be one of {', '.join(MEDIA_TYPES)}, not {asked!r}")
        return asked
    accept = request.headers.get("Accept", "*/*")
    ranked = [(quality(accept, media), -index, name) for index, (name, media) in enumerate(MEDIA_TYPES.items())]
    best, _, name = max(ranked)
    if best <= 0:
        raise web.HTTPNotAcceptable(text=f"this service answers {', '.join(MEDIA_TYPES.values())}")
    return name


def quality(accept: str, media_type: str) -> float:
    """Return the weight of a media type in an `Accept` header, 0 to 1 (RFC 9110, 12.5.1).

    The most specific media range that matches decides.
    """
    best, weight = -1, 0.0
    for each in accept.split(","):
        media_range, *parameters = (part.strip().lower() for part in each.split(";"))
        specificity = {media_type: 2, f"{media_type.split('/', maxsplit=1)[0]}/*": 1, "*/*": 0}.get(media_range, -1)
        if specificity > best:
            value = next((part[2:] for part in parameters if part.startswith("q=")), "1")
            try:
                best, weight = specificity, min(max(float(value), 0.0), 1.0)
            except ValueError:
                continue
    return weight
