"""trafilatura, the primary engine: fed with decoded text, read back as a clean fragment.

Its deduplication across documents stays off, so that the same page always gives the same bytes.
"""

import logging
import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extractor.features.furniture import kind
from extractor.fragment import assemble, text_of
from extractor.model import Candidate, Note, Page
from extractor.page import blocks_of
from extractor.profiles import Profile

NAME: Final = "trafilatura"

_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
# trafilatura answers in a dialect of TEI; these are the tags it uses and what they are in HTML.
_TAGS = {"item": "li", "quote": "blockquote", "lb": "br", "row": "tr", "ref": "a"}
_EMPHASIS = {"#b": "strong", "#i": "em", "#u": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
_HEADING = re.compile(r"h[1-6]\Z")

# What it logs about a page, the candidate's notes say.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def propose(page: Page, profile: Profile) -> Candidate:
    """What trafilatura makes of the page; an empty candidate that says why where it finds nothing or gives up."""
    try:
        tree = _tree(page.html)
        answer = bare_extraction(
            tree,
            url=page.url,
            output_format="html",  # "python" writes Markdown marks into the tree that it gives back
            include_comments=profile.comments,
            include_formatting=True,
            include_links=True,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception as error:  # noqa: BLE001 - messy HTML makes it raise nearly anything; it is one candidate of several
        return _silent(f"gave up: {type(error).__name__}")
    if not isinstance(answer, Document) or answer.body is None:
        return _silent("found no text")
    parts = [answer.body]
    if profile.comments and answer.commentsbody is not None:
        parts.append(answer.commentsbody)
    fragment = "".join(_html(part) for part in parts)
    found = blocks_of(fragment)
    blocks = [block for block in found if kind(block.text, block.words) is None]
    notes = (Note(NAME, f"dropped {len(found) - len(blocks)} lines of furniture"),) if len(blocks) < len(found) else ()
    return Candidate(engine=NAME, html=assemble(blocks, page.base), text=text_of(blocks), notes=notes)


def _silent(reason: str) -> Candidate:
    return Candidate(engine=NAME, html="", text="", notes=(Note(NAME, reason),))


def _tree(html: str) -> HtmlElement:
    """The page as lxml sees it, from text that is already decoded: no declaration in it may be believed again."""
    tree = document_fromstring(html.encode("utf-8", "replace"), parser=_PARSER)
    for pre in tree.iter("pre"):
        if pre.find(".//code") is None:  # trafilatura takes it for a quote then, and joins its lines
            code = etree.Element("code")
            code.text, pre.text = pre.text, None
            code.extend(pre)
            pre.append(code)
    return tree


def _html(body: etree._Element) -> str:
    """One of trafilatura's trees as HTML."""
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
