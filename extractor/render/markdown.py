"""A clean fragment as CommonMark with pipe tables."""

import re
from collections.abc import Iterable, Iterator

import html_to_markdown

_OPTIONS = html_to_markdown.ConversionOptions(bullets="-", extract_metadata=False)
MAX_INLINE = 1_000  # elements in one paragraph; the converter's time grows with their square

# These stand for what the converter must not see. They are no characters (Unicode, 23.7), so no page's text needs them.
_ESCAPE = "\ufdd0"  # our backslash; the converter escapes those of the page
_BRACKET = "\ufdd1"  # "]" behind our backslash; the converter would escape it again within a link
_ASTERISK = "\ufdd4"  # "*" behind our backslash; likewise within bold text of a table
_JOIN = "\ufdd2"  # two of them stand where a long paragraph was parted
_AMPERSAND = "\ufdd3"  # "&amp;" in the address of a link
_IN_ADDRESS = "%EF%B7%93"  # as the converter writes that one
_HIDDEN = {"]": _BRACKET, "*": _ASTERISK}
_WRITTEN = ((_BRACKET, "]"), (_ASTERISK, "*"), (_AMPERSAND, "&amp;"), (_IN_ADDRESS, "&amp;"), (_ESCAPE, "\\"))
_OURS = re.compile(f"[{_ESCAPE}{_BRACKET}{_ASTERISK}{_JOIN}{_AMPERSAND}]")
_JOINED = re.compile(rf"{_JOIN}[\s>]*{_JOIN}")

_TAG = re.compile(r"(<[^>]*>)")
_LITERAL = re.compile(r"</?(?:pre|code)>")
# What CommonMark would read as markup: anywhere in a text, and at the start of a block. The converter can escape too,
# but only every hyphen and full stop along with them, which nobody wants to read.
_SPECIAL = re.compile(
    r"[`*]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&lt;|&amp;(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
)
# The converter escapes a backslash only before what it knows, and takes the blanks off that stand behind one.
_BACKSLASHES = re.compile(rf"\\++(?={_ESCAPE}|\s*+\Z)")
_LEADING = re.compile(r"(?:#{1,6}|[-+]|&gt;)(?=\s|\Z)|\d{1,9}(?=[.)](?:\s|\Z))")
_ENTITY_IN_LINK = re.compile(r"&amp;(?=#?\w{1,32};)")
_STARTS_BLOCK = re.compile(r"<(?:p|h[1-6]|li|dt|dd|td|th|caption|blockquote|br)>")
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|tr|td|th|blockquote|pre)>")
_PARTED = frozenset({"<p>", "<li>", "<dt>", "<dd>"})  # in others the converter's time is linear


def to_markdown(fragment: str) -> str:
    """Return a clean fragment as CommonMark with pipe tables; empty for an empty fragment.

    Text that looks like markup is escaped: what a page shows as `<script>`, `1. May` or `&copy;` stays that.
    """
    if not fragment:
        return ""
    pieces = _TAG.split(_OURS.sub("", fragment).replace("</code><code>", ""))  # two code spans in a row are none
    converted = html_to_markdown.convert("".join(_parted(_escaped(pieces))), _OPTIONS).content
    if not converted:
        return ""
    joined = _JOINED.sub("", converted.strip())
    for placeholder, text in _WRITTEN:
        joined = joined.replace(placeholder, text)
    return joined + "\n"


def _escaped(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the tags and texts of a fragment, with what looks like markup escaped."""
    literal, start = 0, True
    held = ""  # a text, until it is known whether a link follows
    for piece in pieces:
        if piece.startswith("<"):
            is_link = piece.startswith("<a ")
            if is_link and held.endswith("!") and not literal:  # "Look![here](...)" would be a picture
                held = _BACKSLASHES.sub(_double, f"{held[:-1]}{_ESCAPE}!")
            yield held
            held = ""
            literal += (-1 if piece.startswith("</") else 1) if _LITERAL.match(piece) else 0
            start = bool(_STARTS_BLOCK.match(piece)) or (start and not piece.startswith("</"))
            yield _ENTITY_IN_LINK.sub(_AMPERSAND, piece) if is_link else piece
        elif piece:
            text = piece if literal else _BACKSLASHES.sub(_double, _SPECIAL.sub(_escape, piece))
            held = (
                _LEADING.sub(_escape_leading, text, count=1) if start and not literal and _LEADING.match(text) else text
            )
            start = False
    yield held


def _escape(found: re.Match[str]) -> str:
    return _ESCAPE + _HIDDEN.get(found[0], found[0])


def _double(found: re.Match[str]) -> str:
    return _ESCAPE * (2 * len(found[0]))


def _escape_leading(found: re.Match[str]) -> str:
    return f"{found[0]}{_ESCAPE}" if found[0].isdigit() else f"{_ESCAPE}{found[0]}"


def _parted(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, with paragraphs of very many inline elements parted; `_JOIN` marks where."""
    parting = is_open = is_ours = False
    depth = inline = 0
    for piece in pieces:
        if not piece.startswith("<") or piece == "<br>":
            yield piece
        elif _BLOCK.match(piece):
            if is_ours:
                yield "</p>"
            parting, is_open, is_ours = piece in _PARTED, piece == "<p>", False
            depth = inline = 0
            yield piece
        else:
            yield piece
            depth += -1 if piece.startswith("</") else 1
            inline += 1
            if parting and not depth and inline > 2 * MAX_INLINE:
                yield f"{_JOIN}</p><p>{_JOIN}" if is_open or is_ours else f"{_JOIN}<p>{_JOIN}"
                is_ours, inline = is_ours or not is_open, 0
