"""Parse plain text into a `PlainText`: read the metadata prefix, join hard-wrapped lines, split off list markers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.document.references import without_list, without_marks
from extractor.document.words import count, ends_sentence, squeeze
from extractor.errors import TooLarge
from extractor.types import Line, PlainText

# Some data sets put the fields of a record before its text: "date 2020-06-10 The text...", "Title: ...".
_PREFIX = re.compile(
    r"\s*(?P<name>date|published|title|url|author)(?:\s*[:=]\s*|\s+)"
    r"(?P<value>\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?=\s|$)"
    r"|https?://\S+|(?<=[:=] )[^\n]{3,200}(?=\n))\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?P<mark>[•‣◦▪●○■□★*+–—·»>#-]{1,3}|\d{1,3}[.)]|\[\w{1,4}\])\s+(?=\S)")
_DAY = re.compile(r"\d{1,2}\.\s+[^\W\d]+\.?,?\s+(?:19|20)\d\d\b")  # "4. März 2026" is no list item
_LETTER = re.compile(r"[^\W_]")
_HYPHENATED = re.compile(r"(?<=\w)-\Z")
_CELLS = re.compile(r"\S(?:\t| {3,})\s*(?=\S)")

MAX_LINES = 100_000
PIECE_LINES = 20_000  # lines classified at a time; features take memory for each line
WRAP_WIDTHS = range(56, 101)  # columns at which mailers and terminals wrap
WITHIN_SHARE = 0.98  # share of lines that end within the wrap width; a URL or a table may exceed it
BAND_COLUMNS = 10  # wrapped lines end within this distance of the width, since most words are shorter
# Hard-wrapped text meets all of these:
MIN_BAND_RATIO = 2.0  # line ends in the last band, in multiples of those in the band before
MIN_FULL_SHARE = 0.2  # share of the lines ending in mid-sentence that had no room for the next word
MIN_FULL_LINES = 4  # number of such lines
ANCHOR = "¶"  # permalink sign after headings
WIDE_GAP = "   "  # minimal gap between table columns, besides a tab
MAX_INDENT = 200  # columns


def parse(text: str) -> PlainText:
    """Split `text` into lines, join hard-wrapped paragraphs, and split off list markers.

    Raises:
        TooLarge: the text has more than `MAX_LINES` lines.

    """
    prefix_metadata, text = _prefix(text)
    raw = text.split("\n")
    if len(raw) > MAX_LINES:
        message = f"the text has {len(raw)} lines, more than {MAX_LINES}; send its pages one by one"
        raise TooLarge(message)
    kept, first_link = without_list(raw)
    width = _wrap_width(kept)
    lines: Iterable[str] = _unwrap(kept, width) if width else kept
    if first_link is not None:
        lines = without_marks(lines, first_link)
    return PlainText(lines=tuple(_lines(lines)), prefix_metadata=prefix_metadata)


def pieces(page: PlainText) -> list[PlainText]:
    """Split a page into pieces of at most `PIECE_LINES` lines; the first one keeps the metadata."""
    starts = range(0, max(len(page.lines), 1), PIECE_LINES)
    return [
        PlainText(lines=page.lines[start : start + PIECE_LINES], prefix_metadata={} if start else page.prefix_metadata)
        for start in starts
    ]


def _prefix(text: str) -> tuple[Mapping[str, str], str]:
    """Return the fields of the metadata prefix, and the text after it. The first value of a field counts."""
    fields: dict[str, str] = {}
    end = 0
    while match := _PREFIX.match(text, end):
        fields.setdefault(match["name"].lower(), match["value"].strip())
        end = match.end()
    return fields, text[end:]


def _wrap_width(raw: Sequence[str]) -> int | None:
    """Return the width in columns at which the text is hard-wrapped; None if it is not.

    In wrapped text hardly any line exceeds the width, many lines end just before it, and these lines had no room for
    the next word.
    """
    lengths = [len(line.rstrip()) for line in raw]
    long = sorted(length for length in lengths if length > WRAP_WIDTHS.start // 2)
    width = long[int(WITHIN_SHARE * (len(long) - 1))] if long else 0
    if width not in WRAP_WIDTHS:
        return None
    in_last_band = in_band_before = mid_sentence = full = 0
    for line, following, length in zip(raw, raw[1:], lengths, strict=False):
        if length <= width // 2 or not following.strip():
            continue
        in_last_band += width - BAND_COLUMNS < length
        in_band_before += width - 2 * BAND_COLUMNS < length <= width - BAND_COLUMNS
        if not ends_sentence(line):
            mid_sentence += 1
            full += _is_full(length, following, width)
    enough_full = full >= max(MIN_FULL_LINES, MIN_FULL_SHARE * mid_sentence)
    return width if enough_full and in_last_band >= MIN_BAND_RATIO * in_band_before else None


def _is_full(length: int, following: str, width: int) -> bool:
    """Return whether a line of `length` characters had no room for the first word of the following line."""
    return length + 1 + len(following.split(maxsplit=1)[0]) > width


def _unwrap(raw: Sequence[str], width: int) -> Iterator[str]:
    """Yield the lines with hard-wrapped paragraphs joined."""
    paragraph: list[str] = []
    for line in raw:
        text = line.strip()
        if paragraph and text and not _MARK.match(text) and _is_full(len(paragraph[-1].rstrip()), text, width):
            paragraph.append(line)
            continue
        yield _joined(paragraph)
        paragraph = [line] if text else []
        if not text:
            yield line
    yield _joined(paragraph)


def _joined(paragraph: list[str]) -> str:
    """Join lines with spaces, but without one after a hyphen. The indentation of the first line stays."""
    parts: list[str] = []
    for line in paragraph[:-1]:
        text = line.strip() if parts else line.rstrip()
        parts.append(text if _HYPHENATED.search(text) else f"{text} ")
    if paragraph:
        parts.append(paragraph[-1].strip() if parts else paragraph[-1])
    return "".join(parts)


def _lines(raw: Iterable[str]) -> Iterator[Line]:
    gap = False
    for line in raw:
        stripped = line.strip()
        # A shortcut for most lines: in printable text the only white space is the plain space.
        text = stripped if stripped.isprintable() and "  " not in stripped else squeeze(line)
        if not text:
            gap = True
            continue
        if text.endswith(ANCHOR):
            text = text.removesuffix(ANCHOR).rstrip()
        plain = text[:1].isalpha()  # a shortcut for most lines
        mark = None if plain or _DAY.match(text) else _MARK.match(text)
        body = text[mark.end() :] if mark else text
        if not plain and not _LETTER.search(body):  # a horizontal rule, or a marker alone
            gap = True
            continue
        expanded = line.expandtabs() if "\t" in line else line
        indent = min(len(expanded) - len(expanded.lstrip()), MAX_INDENT) if expanded[0].isspace() else 0
        cells = len(_CELLS.findall(stripped)) + 1 if WIDE_GAP in stripped or "\t" in stripped else 1
        words = body.count(" ") + 1 if body.isascii() else count(body)
        yield Line(body, mark["mark"] if mark else "", words, indent, gap, cells)
        gap = False
