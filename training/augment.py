"""Augmentation: shapes of plain text in the wild, made of renderings."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from evaluation.renderers import wrap

MAX_LINES_AROUND = 2  # of an article that stands nearly alone
MAX_LABEL_CHARACTERS = 40  # a shorter line may be a link of a menu
TEASER_WORDS = 24

FIRST_LINES = ("", "Loading...", "Skip to content", "Toggle navigation", "Web page capture")
ADVERTISEMENTS = ("Advertisement", "Advertisement. Scroll to continue reading.", "Story continues below")
LABELS: tuple[tuple[list[str], list[str]], ...] = (
    (["You may also like", ""], []),
    (["Written by", "", "A reporter who covers the region and its people.", ""], ["Related articles", ""]),
    ([], ["More stories", ""]),
    (["Read next"], ["Most popular", ""]),
    ([], []),
)
"""Labels above the first half of the teasers, and above the second."""


class Raw(NamedTuple):
    """Plain text before it is parsed."""

    lines: list[str]
    content: list[bool]
    """For each line, whether it is content."""
    foreign: Sequence[str]
    """Paragraphs of other pages."""

    @property
    def article(self) -> tuple[int, int]:
        """Return start and end of the content."""
        where = [number for number, wanted in enumerate(self.content) if wanted]
        return (where[0], where[-1] + 1) if where else (0, len(self.lines))


def without_empty_lines(raw: Raw) -> list[str]:
    """Leave out empty lines."""
    return [line for line in raw.lines if line.strip()]


def without_indentation(raw: Raw) -> list[str]:
    """Leave out indentation and bullets."""
    return [re.sub(r"^[*•-] ", "", line.strip()) for line in raw.lines]


def with_link_numbers(raw: Raw) -> list[str]:
    """Number short lines, like text browsers number links."""
    out, number = [], 0
    for line in raw.lines:
        short = 0 < len(line.strip()) <= MAX_LABEL_CHARACTERS
        number += short
        out.append(f"[{number}] {line.strip()}" if short else line)
    return out


def article_alone(raw: Raw) -> list[str]:
    """Keep the article, and at most two lines around it."""
    start, end = raw.article
    beside = len(raw.lines) % (MAX_LINES_AROUND + 1)
    return raw.lines[max(start - beside, 0) : end + beside]


def replace_first_line(lines: list[str]) -> list[str]:
    """Replace the first line, which is often the window's title."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return [FIRST_LINES[len(lines) % len(FIRST_LINES)], "", *lines[first + 1 :]]


def with_teasers(raw: Raw, *, whole: bool) -> list[str]:
    """Add teasers of other stories behind the article, whole or truncated, and an advertisement in its middle."""
    start, end = raw.article
    middle = next((number for number in range((start + end) // 2, end) if not raw.lines[number].strip()), end)
    teasers = [text if whole else " ".join(text.split()[:TEASER_WORDS]) + "..." for text in raw.foreign]
    some, rest = LABELS[len(raw.lines) % len(LABELS)]
    return [
        *raw.lines[:middle],
        *("", ADVERTISEMENTS[end % len(ADVERTISEMENTS)], ""),
        *raw.lines[middle:end],
        *("", *some, "\n\n".join(teasers[::2]), ""),
        *(*rest, "\n\n".join(teasers[1::2]), ""),
        *raw.lines[end:],
    ]


def hard_wrapped(raw: Raw, columns: int) -> list[str]:
    """Break lines at so many columns."""
    return wrap("\n".join(raw.lines), columns).split("\n")


VARIANTS: tuple[Callable[[Raw], list[str]], ...] = (
    partial(hard_wrapped, columns=72),
    article_alone,
    partial(with_teasers, whole=True),
    without_empty_lines,
    partial(hard_wrapped, columns=80),
    without_indentation,
    partial(with_teasers, whole=False),
    with_link_numbers,
)
