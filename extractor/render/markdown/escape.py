"""Escape text that CommonMark or GFM would read as markup, and no more, so that the Markdown stays readable."""

import re
from typing import Final

# Anywhere in a line. A closing bracket is harmless unless an address could follow, an underscore inside a word too.
_SPECIAL: Final = re.compile(
    r"[`*<]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|\[(?=\^)|~(?=~|\Z)|(?:(?<=~)|\A)~|!(?=\[)"
    r"|&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)"
    r"|\\(?=[!-/:-@\[-`{-~]|\s*\Z)"
)
_BRACKETS = re.compile(r"[\[\]]")
# At the start of a line: headings, lists, quotes, rules, underlines of headings and delimiter rows of tables.
_LEADING: Final = re.compile(
    r"(?:#{1,6}|[-+])(?=\s|\Z)|>|\d{1,9}(?=[.)](?:\s|\Z))|[-=](?=[-=\s|:]*\Z)|[|:](?=[-:|\s]+\Z)"
)
_BOX: Final = re.compile(r"\[(?=[ xX]\](?:\s|\Z))")
_CLOSING_SIGNS = re.compile(r"#(?=#*\s*\Z)")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_URL_SPECIAL = re.compile(r"[\s<>\\`\x00-\x1f]")


def escaped(text: str, *, dollars: bool = False, brackets: bool = False) -> str:
    """Return text with the characters escaped that would be markup.

    Args:
        text: plain text.
        dollars: whether `$` starts a formula on this page.
        brackets: whether every bracket is markup, as in the text of a link.

    """
    if brackets:
        out = _SPECIAL.sub(lambda found: found[0] if found[0] in "[]" else f"\\{found[0]}", text)
        out = _BRACKETS.sub(r"\\\g<0>", out)
    else:
        out = _SPECIAL.sub(r"\\\g<0>", text)
    return out.replace("$", "\\$") if dollars else out


def at_line_start(line: str, *, in_item: bool = False) -> str:
    """Return a line of Markdown with what would start a block escaped; `in_item` if a task box would be one, too."""
    if found := _LEADING.match(line):
        digits = found.end() if found[0].isdigit() else 0
        return f"{line[:digits]}\\{line[digits:]}"
    return f"\\{line}" if in_item and _BOX.match(line) else line


def as_heading(line: str) -> str:
    """Return the text of a heading with `#` at its end escaped; they would be left out."""
    return _CLOSING_SIGNS.sub(r"\\#", line, count=1) if line.endswith("#") else line


def url(address: str) -> str:
    """Return an address for the parentheses of a link."""
    safe = _URL_SPECIAL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), address)
    if safe.count("(") != safe.count(")") or ")" in safe[: safe.find("(") + 1]:
        safe = safe.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", safe)
