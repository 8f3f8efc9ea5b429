"""Parse HTML into an `HtmlDocument`.

Each block keeps its structural elements, so that any selection of blocks can be serialised as a clean fragment.
"""

from selectolax.lexbor import LexborHTMLParser

from extractor.document import footnotes
from extractor.document.details import with_details
from extractor.document.structure import StructureRules
from extractor.document.urls import base_of
from extractor.document.walk import visit
from extractor.document.walk_types import Facts, Walked
from extractor.types import Block, HtmlDocument

UNCLOSED_RATIO = 3  # navigation with this many times the text of the rest was left open and contains the page
# The scripts and styles of a page with formulas have one of these, at its start or end. Elsewhere formulas of KaTeX and
# MathJax are not looked for, which saves time.
FORMULA_SIGNS = (b"katex", b"hurmet-tex")
MATH_SIGNS = (b"mathjax", b"math/tex", b"mwe-math", b"ext.math", b"ztext-math")  # looked for only where "math" is
HEAD_CHARACTERS, TAIL_CHARACTERS = 50_000, 30_000
SCRIPT_SIGN = "math/tex"


def parse(html: str, url: str | None = None) -> HtmlDocument:
    """Parse any HTML, however messy, and split it into blocks."""
    tree = LexborHTMLParser(html)
    rules = StructureRules(tree, len(html))
    formulas = _has_formulas(html)
    has_scripts = formulas and SCRIPT_SIGN in html
    notes = footnotes.find(tree, rules, html)
    facts = Facts(navigation=False, rules=rules, footnotes=notes, formulas=formulas, has_scripts=has_scripts)
    walked = Walked([], [], [], {}, 0)
    if tree.root is not None:
        walked = visit(tree.root, facts)
        if walked.navigation_characters > UNCLOSED_RATIO * sum(len(block.text) for block in walked.blocks):
            walked = visit(tree.root, facts._replace(navigation=True))
    return HtmlDocument(
        html=html,
        url=url,
        base=_base_url(tree, url),
        tree=tree,
        containers=tuple(walked.containers),
        blocks=tuple(with_details(walked.blocks, walked.details) if walked.details else walked.blocks),
        pictures=tuple(walked.pictures),
    )


def blocks_of(html: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML fragment."""
    return parse(html).blocks


def length(page: HtmlDocument) -> int:
    """Return the number of characters in the blocks of `page`."""
    return sum(len(block.text) for block in page.blocks)


def _has_formulas(html: str) -> bool:
    is_long = len(html) > HEAD_CHARACTERS + TAIL_CHARACTERS
    ends = html[:HEAD_CHARACTERS] + html[-TAIL_CHARACTERS:] if is_long else html
    folded = ends.encode("utf-8", "replace").lower()  # much faster than for characters outside ASCII
    return any(sign in folded for sign in (*FORMULA_SIGNS, *(MATH_SIGNS if b"math" in folded else ())))


def _base_url(tree: LexborHTMLParser, url: str | None) -> str | None:
    base = tree.css_first("base[href]")
    canonical = (
        node.attributes.get(name) or ""
        for selector, name in (("link[rel~=canonical i][href]", "href"), ('meta[property="og:url" i]', "content"))
        for node in tree.css(selector)
    )
    return base_of(base.attributes.get("href") if base is not None else None, url, canonical)
