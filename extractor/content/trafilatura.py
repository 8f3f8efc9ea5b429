"""Ask trafilatura: the second opinion of `accurate` mode.

It gets the page without attributes, because it drops content for class names such as "message" or "slide". It gets no
blocks that the first stage rules out, because it spends most of its time on them. Its deduplication across documents is
off, so that the same page always gives the same answer.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extractor.arrays import Floats
from extractor.classify.html import MAX_BLOCKS
from extractor.classify.prediction import Prediction
from extractor.content.candidate import candidate
from extractor.document.fragment import inline
from extractor.document.html import blocks_of
from extractor.types import Block, Candidate, HtmlDocument, Note

NAME: Final = "trafilatura"
POSSIBLE = 0.15  # from this probability on, a block may be content

_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
# trafilatura answers in a dialect of TEI: its tags, and the same in HTML.
_TAGS = {"item": "li", "quote": "blockquote", "lb": "br", "row": "tr", "ref": "a"}
_EMPHASIS = {"#b": "strong", "#i": "em", "#u": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
_HEADING = re.compile(r"h[1-6]\Z")


def propose(page: HtmlDocument, prediction: Prediction) -> Candidate:
    """Return the answer of trafilatura; an empty candidate with a note if it finds nothing or fails."""
    return read(page, prediction.probabilities)


def read(page: HtmlDocument, probabilities: Floats) -> Candidate:
    """Return its answer for the blocks that may be content, without the comments of readers.

    It is not asked about pages of more than `MAX_BLOCKS`, because it takes too long.

    Args:
        page: the page.
        probabilities: one for each block.

    """
    if len(page.blocks) > MAX_BLOCKS:
        return _nothing(f"was not asked: the page has {len(page.blocks)} blocks")
    possible = [block for block, probability in zip(page.blocks, probabilities, strict=True) if probability >= POSSIBLE]
    try:
        with _without_logs():
            body = _body_of(_tree(_page_of(page, possible)), page.url)
        if body is None:
            return _nothing("found no text")
        blocks = blocks_of(_html(body))
    except Exception as error:  # noqa: BLE001 - messy HTML makes it raise any error; the page has other candidates
        return _nothing(f"failed: {type(error).__name__}")
    notes = (Note(NAME, f"was given {len(possible)} of {len(page.blocks)} blocks"),)
    return candidate(NAME, blocks, page.base, notes=notes)


def _body_of(tree: HtmlElement, url: str | None) -> etree._Element | None:
    """Return what trafilatura keeps; None if that is nothing. It is imported here, since `fast` does without it."""
    from trafilatura import bare_extraction  # noqa: PLC0415

    answer = bare_extraction(
        tree,
        url=url,
        output_format="html",  # "python" writes Markdown marks into the tree that it gives back
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    return None if answer is None or isinstance(answer, dict) else answer.body


@contextmanager
def _without_logs() -> Iterator[None]:
    """Silence the logger of trafilatura for one call: the notes of the candidate tell the same."""
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _page_of(page: HtmlDocument, blocks: Sequence[Block]) -> str:
    """Return a page of `blocks`, each inside its containers, which have no attributes."""
    out: list[str] = []
    opened: list[int] = []
    depth: dict[int, int] = {}  # of the containers that are open
    for block in blocks:
        path: list[int] = []
        container = block.container
        while container >= 0 and container not in depth:
            path.append(container)
            container = page.containers[container].parent
        shared = depth[container] if container >= 0 else 0
        while len(opened) > shared:
            closed = opened.pop()
            del depth[closed]
            out.append(f"</{page.containers[closed].tag}>")
        for index in reversed(path):
            opened.append(index)
            depth[index] = len(opened)
            out.append(f"<{page.containers[index].tag}>")
        out.append(inline(block, page.base))
        if block.tag != "pre":
            out.append(" ")  # or the last word of a block and the first of the next would be one
    return "".join(out)


def _nothing(reason: str) -> Candidate:
    return Candidate(engine=NAME, text="", notes=(Note(NAME, reason),))


def _tree(html: str) -> HtmlElement:
    """Parse decoded text; a charset that it declares is ignored."""
    tree = document_fromstring(html.encode("utf-8", "replace"), parser=_PARSER)
    for pre in tree.iter("pre"):
        if pre.find(".//code") is None:  # trafilatura takes it for a quote then, and joins its lines
            code = etree.Element("code")
            code.text, pre.text = pre.text, None
            code.extend(pre)
            pre.append(code)
    return tree


def _html(body: etree._Element) -> str:
    """Return a tree of trafilatura as HTML."""
    for element in body.iter(etree.Element):
        element.tag = _tag(element)
        target = element.get("target")
        element.attrib.clear()
        if target and element.tag == "a":
            element.set("href", target)
    return etree.tostring(body, encoding="unicode", method="html")


def _tag(element: etree._Element) -> str:
    tag, rend = str(element.tag), element.get("rend") or ""
    if tag == "code":
        parent = element.getparent()
        block = "\n" in "".join(element.itertext())
        within = parent is not None and parent.tag == "pre"  # a block of code comes as code in code
        return "span" if within else "pre" if block else "code"
    if tag == "head":
        return rend if _HEADING.match(rend) else "h2"
    if tag == "list":
        return rend if rend in {"ol", "dl"} else "ul"
    if tag == "cell":
        return "th" if element.get("role") == "head" else "td"
    return _EMPHASIS.get(rend, "em") if tag == "hi" else _TAGS.get(tag, tag)
