"""Formulas: TeX from MathML, from the markup of KaTeX and MathJax, and from images of formulas."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from extractor.document.mathml import to_tex
from extractor.types import Markup, Run

LITERAL_TAGS: Final = frozenset({"code", "math"})  # text inside is not searched for delimiters
MAX_CHARACTERS = 5_000  # of one formula, as markup or as TeX; a longer one is left out
MAX_MARKUP_CHARACTERS = 50_000
MATHML_TAGS: Final = frozenset({"math", "mjx-math"})
# Classes of elements that hold one formula. Their other content is the same formula, drawn for the eye.
FORMULA_CLASSES: Final = frozenset(
    "katex katex-display mathjax mathjax_chtml mathjax_display mathjax_preview mathjax_svg mathjax_svg_display "
    "mjx-chtml mwe-math-element math-inline math-block math-display hurmet-tex ztext-math".split()
)
TEX_ATTRIBUTES: Final = ("data-latex", "data-tex", "data-math", "data-expr", "data-entry", "alttext", "data-formula")
TEX_ENCODINGS: Final = frozenset({"application/x-tex", "application/x-latex", "latex", "tex"})
IMAGE_CLASSES: Final = frozenset(
    "latex tex math mwe-math-fallback-image-inline mwe-math-fallback-image-display".split()
)
# Delimiters of TeX on a page whose script has not drawn it yet, and what closes each.
_DELIMITER = re.compile(r"(?<!\\)(?:\\[()\[\]]|\$\$?)")
CLOSING: Final = {"\\(": "\\)", "\\[": "\\]", "$$": "$$", "$": "$"}
DISPLAYING: Final = frozenset({"\\[", "$$"})
_IS_TEX = re.compile(r"[\\^_{}=]|\A[a-zA-Z]\Z")  # else "$5 and $" is an amount of money
_DISPLAY_STYLE = re.compile(r"\{\\displaystyle\s*(.*)\}", re.DOTALL)
_SPACE = re.compile(r"\s+")


class Formula(NamedTuple):
    """A formula."""

    tex: str
    display: bool
    """Whether it stands on a line of its own."""


def formula_of(node: LexborNode, *, convert: bool = True) -> Formula | None:
    """Return the formula of an element that holds one; None if its TeX cannot be found.

    Args:
        node: the element.
        convert: whether to convert MathML without TeX, which is slow.

    """
    display = _is_display(node)
    for tex in _tex(node, convert=convert):
        clean = _clean(tex)
        if clean and len(clean) <= MAX_CHARACTERS:
            return Formula(clean, display)
    return None


def script_formula(node: LexborNode) -> Formula | None:
    """Return the formula of a `<script type="math/tex">`; None for other scripts."""
    kind = (node.attributes.get("type") or "").lower()
    if not kind.startswith("math/tex"):
        return None
    tex = _clean(node.text(deep=True))
    return Formula(tex, "mode=display" in kind) if tex and len(tex) <= MAX_CHARACTERS else None


def image_formula(node: LexborNode) -> Formula | None:
    """Return the formula of an image whose alternative text is TeX; None for other images."""
    alt = (node.attributes.get("alt") or "").strip()
    if not alt or len(alt) > MAX_CHARACTERS:
        return None
    names = (node.attributes.get("class") or "").lower().split()
    if IMAGE_CLASSES.isdisjoint(names):
        return None
    return Formula(_clean(alt), display="display" in " ".join(names))


def has_formula_class(names: str) -> bool:
    """Return whether one of the class names marks an element that holds one formula."""
    return not FORMULA_CLASSES.isdisjoint(names.lower().split())


def literal_formulas(run: Run) -> Iterator[Run]:
    """Yield a run, split at the formulas that stand in its text as TeX between delimiters."""
    text, markup = run
    start, opened = 0, None
    for found in () if any(each.tag in LITERAL_TAGS for each in markup) else _DELIMITER.finditer(text):
        if opened is None or found[0] != CLOSING[opened[0]]:
            opened = found if found[0] in CLOSING else None
            continue
        tex = text[opened.end() : found.start()]
        if not _is_formula(opened[0], tex, text[found.end() : found.end() + 1]):
            opened = found if found[0] in CLOSING else None
            continue
        yield text[start : opened.start()], markup
        yield _clean(tex), (*markup, Markup("math", "display" if opened[0] in DISPLAYING else ""))
        start, opened = found.end(), None
    yield text[start:], markup


def _is_formula(delimiter: str, tex: str, following: str) -> bool:
    """Return whether text between two delimiters is TeX. Between single dollars it may be an amount of money."""
    if not tex.strip() or len(tex) > MAX_CHARACTERS:
        return False
    if delimiter != "$":
        return True
    return tex == tex.strip() and "\n" not in tex and bool(_IS_TEX.search(tex)) and not following.isdigit()


def _tex(node: LexborNode, *, convert: bool) -> Iterator[str]:
    """Yield the TeX that an element states, best first."""
    yield from _stated(node)
    for annotation in node.css("annotation"):
        if (annotation.attributes.get("encoding") or "").lower() in TEX_ENCODINGS:
            yield annotation.text(deep=True)
    for inner in node.css("math, mjx-math, [data-latex]"):
        yield from _stated(inner)
        yield _from_mathml(inner) if convert and inner.tag in MATHML_TAGS else ""
    for image in node.css("img[alt]"):
        yield image.attributes.get("alt") or ""


def _stated(node: LexborNode) -> Iterator[str]:
    return (unescape(tex) for name in TEX_ATTRIBUTES if (tex := node.attributes.get(name)))


def _from_mathml(node: LexborNode) -> str:
    return to_tex(node) if len(node.html or "") <= MAX_MARKUP_CHARACTERS else ""


def _clean(tex: str) -> str:
    found = _DISPLAY_STYLE.fullmatch(tex.strip())
    return _SPACE.sub(" ", found[1] if found else tex).strip().strip("$").strip()


def _is_display(node: LexborNode) -> bool:
    attributes = node.attributes
    names = (attributes.get("class") or "").lower()
    if "display" in names or attributes.get("display") in {"block", "true"} or attributes.get("mode") == "display":
        return True
    inner = node.css_first("math[display=block]")
    parent = node.parent
    return inner is not None or (parent is not None and "katex-display" in (parent.attributes.get("class") or ""))
