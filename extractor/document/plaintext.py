"""A plain-text capture becomes a PlainText: its lines, unwrapped and freed of bullets, and what its prefix states."""

import re
from collections.abc import Iterable, Iterator, Mapping

from extractor.document.words import count, ends_sentence, squeeze
from extractor.errors import TooLarge
from extractor.types import Line, PlainText

# Captures made by scripts carry their record's fields in front: "date 2020-06-10 The text...", "Title: ...".
_PREFIX = re.compile(
    r"\s*(?P<name>date|published|title|url|author)(?:\s*[:=]\s*|\s+)"
    r"(?P<value>\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?=\s|$)"
    r"|https?://\S+|(?<=[:=] )[^\n]{3,200}(?=\n))\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?P<mark>[•‣◦▪●○■□★*+–—·»>#-]{1,3}|\d{1,3}[.)]|\[\w{1,4}\])\s+(?=\S)")
_LETTER = re.compile(r"[^\W_]")
_HYPHENATED = re.compile(r"(?<=\w)-\Z")
_CELLS = re.compile(r"\S(?:\t| {3,})\s*(?=\S)")

MAX_LINES = 100_000  # the longest of 1,462 dumps of real pages has 2,649
PIECE_LINES = 20_000  # that are judged together
WRAP_WIDTHS = range(56, 101)  # columns that mailers and terminals wrap at
WITHIN_SHARE = 0.98  # of the lines end within the width; a URL or a table may go beyond
BAND = 10  # columns; words are shorter, so that wrapped lines end in the last so many columns before the width
DENSER = 2.0  # ... where there are so many times the lines that end in as many columns before those
GOING_ON = 0.2  # ... and of the lines that end no sentence this share had no room for the next word
MIN_WRAPPED = 4  # such lines; fewer prove nothing
ANCHOR = "¶"  # behind headings, where a click gives their address
WIDE = "   "  # a gap between the columns of a table is this wide, or a tab
INDENTED = 200  # columns; to stand further in says no more


def parse(text: str) -> PlainText:
    """Cut `text` into lines, join hard-wrapped paragraphs, and take the bullets off.

    Raises:
        TooLarge: it has more than `MAX_LINES` lines; what is measured of each would fill the memory.

    """
    stated, text = _prefix(text)
    raw = text.split("\n")
    if len(raw) > MAX_LINES:
        message = f"the capture has {len(raw)} lines, more than {MAX_LINES}; send its pages one by one"
        raise TooLarge(message)
    width = _wrap_width(raw)
    return PlainText(lines=tuple(_lines(_unwrap(raw, width) if width else raw)), stated=stated)


def pieces(dump: PlainText) -> list[PlainText]:
    """`dump`, or its stretches of `PIECE_LINES` lines where it has more: what is measured of lines takes memory."""
    starts = range(0, max(len(dump.lines), 1), PIECE_LINES)
    return [
        PlainText(lines=dump.lines[start : start + PIECE_LINES], stated={} if start else dump.stated)
        for start in starts
    ]


def _prefix(text: str) -> tuple[Mapping[str, str], str]:
    stated: dict[str, str] = {}
    end = 0
    while match := _PREFIX.match(text, end):
        stated.setdefault(match["name"].lower(), match["value"].strip())
        end = match.end()
    return stated, text[end:]


def _wrap_width(raw: list[str]) -> int | None:
    """The width the dump was wrapped at; None where nothing says that it was.

    Nearly no line goes beyond the width, many end just before it, and those had no room for the word that follows.
    """
    lengths = [len(line.rstrip()) for line in raw]
    written = sorted(length for length in lengths if length > WRAP_WIDTHS.start // 2)
    width = written[int(WITHIN_SHARE * (len(written) - 1))] if written else 0
    if width not in WRAP_WIDTHS:
        return None
    near = before = going_on = full = 0
    for line, following, length in zip(raw, raw[1:], lengths, strict=False):
        if length <= width // 2 or not following.strip():
            continue
        near += width - BAND < length
        before += width - 2 * BAND < length <= width - BAND
        if not ends_sentence(line):
            going_on += 1
            full += _is_full(length, following, width)
    wrapped = full >= max(MIN_WRAPPED, GOING_ON * going_on) and near >= DENSER * before
    return width if wrapped else None


def _is_full(length: int, following: str, width: int) -> bool:
    """Whether a line of `length` had no room for the first word of the one that follows."""
    return length + 1 + len(following.split(maxsplit=1)[0]) > width


def _unwrap(raw: list[str], width: int) -> Iterator[str]:
    held: list[str] = []
    for line in raw:
        text = line.strip()
        if held and text and not _MARK.match(text) and _is_full(len(held[-1].rstrip()), text, width):
            held.append(line)
            continue
        yield _joined(held)
        held = [line] if text else []
        if not text:
            yield line
    yield _joined(held)


def _joined(held: list[str]) -> str:
    """Lines as one; a word that was broken at the end of one is put together."""
    parts: list[str] = []
    for line in held[:-1]:
        text = line.strip() if parts else line.rstrip()
        parts.append(text if _HYPHENATED.search(text) else f"{text} ")
    if held:
        parts.append(held[-1].strip() if parts else held[-1])
    return "".join(parts)


def _lines(raw: Iterable[str]) -> Iterator[Line]:
    gap = False
    for line in raw:
        stripped = line.strip()
        # Of most lines all white space is single blanks: nothing else that is white, or has no width, is printable.
        text = stripped if stripped.isprintable() and "  " not in stripped else squeeze(line)
        if not text:
            gap = True
            continue
        if text.endswith(ANCHOR):
            text = text.removesuffix(ANCHOR).rstrip()
        plain = text[:1].isalpha()  # as most lines are
        mark = None if plain else _MARK.match(text)
        body = text[mark.end() :] if mark else text
        if not plain and not _LETTER.search(body):  # a rule, or nothing
            gap = True
            continue
        expanded = line.expandtabs() if "\t" in line else line
        indent = min(len(expanded) - len(expanded.lstrip()), INDENTED) if expanded[0].isspace() else 0
        cells = len(_CELLS.findall(stripped)) + 1 if WIDE in stripped or "\t" in stripped else 1
        words = body.count(" ") + 1 if body.isascii() else count(body)
        yield Line(body, mark["mark"] if mark else "", words, indent, gap, cells)
        gap = False
