"""`extract` and `bare_extraction` as trafilatura has them, with the answers of extractor.

Parameters are those of the installed trafilatura. Those that have no effect here give a warning (`IGNORED`). Its
serialisers write the output, so that formats are the same.
"""

import inspect
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html
from trafilatura.core import determine_returnstring
from trafilatura.deduplication import content_fingerprint, duplicate_test
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.settings import DEFAULT_CONFIG, Document, Extractor
from trafilatura.utils import load_html
from trafilatura.xml import xmltotxt

from extractor.compat.body import body_of, body_of_posts
from extractor.entry import extract as extract_page
from extractor.errors import ExtractorError
from extractor.extraction import Extraction
from extractor.options import Options

IGNORED: Final[Mapping[str, str]] = {
    "date_extraction_params": "dates are found by extractor's own rules",
    "max_tree_size": "extractor refuses pages by its own limits",
    "settingsfile": "extractor has no such settings",
    "config": "extractor has no such settings",
}
"""Parameters without an effect, and why."""
DAY_CHARACTERS = 10  # of an ISO date, which trafilatura gives without the time
NAME_SEPARATOR = "; "


def extract(*args: Any, **parameters: Any) -> str | None:
    """Return the text of a page in the output format; None if the page has none, or is left out.

    It takes the parameters of `trafilatura.extract`.

    Raises:
        AttributeError: the output format is unknown, as in trafilatura.
        ValueError: the output format is `python`.

    """
    given = _bound(trafilatura.extract, args, parameters)
    options = _options(given, default_format="txt")
    if options.format == "python":
        message = "the output format `python` is for bare_extraction"
        raise ValueError(message)
    document = _extracted(given, options)
    if document is None:
        return None
    document.id = given["record_id"]
    document.fingerprint = content_fingerprint(f"{document.title} {document.raw_text}")
    return str(determine_returnstring(document, options))


def bare_extraction(*args: Any, **parameters: Any) -> Document | dict[str, Any] | None:
    """Return a trafilatura `Document` with the text and metadata of a page; None if the page has none, or is left out.

    It takes the parameters of `trafilatura.bare_extraction`.
    """
    given = _bound(trafilatura.bare_extraction, args, parameters)
    document = _extracted(given, _options(given, default_format="python"))
    if document is None:
        return None
    fields: dict[str, Any] = document.as_dict()
    return fields if given["as_dict"] else document


extract.__signature__ = inspect.signature(trafilatura.extract)  # type: ignore[attr-defined]
bare_extraction.__signature__ = inspect.signature(trafilatura.bare_extraction)  # type: ignore[attr-defined]


def _bound(function: Callable[..., Any], args: tuple[Any, ...], parameters: dict[str, Any]) -> dict[str, Any]:
    """Return all parameters of a call with their defaults, and warn of those that have no effect."""
    call = inspect.signature(function).bind(*args, **parameters)
    for name in call.arguments.keys() & IGNORED.keys():
        if call.arguments[name] is not None and call.arguments[name] is not DEFAULT_CONFIG:
            warnings.warn(f"{name} has no effect: {IGNORED[name]}", UserWarning, stacklevel=3)
    if call.arguments.get("deduplicate"):
        warnings.warn("deduplicate leaves out whole pages, not single paragraphs", UserWarning, stacklevel=3)
    call.apply_defaults()
    return call.arguments


def _options(given: Mapping[str, Any], default_format: str) -> Extractor:
    if isinstance(given["options"], Extractor):
        return given["options"]
    return Extractor(
        output_format=given["output_format"] or default_format,
        fast=given["fast"] or given["no_fallback"],
        precision=given["favor_precision"],
        recall=given["favor_recall"],
        comments=given["include_comments"],
        formatting=given["include_formatting"],
        links=given["include_links"],
        images=given["include_images"],
        tables=given["include_tables"],
        dedup=given["deduplicate"],
        lang=given["target_language"],
        url=given["url"],
        with_metadata=given["with_metadata"],
        only_with_metadata=given["only_with_metadata"],
        tei_validation=given.get("tei_validation", False),
        author_blacklist=given["author_blacklist"],
        url_blacklist=given["url_blacklist"],
    )


def _extracted(given: Mapping[str, Any], options: Extractor) -> Document | None:
    """Return the document of a page; None if it has no text, is refused, or is one that the caller leaves out."""
    try:
        extraction = extract_page(
            _page(given["filecontent"], given["prune_xpath"]),
            url=options.url,
            options=Options(
                mode="fast" if options.fast else "accurate",
                focus={"precision": "precision", "recall": "recall"}.get(options.focus, "balanced"),  # type: ignore[arg-type]
                comments="separate" if options.comments else "drop",
            ),
        )
    except (ExtractorError, etree.XPathError):
        return None
    if not extraction.text and not extraction.comments:
        return None
    document = _with_metadata(extraction, options) if options.with_metadata else Document()
    body = body_of(extraction.html, options)
    if not _is_wanted(extraction, document, options) or (options.dedup and duplicate_test(body, options)):
        return None
    document.body, document.commentsbody = body, body_of_posts(extraction.comments)
    document.raw_text = document.text = xmltotxt(body, options.formatting)
    document.comments = xmltotxt(document.commentsbody, options.formatting) if options.comments else None
    if options.lang:
        document.language = _primary(extraction.language)
    return document


def _page(content: Any, prune_xpath: str | list[str] | None) -> bytes | str:
    """Return what trafilatura takes for a page as bytes or text, without what an XPath prunes."""
    if prune_xpath is not None:
        paths = [prune_xpath] if isinstance(prune_xpath, str) else prune_xpath
        tree = load_html(content)
        if tree is None:
            return b""
        content = prune_unwanted_nodes(tree, [etree.XPath(path) for path in paths])
    if isinstance(content, html.HtmlElement):
        return html.tostring(content, encoding="unicode")
    return bytes(content.data) if hasattr(content, "data") else content


def _is_wanted(extraction: Extraction, document: Document, options: Extractor) -> bool:
    if options.only_with_metadata and not (document.date and document.title and document.url):
        return False
    if document.url in options.url_blacklist:
        return False
    return not options.lang or _primary(extraction.language) == options.lang


def _primary(language: str | None) -> str | None:
    return language and language.partition("-")[0]


def _with_metadata(extraction: Extraction, options: Extractor) -> Document:
    names = [name for name in extraction.authors if name not in options.author_blacklist]
    url = extraction.canonical_url or options.url
    return Document(
        title=extraction.title,
        author=NAME_SEPARATOR.join(names) or None,
        url=url,
        hostname=urlsplit(url).hostname if url else None,
        description=extraction.description,
        sitename=extraction.site_name,
        date=extraction.date_published and extraction.date_published[:DAY_CHARACTERS],
        categories=list(extraction.categories) or ([extraction.section] if extraction.section else []),
        tags=list(extraction.tags),
        license_val=extraction.license,
        image=extraction.image,
        pagetype=extraction.page_type,
        language=_primary(extraction.language),
        filedate=options.date_params.get("max_date"),
    )
