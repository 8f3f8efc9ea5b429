"""Markdown: a clean fragment as CommonMark with pipe tables."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

import html_to_markdown

from extractor.types import Extraction

_OPTIONS = html_to_markdown.ConversionOptions(
    bullets="-",
    extract_metadata=False,
    sup_symbol="<sup>",
    sub_symbol="<sub>",
    br_in_tables=True,
    compact_tables=True,
)
MAX_INLINE = 1_000  # elements in one paragraph; the converter takes quadratic time

# Placeholders for characters that the converter would change. They are noncharacters of Unicode, so that no text needs
# them.
_BACKSLASH = "\ufdd0"  # our escape; the converter would escape a backslash
_BRACKET = "\ufdd1"  # "]" after our escape; the converter would escape it again in a link
_ASTERISK = "\ufdd4"  # "*" after our escape; the converter would escape it again in bold text of a table
_SPLIT = "\ufdd2"  # at both sides of a point where a long paragraph was split
_AMPERSAND = "\ufdd3"  # "&amp;" in the URL of a link
_AMPERSAND_IN_URL = "%EF%B7%93"  # output of the converter for `_AMPERSAND`
_FORMULA = "\ufdd5"  # at both sides of the number of a formula
_DOLLAR = "\ufdd6"  # our escape before a "$" of the text, on a page with formulas
_PLACEHOLDERS = {"]": _BRACKET, "*": _ASTERISK}
_REPLACEMENTS = (
    (_BRACKET, "]"),
    (_ASTERISK, "*"),
    (_AMPERSAND, "&amp;"),
    (_AMPERSAND_IN_URL, "&amp;"),
    (_BACKSLASH, "\\"),
    (_DOLLAR, "\\$"),
)
_ANY_PLACEHOLDER = re.compile(f"[{_BACKSLASH}{_BRACKET}{_ASTERISK}{_SPLIT}{_AMPERSAND}{_FORMULA}{_DOLLAR}]")
_FORMULA_NUMBER = re.compile(rf"{_FORMULA}(\d+){_FORMULA}")
_FORMULA_ELEMENT = re.compile(r'<span class="math (inline|display)">([^<]*)</span>')
_SPLIT_POINT = re.compile(rf"{_SPLIT}[\s>]*{_SPLIT}")

_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"</?(?:pre|code)\b")
# Text that CommonMark would read as markup, anywhere and at the start of a block. The converter's own escaping would
# escape every hyphen and full stop as well.
_SPECIAL = re.compile(
    r"[`*]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&lt;|&amp;(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
)
# The converter escapes a backslash before some characters only, and strips spaces after one.
_BACKSLASHES = re.compile(rf"\\++(?={_BACKSLASH}|\s*+\Z)")
_LEADING = re.compile(r"(?:#{1,6}|[-+]|&gt;)(?=\s|\Z)|\d{1,9}(?=[.)](?:\s|\Z))")
_ENTITY_IN_LINK = re.compile(r"&amp;(?=#?\w{1,32};)")
_STARTS_BLOCK = re.compile(r"<(?:p|h[1-6]|li|dt|dd|td|th|caption|blockquote|br)>")
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol(?: start=\"\d+\")?|li|dl|dt|dd|table|caption|tr|td|th|blockquote|pre)>")
_SPLIT_BLOCKS = frozenset({"<p>", "<li>", "<dt>", "<dd>"})  # in others the converter takes linear time


def render(extraction: Extraction) -> str:
    """Return an extraction as Markdown."""
    return to_markdown(extraction.html)


def to_markdown(fragment: str) -> str:
    """Convert a clean fragment to CommonMark with pipe tables; an empty fragment to an empty str.

    Text that looks like markup is escaped, such as a literal `<script>`, `1. May` or `&copy;`.
    """
    if not fragment:
        return ""
    clean = _ANY_PLACEHOLDER.sub("", fragment).replace("</code><code>", "")  # invalid in Markdown
    formulas: list[str] = []
    if '<span class="math ' in clean:
        clean = _take_formulas(clean.replace("$", _DOLLAR), formulas)
    pieces = _TAG.split(clean)
    converted = html_to_markdown.convert("".join(_split_paragraphs(_escaped(pieces))), _OPTIONS).content
    if not converted:
        return ""
    markdown = _SPLIT_POINT.sub("", converted.strip())
    for placeholder, text in _REPLACEMENTS:
        markdown = markdown.replace(placeholder, text)
    if formulas:
        markdown = "\n".join(_put_formulas(line, formulas) for line in markdown.split("\n"))
    return markdown + "\n"


def _take_formulas(fragment: str, formulas: list[str]) -> str:
    """Replace each formula by its number, and add its Markdown to `formulas`."""

    def take(found: re.Match[str]) -> str:
        sign = "$$" if found[1] == "display" else "$"
        tex = unescape(found[2]).replace(_DOLLAR, "\\$").strip()
        formulas.append(f"{sign}{tex}{sign}")
        return f"{_FORMULA}{len(formulas) - 1}{_FORMULA}"

    return _FORMULA_ELEMENT.sub(take, fragment)


def _put_formulas(line: str, formulas: list[str]) -> str:
    """Replace the numbers of formulas in a line by their Markdown. In a table row, `|` would end the cell."""
    in_table = line.startswith("|")

    def put(found: re.Match[str]) -> str:
        formula = formulas[int(found[1])]
        return formula.replace("|", "\\vert ") if in_table else formula

    return _FORMULA_NUMBER.sub(put, line)


def _escaped(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the tags and texts of a fragment, with Markdown syntax in the texts escaped."""
    literal, start = 0, True  # depth of code elements; whether the next text starts a block
    pending = ""  # the last text; its end depends on whether a link follows
    for piece in pieces:
        if piece.startswith("<"):
            is_link = piece.startswith("<a ")
            if is_link and pending.endswith("!") and not literal:  # "Look![here](...)" would be an image
                pending = _BACKSLASHES.sub(_double, f"{pending[:-1]}{_BACKSLASH}!")
            yield pending
            pending = ""
            literal += (-1 if piece.startswith("</") else 1) if _LITERAL.match(piece) else 0
            start = bool(_STARTS_BLOCK.match(piece)) or (start and not piece.startswith("</"))
            yield _ENTITY_IN_LINK.sub(_AMPERSAND, piece) if is_link else piece
        elif piece:
            text = piece if literal else _BACKSLASHES.sub(_double, _SPECIAL.sub(_escape, piece))
            pending = (
                _LEADING.sub(_escape_leading, text, count=1) if start and not literal and _LEADING.match(text) else text
            )
            start = False
    yield pending


