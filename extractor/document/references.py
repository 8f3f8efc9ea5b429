"""Take out the numbered links of text browsers: marks such as `[12]` in the text, and the list of addresses at its end.

`lynx -dump` and `w3m` with link numbers write both. The text of a link has no end mark, so that the addresses cannot be
given back as links.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

MIN_LINKS: Final = 5  # in the list; fewer may be the sources of an article
MAX_SKIPPED: Final = 8  # numbers without a mark between two marks: links of images

_ENTRY = re.compile(r"\s*(?:(\d{1,5})\.|\[(\d{1,5})\]) (?:[a-z][a-z0-9+.-]{1,20}:|/)")
_LABEL = re.compile(r"\s*(?:References|(?:\w+ ){1,2}\w+:|\w+:)\s*\Z")  # "References", "Visible links:"
_MARK = re.compile(r"\[(\d{1,5})\]")


def without_list(lines: Sequence[str]) -> tuple[Sequence[str], int | None]:
    """Return the lines before the list, and the first number in it; all lines and None if there is no such list."""
    start, numbers = _list_at_end(lines)
    if len(numbers) < MIN_LINKS or numbers != sorted(numbers):
        return lines, None
    return lines[:start], numbers[0]


def without_marks(lines: Iterable[str], first: int) -> Iterator[str]:
    """Yield the lines without the numbers of links, the first of which is `first`.

    Lines that are wrapped must be joined before: the marks took part of their width.
    """
    expected = first

    def erase(mark: re.Match[str]) -> str:
        nonlocal expected
        number = int(mark[1])
        if not expected <= number <= expected + MAX_SKIPPED:
            return mark[0]  # a note of the author
        expected = number + 1
        return ""

    for line in lines:
        yield _MARK.sub(erase, line) if "[" in line else line


def _list_at_end(lines: Sequence[str]) -> tuple[int, list[int]]:
    """Return the index of the first line of the list, with its heading, and the numbers in it."""
    start, numbers = len(lines), []
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if found := _ENTRY.match(line):
            numbers.append(int(found[1] or found[2]))
            start = index
        elif numbers and _LABEL.match(line):
            start = index
        elif line.strip():
            break
    return start, numbers[::-1]
