"""The pipeline: library, command line, service and batch all call `extract`.

decode ─▶ parse ─▶ classify ─▶ metadata ─▶ engines ─▶ choose ─▶ Extraction      (rendering comes after, on request)
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from extractor.classify.compatibility import IncompatibleModel
from extractor.classify.html import FIRST, MAX_BLOCKS
from extractor.classify.html import classify as classify_html
from extractor.classify.models import Models, StageModels, shipped
from extractor.classify.plaintext import SECOND
from extractor.classify.plaintext import classify as classify_plaintext
from extractor.content import blocks, plaintext, second_opinion, structured
from extractor.content.candidate import html_of, joined
from extractor.content.choose import Choice, choose
from extractor.document import plaintext as plaintext_document
from extractor.document.urls import is_url
from extractor.errors import BadOptions, ExtractorError, InternalError
from extractor.explain.page import explain_html, explain_plaintext
from extractor.explain.steps import HtmlSteps, PlainTextSteps
from extractor.extraction import Extraction, Metadata
from extractor.input.decode import decode
from extractor.metadata import digest, images, language, posts, records
from extractor.metadata.context import without_surroundings
from extractor.metadata.read import MetadataResult, read_html, read_plaintext
from extractor.options import DEFAULT_OPTIONS, Options
from extractor.parse import parse
from extractor.profiles import PROFILES
from extractor.structured_data.items import plain
from extractor.structured_data.read import read_structured_data
from extractor.types import Candidate, Decoded

FIELDS = frozenset(each.name for each in fields(Extraction))
LOW_CONFIDENCE = 0.6  # an answer with a lower confidence gets a warning ...
LIKELY_FAILURE = 0.2  # ... and so does one with this probability of a word F1 below one half
LOW_CONFIDENCE_WARNING = "low confidence: the text may lack content or hold boilerplate"


def extract(
    data: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    options: Options = DEFAULT_OPTIONS,
    models: Models | None = None,
) -> Extraction:
    """Do what `extractor.extract` says; the arguments and errors are described there."""
    _check_types(data, url, content_type)
    if unknown := (options.fields or frozenset()) - FIELDS:
        message = f"no field {min(unknown)!r}; known are {', '.join(sorted(FIELDS))}"
        raise BadOptions(message)
    try:
        return _extract(data, url, content_type, options, models)
    except (ExtractorError, IncompatibleModel, MemoryError):
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
    if decoded.kind == "html":
        return _extract_html(decoded, url, options, trained.html)
    return _extract_plaintext(decoded, options, trained.plaintext)


def _extract_html(decoded: Decoded, url: str | None, options: Options, models: StageModels) -> Extraction:
    page_url, warnings = url or decoded.url, []
    if page_url and not is_url(page_url):
        warnings.append("the URL of the page is invalid and was ignored")
        page_url = None
    page, repairs = parse(decoded.text, page_url)
    warnings += repairs
    if len(page.blocks) > MAX_BLOCKS:
        warnings.append(
            f"the page has {len(page.blocks):,} blocks of text; after the first {MAX_BLOCKS:,}, a block was kept or "
            "left out like earlier blocks of its kind"
        )
    structured_data = read_structured_data(page)
    prediction, features = classify_html(page, structured_data, models.stages)
    about = read_html(page, structured_data, prediction, options.fields)
    if options.mode == "accurate" and PROFILES[prediction.page_type].second_opinion:
        candidate = second_opinion.propose(page, features, prediction, models, options)
    else:
        candidate = blocks.propose(page, features, prediction, models.calibrations[FIRST], options)
    candidates = (candidate, structured.propose(page, structured_data, prediction))
    choice = choose(candidates)
    of_thread, of_readers = posts.read(page, prediction, options.comments)
    stated = records.Records()
    if options.fields is None or not options.fields.isdisjoint(stated._fields):
        stated = records.read(without_surroundings(page, structured_data, prediction))
    answer = replace(
        _finish(decoded, about, choice, tuple(warnings), options.fields),
        images=images.read(page, prediction) if options.images else (),
        posts=of_thread,
        comments=of_readers,
        structured_data=plain(structured_data.items) if options.structured_data else (),
        **stated._asdict(),
    )
    if not _is_explained(options):
        return answer
    steps = HtmlSteps(page, structured_data, features, prediction, candidates, choice, models, options)
    return replace(answer, explanation=explain_html(steps, answer))


def _extract_plaintext(decoded: Decoded, options: Options, models: StageModels) -> Extraction:
    page = plaintext_document.parse(decoded.text)
    if decoded.url:
        page = replace(page, prefix_metadata={"url": decoded.url, **page.prefix_metadata})
    pieces = plaintext_document.pieces(page)
    candidates: list[Candidate] = []
    read: list[PlainTextSteps] = []
    warnings: list[str] = []
    if len(pieces) > 1:
        size = plaintext_document.PIECE_LINES
        warnings.append(f"the page has {len(page.lines):,} lines; it was read in pieces of {size:,}")
    for piece in pieces:
        prediction, lines = classify_plaintext(piece, models.stages)
        if piece is pieces[0]:
            about = read_plaintext(piece, lines, prediction)
        if lines and (number := digest.articles(piece, lines, prediction)):
            warnings.append(f"the page seems to hold {number} articles; split it to get each with its own metadata")
        candidates.append(plaintext.propose(piece, lines, prediction, models.calibrations[SECOND], options.focus))
        if _is_explained(options):
            read.append(PlainTextSteps(piece, lines, prediction, models, options))
    candidate = candidates[0] if len(pieces) == 1 else joined(candidates)
    answer = _finish(decoded, about, choose([candidate]), tuple(warnings), options.fields)
    if not _is_explained(options):
        return answer
    return replace(answer, explanation=explain_plaintext(read, candidate, answer))


def _is_explained(options: Options) -> bool:
    return options.explain and (options.fields is None or "explanation" in options.fields)


def _finish(
    decoded: Decoded,
    about: MetadataResult,
    choice: Choice,
    warnings: tuple[str, ...],
    wanted: frozenset[str] | None,
) -> Extraction:
    best = choice.candidate
    text = best.text if best else ""
    found: Metadata = about.metadata
    doubts: tuple[str, ...] = ()
    if wanted is None or not wanted.isdisjoint({"language", "direction"}):
        found, doubts = language.check(found, text)
    return Extraction(
        **{each.name: getattr(found, each.name) for each in fields(Metadata)},
        text=text,
        html=html_of(best) if best and (wanted is None or "html" in wanted) else "",
        word_count=best.words if best else 0,
        confidence=choice.confidence,
        engine=best.engine if best else "none",
        charset=decoded.charset,
        charset_source=decoded.charset_source,
        warnings=(*decoded.notes, *warnings, *_warnings(decoded, choice), *about.warnings, *doubts),
        notes=choice.notes,
    )


def _warnings(decoded: Decoded, choice: Choice) -> Iterator[str]:
    if decoded.malformed:
        yield f"{decoded.malformed} characters are invalid in {decoded.charset} and became U+FFFD"
    if choice.candidate is None:
        yield "the page has no content worth keeping"
        return
    yield from choice.candidate.warnings
    if choice.confidence < LOW_CONFIDENCE or choice.candidate.failure >= LIKELY_FAILURE:
        yield LOW_CONFIDENCE_WARNING
