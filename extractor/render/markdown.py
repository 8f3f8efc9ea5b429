"""Markdown: a clean fragment as CommonMark with pipe tables."""

import re
from collections.abc import Iterable, Iterator

import html_to_markdown

from extractor.types import Extraction

_OPTIONS = html_to_markdown.ConversionOptions(bullets="-", extract_metadata=False)
MAX_INLINE = 1_000  # elements in one paragraph; the converter takes quadratic time

# Placeholders for characters that the converter would change. They are noncharacters of Unicode, so that no text needs
# them.
_BACKSLASH = "\ufdd0"  # our escape; the converter would escape a backslash
_BRACKET = "\ufdd1"  # "]" after our escape; the converter would escape it again in a link
_ASTERISK = "\ufdd4"  # "*" after our escape; the converter would escape it again in bold text of a table
_SPLIT = "\ufdd2"  # at both sides of a point where a long paragraph was split
_AMPERSAND = "\ufdd3"  # "&amp;" in the URL of a link
_AMPERSAND_IN_URL = "%EF%B7%93"  # output of the converter for `_AMPERSAND`
_PLACEHOLDERS = {"]": _BRACKET, "*": _ASTERISK}
_REPLACEMENTS = (
    (_BRACKET, "]"),
    (_ASTERISK, "*"),
    (_AMPERSAND, "&amp;"),
    (_AMPERSAND_IN_URL, "&amp;"),
    (_BACKSLASH, "\\"),
)
_ANY_PLACEHOLDER = re.compile(f"[{_BACKSLASH}{_BRACKET}{_ASTERISK}{_SPLIT}{_AMPERSAND}]")
_SPLIT_POINT = re.compile(rf"{_SPLIT}[\s>]*{_SPLIT}")

_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"</?(?:pre|code)>")
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
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|tr|td|th|blockquote|pre)>")
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
    pieces = _TAG.split(_ANY_PLACEHOLDER.sub("", fragment).replace("</code><code>", ""))  # invalid in Markdown
    converted = html_to_markdown.convert("".join(_split_paragraphs(_escaped(pieces))), _OPTIONS).content
    if not converted:
        return ""
    markdown = _SPLIT_POINT.sub("", converted.strip())
    for placeholder, text in _REPLACEMENTS:
        markdown = markdown.replace(placeholder, text)
    return markdown + "\n"


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
