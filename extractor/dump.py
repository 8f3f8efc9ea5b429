"""A plain-text capture becomes a Dump: its lines, unwrapped and freed of bullets, and what its prefix states."""

import re
from collections.abc import Iterator, Mapping

from extractor.model import Dump, Line
from extractor.words import count, ends_sentence, squeeze

# Captures made by scripts carry their record's fields in front: "date 2020-06-10 The text...", "Title: ...".
_PREFIX = re.compile(
    r"\s*(?P<name>date|published|title|url|author)(?:\s*[:=]\s*|\s+)"
    r"(?P<value>\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?=\s|$)"
    r"|https?://\S+|(?<=[:=] )[^\n]{3,200}(?=\n))\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?P<mark>[•‣◦▪●○■□★*+–—·»>#-]{1,3}|\d{1,3}[.)]|\[\w{1,4}\])\s+(?=\S)")
_LETTER = re.compile(r"[^\W_]")

WRAP_WIDTHS = range(56, 101)  # columns that mailers and terminals wrap at
WRAPPED_SHARE = 0.6  # a dump is hard-wrapped when this share of its lines that go on end near one width
WRAP_SLACK = 16  # columns; how far before the width a word may push the line's end
WITHIN_SHARE = 0.98  # of the lines end within the width; a URL or a table may go beyond
MIN_WRAPPED = 6  # lines; fewer that look wrapped prove nothing


def parse(text: str) -> Dump:
    """Cut `text` into lines, join hard-wrapped paragraphs, and take the bullets off."""
    stated, text = _prefix(text)
    raw = text.split("\n")
    width = _wrap_width(raw)
    joined = _unwrap(raw, width) if width else raw
    return Dump(lines=tuple(_lines(joined)), stated=stated)


def _prefix(text: str) -> tuple[Mapping[str, str], str]:
    stated: dict[str, str] = {}
    while match := _PREFIX.match(text):
        stated.setdefault(match["name"].lower(), match["value"].strip())
        text = text[match.end() :]
    return stated, text


def _wrap_width(raw: list[str]) -> int | None:
    """The width the dump was wrapped at: nearly no line goes beyond, and lines in mid-sentence end near it."""
    lengths = [len(line.rstrip()) for line in raw]
    written = sorted(length for length in lengths if length > WRAP_WIDTHS.start // 2)
    if not written:
        return None
    width = written[int(WITHIN_SHARE * (len(written) - 1))]
    if width not in WRAP_WIDTHS:
        return None
    going_on = [
        length
        for length, following, line in zip(lengths, lengths[1:], raw, strict=False)
        if WRAP_WIDTHS.start // 2 < length <= width and following and not ends_sentence(line)
    ]
    near = sum(length >= width - WRAP_SLACK for length in going_on)
    return width if near >= MIN_WRAPPED and near >= WRAPPED_SHARE * len(going_on) else None


def _unwrap(raw: list[str], width: int) -> Iterator[str]:
    held = ""
    for line in raw:
        goes_on = held and line.strip() and not _MARK.match(line.strip())
        if goes_on and len(held.rsplit("\n", 1)[-1].rstrip()) >= width - WRAP_SLACK:
            held = f"{held.rstrip()}\n{line.strip()}"
            continue
        yield held.replace("\n", " ")
        held = line
    yield held.replace("\n", " ")


def _lines(raw: list[str] | Iterator[str]) -> Iterator[Line]:
    for line in raw:
        text = squeeze(line)
        mark = _MARK.match(text)
        body = text[mark.end() :] if mark else text
        if _LETTER.search(body):  # else a rule, or nothing
            yield Line(text=body, mark=mark["mark"] if mark else "", words=count(body))