def _escape(found: re.Match[str]) -> str:
    return _BACKSLASH + _PLACEHOLDERS.get(found[0], found[0])


def _double(found: re.Match[str]) -> str:
    return _BACKSLASH * (2 * len(found[0]))


def _escape_leading(found: re.Match[str]) -> str:
    return f"{found[0]}{_BACKSLASH}" if found[0].isdigit() else f"{_BACKSLASH}{found[0]}"


def _split_paragraphs(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, with paragraphs of more than `MAX_INLINE` inline elements split at `_SPLIT` pairs."""
    splits = in_paragraph = in_own_paragraph = False
    depth = inline = 0
    for piece in pieces:
        if not piece.startswith("<") or piece == "<br>":
            yield piece
        elif _BLOCK.match(piece):
            if in_own_paragraph:
                yield "</p>"
            splits, in_paragraph, in_own_paragraph = piece in _SPLIT_BLOCKS, piece == "<p>", False
            depth = inline = 0
            yield piece
        else:
            yield piece
            depth += -1 if piece.startswith("</") else 1
            inline += 1
            if splits and not depth and inline > 2 * MAX_INLINE:
                yield f"{_SPLIT}</p><p>{_SPLIT}" if in_paragraph or in_own_paragraph else f"{_SPLIT}<p>{_SPLIT}"
                in_own_paragraph, inline = in_own_paragraph or not in_paragraph, 0
