"""The shapes that dumps have in the wild, made of rendered pages: what the training must have seen."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from benchmarks.dumps import wrapped

AROUND = 2  # lines that are left around the article where it stands nearly alone
LABEL = 40  # characters; a shorter line may be a link of a menu
TEASER_WORDS = 24

JUNK = ("", "Loading...", "Skip to content", "Toggle navigation", "Web page capture")
ADVERTISEMENTS = ("Advertisement", "Advertisement. Scroll to continue reading.", "Story continues below")
LABELS: tuple[tuple[list[str], list[str]], ...] = (
    (["You may also like", ""], []),
    (["Written by", "", "A reporter who covers the region and its people.", ""], ["Related articles", ""]),
    ([], ["More stories", ""]),
    (["Read next"], ["Most popular", ""]),
    ([], []),
)
"""What stands above some teasers, and above the rest of them."""


class Raw(NamedTuple):
    """A dump before it is parsed."""

    lines: list[str]
    content: list[bool]
    """Whether each line is content."""
    strange: Sequence[str]
    """Paragraphs of other pages."""

    @property
    def article(self) -> tuple[int, int]:
        """Start and end of the content."""
        where = [number for number, wanted in enumerate(self.content) if wanted]
        return (where[0], where[-1] + 1) if where else (0, len(self.lines))


def closed(raw: Raw) -> list[str]:
    """Without blank lines."""
    return [line for line in raw.lines if line.strip()]


def flat(raw: Raw) -> list[str]:
    """Without indentation and bullets."""
    return [re.sub(r"^[*•-] ", "", line.strip()) for line in raw.lines]


def marked(raw: Raw) -> list[str]:
    """With marks before short lines, as text browsers number their links."""
    out, number = [], 0
    for line in raw.lines:
        short = 0 < len(line.strip()) <= LABEL
        number += short
        out.append(f"[{number}] {line.strip()}" if short else line)
    return out


def alone(raw: Raw) -> list[str]:
    """The article alone, or nearly so."""
    start, end = raw.article
    beside = len(raw.lines) % (AROUND + 1)
    return raw.lines[max(start - beside, 0) : end + beside]


def headless(lines: list[str]) -> list[str]:
    """Another line in place of the first, which mostly is the title of the window."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return [JUNK[len(lines) % len(JUNK)], "", *lines[first + 1 :]]


def grafted(raw: Raw, *, whole: bool) -> list[str]:
    """With teasers of other stories behind the article, whole or cut short, and an advertisement within it."""
    start, end = raw.article
    middle = next((number for number in range((start + end) // 2, end) if not raw.lines[number].strip()), end)
    teasers = [text if whole else " ".join(text.split()[:TEASER_WORDS]) + "..." for text in raw.strange]
    some, rest = LABELS[len(raw.lines) % len(LABELS)]
    return [
        *raw.lines[:middle],
        *("", ADVERTISEMENTS[end % len(ADVERTISEMENTS)], ""),
        *raw.lines[middle:end],
        *("", *some, "\n\n".join(teasers[::2]), ""),
        *(*rest, "\n\n".join(teasers[1::2]), ""),
        *raw.lines[end:],
    ]


def broken(raw: Raw, columns: int) -> list[str]:
    """With lines broken hard."""
    return wrapped("\n".join(raw.lines), columns).split("\n")


VARIANTS: tuple[Callable[[Raw], list[str]], ...] = (
    partial(broken, columns=72),
    alone,
    partial(grafted, whole=True),
    closed,
    partial(broken, columns=80),
    flat,
    partial(grafted, whole=False),
    marked,
)
