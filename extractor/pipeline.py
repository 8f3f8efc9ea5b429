"""The one pipeline: library, command line, service and batch all call `extract`, and none has a copy of any step.

decode ─▶ parse ─▶ judge ─▶ metadata ─▶ engines ─▶ choose ─▶ Extraction      (render comes after, on request)
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from extractor.classify import html as blocks
from extractor.classify import plaintext as lines
from extractor.classify.models import DumpModels, Models, PageModels, shipped
from extractor.content.choose import Choice, choose, weigh
from extractor.content.engines import DUMP_ENGINES, HTML_ENGINES
from extractor.document import html as page
from extractor.document import plaintext as dump
from extractor.document.serialize import joined
from extractor.document.urls import is_url
from extractor.errors import BadOptions, ExtractorError, InternalError, TooDeep
from extractor.input import limits, saved_pages
from extractor.input.decode import decode
from extractor.metadata import images, language
from extractor.metadata import read as metadata
from extractor.metadata.read import MetadataResult
from extractor.options import Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Decoded, Extraction, HtmlDocument, Image, Metadata

DEFAULT_OPTIONS = Options()
LOW_CONFIDENCE = 0.6  # an answer below this gets a warning
LITTLE_TEXT = 0.005  # of a page's characters; a page that shows no more may have lost its text
LOST_TEXT = 0.5  # of the text that a page has once its elements are closed


def extract(
    data: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = DEFAULT_OPTIONS,
    models: Models | None = None,
) -> Extraction:
    """The clean text and metadata of one raw page.

    Args:
        data: an HTML page or a plain-text capture of one; bytes as received, or text already decoded.
        url: where the page was found; makes relative links absolute. Nothing is ever fetched.
        content_type: the HTTP `Content-Type` it came with, if any; decides charset and kind where it can.
        options: what the caller chooses.
        models: models of another training run (`extractor.classify.models.Models`); default: those of the package.

    Returns:
        The extraction; a page without anything worth keeping gives empty text, engine `none` and a warning.

    Raises:
        Refused: the input is empty, too large, built to exhaust a parser, or neither HTML nor text (`Empty`,
            `TooLarge`, `TooDeep`, `NotText`).
        Garbled: a wrapper around the page, such as HTTP headers, cannot be read.
        BadOptions: an argument has the wrong type.
        InternalError: extractor has a defect. No other exception but `MemoryError` leaves this function.

    """
    _check_types(data, url, content_type)
    try:
        return _extract(data, url, content_type, options, models)
    except (ExtractorError, MemoryError):
        raise
    except Exception as error:
        message = f"extractor has a defect: {type(error).__name__}: {error}"
        raise InternalError(message) from error


def _check_types(data: Any, url: Any, content_type: Any) -> None:
    if not isinstance(data, bytes | str):
        message = f"data must be bytes or str, not {type(data).__name__}"
        raise BadOptions(message)
    for name, value in (("url", url), ("content_type", content_type)):
        if value is not None and not isinstance(value, str):
            message = f"{name} must be a str or None, not {type(value).__name__}"
            raise BadOptions(message)


def _extract(
    data: bytes | str, url: str | None, content_type: str | None, options: Options, models: Models | None
) -> Extraction:
    decoded = decode(data, content_type=content_type, max_bytes=options.max_bytes)
    trained = models or shipped()
    return (
        _read_html(decoded, url, options, trained.pages)
        if decoded.kind == "html"
        else _read_dump(decoded, options, trained.dumps)
    )


def _read_html(decoded: Decoded, url: str | None, options: Options, models: PageModels) -> Extraction:
    stated_url, warnings = url or decoded.url, []
    if stated_url and not is_url(stated_url):
        warnings.append("the address of the page cannot be read, and was left out")
        stated_url = None
    parsed, undone = _parse(decoded.text, stated_url)
    stated = read_structured_data(parsed)
    prediction = blocks.judge(parsed, stated, models)
    about = metadata.read_html(parsed, stated, prediction)
    candidates = [propose(parsed, prediction, options) for propose in HTML_ENGINES[options.mode]]
    if options.mode == "accurate":
        witness, *others = candidates
        candidates = [weigh(parsed, prediction, witness, options), *others]
    pictures = images.read(parsed, prediction) if options.images else ()
    return _finish(decoded, about, choose(candidates), pictures, (*warnings, *undone))


def _parse(html: str, url: str | None) -> tuple[HtmlDocument, tuple[str, ...]]:
    """The page, and what had to be done before it could be parsed.

    Raises:
        TooDeep: as `limits.limit`.

    """
    warnings: list[str] = []
    limited = limits.limit(html)
    parsed = page.parse(limited.html, url)
    if (source := saved_pages.source_of(parsed.tree)) is not None:
        limited = limits.limit(source)
        parsed = page.parse(limited.html, url)
        warnings.append("the page is what a browser shows as a page's source; the page in it was read")
    elif limited.may_swallow or page.length(parsed) < LITTLE_TEXT * len(limited.html):
        again = _mended(limited.html, url)
        if again is not None and page.length(parsed) < LOST_TEXT * page.length(again):
            parsed = again
            warnings.append("elements without end tags hid most of the text; they were closed where they begin")
    if limited.cut:
        warnings.append(f"the page has more than {limits.MAX_TAGS:,} tags; what stands behind them was left out")
    if len(parsed.blocks) > blocks.MAX_BLOCKS:
        warnings.append(
            f"the page has {len(parsed.blocks):,} blocks of text; those behind the first {blocks.MAX_BLOCKS:,} "
            "were kept or left out as blocks of their kind were before"
        )
    return parsed, tuple(warnings)


def _mended(html: str, url: str | None) -> HtmlDocument | None:
    """The page with elements closed that hide what follows; None where there are none, or too many for a parser."""
    closed = saved_pages.close_empty_elements(html)
    if closed == html:
        return None
    try:
        limited = limits.limit(closed)
    except TooDeep:
        return None
    return None if limited.cut else page.parse(limited.html, url)


def _read_dump(decoded: Decoded, options: Options, models: DumpModels) -> Extraction:
    parsed = dump.parse(decoded.text)
    pieces = dump.pieces(parsed)
    prediction = lines.judge(pieces[0], models)
    about = metadata.read_plaintext(pieces[0], prediction)
    candidates = [propose(pieces[0], prediction, options) for propose in DUMP_ENGINES]
    if len(pieces) == 1:
        return _finish(decoded, about, choose(candidates))
    for piece in pieces[1:]:
        prediction = lines.judge(piece, models)
        candidates += [propose(piece, prediction, options) for propose in DUMP_ENGINES]
    warning = f"the capture has {len(parsed.lines):,} lines; it was read in pieces of {dump.PIECE_LINES:,}"
    return _finish(decoded, about, choose([joined(candidates)]), warnings=(warning,))


def _finish(
    decoded: Decoded,
    about: MetadataResult,
    choice: Choice,
    pictures: tuple[Image, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Extraction:
    best = choice.candidate
    text = best.text if best else ""
    told, doubts = language.check(about.metadata, text)
    return Extraction(
        **{each.name: getattr(told, each.name) for each in fields(Metadata)},
        text=text,
        html=best.html if best else "",
        word_count=best.words if best else 0,
        images=pictures,
        confidence=choice.confidence,
        engine=best.engine if best else "none",
        charset=decoded.charset,
        charset_source=decoded.charset_source,
        warnings=(*decoded.notes, *warnings, *_warnings(decoded, choice), *about.warnings, *doubts),
        notes=choice.notes,
    )


def _warnings(decoded: Decoded, choice: Choice) -> Iterator[str]:
    if decoded.malformed:
        yield f"{decoded.malformed} characters could not be read as {decoded.charset} and stand as U+FFFD"
    if choice.candidate is None:
        yield "nothing worth keeping was found on this page"
    elif choice.confidence < LOW_CONFIDENCE:
        yield "low confidence: the text may hold too much or too little of the page"
