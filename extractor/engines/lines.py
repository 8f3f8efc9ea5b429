"""The engine for plain-text dumps: the article's stretch of lines, less the furniture inside it, as a fragment."""

import re
from collections.abc import Iterator
from typing import Final

from extractor.features.layout import Layout, Role
from extractor.fragment import assemble, text_of
from extractor.model import Block, Candidate, Dump, Line, Note

NAME: Final = "lines"
FURNITURE: frozenset[Role] = frozenset({"furniture", "end"})
_ORDERED = re.compile(r"\d")
EXPECTED = 0.8  # mean word F1 on dumps of WCXB dev; it says nothing about the single dump
HEADING_WORDS = 14  # a longer line is no heading


def propose(dump: Dump, found: Layout) -> Candidate:
    """The article of a dump; an empty candidate where no line is running text."""
    within = range(found.start, found.end)
    kept = [index for index in within if found.roles[index] not in FURNITURE]
    cut = [index for index in within if found.roles[index] in FURNITURE]
    blocks = tuple(_blocks([dump.lines[index] for index in kept], [found.roles[index] for index in kept]))
    notes = [Note(NAME, f"cut as {found.roles[index]}", dump.lines[index].text[:60]) for index in cut]
    where = f"took lines {found.start + 1} to {found.end} of {len(dump.lines)}" if kept else "no line is running text"
    return Candidate(
        engine=NAME,
        html=assemble(blocks),
        text=text_of(blocks),
        expected=EXPECTED,
        notes=(Note(NAME, where), *notes),
    )


def _blocks(lines: list[Line], roles: list[Role]) -> Iterator[Block]:
    """Lines as blocks: runs of bullets become lists, `>` a quote, short lines before running text headings."""
    run: tuple[str, int] | None = None
    for number, (line, role) in enumerate(zip(lines, roles, strict=True), start=1):
        container = _container(line)
        if container is None:
            run = None
        elif run is None or run[0] != container:
            run = (container, -number)
        tag = "li" if container in {"ul", "ol"} else "p"
        if run is None and _is_heading(line, role, roles[number : number + 1]):
            tag = "h2"
        structure = (*((run,) if run else ()), (tag, number))
        yield Block(line.text, ((line.text, ()),), tag, structure, 0, line.words, 0)


def _container(line: Line) -> str | None:
    if not line.mark or line.mark.startswith("#"):
        return None
    if line.mark.startswith(">"):
        return "blockquote"
    return "ol" if _ORDERED.match(line.mark) else "ul"


def _is_heading(line: Line, role: Role, following: list[Role]) -> bool:
    if line.mark.startswith("#"):
        return True
    ends_like_one = line.text[-1].isalnum() or line.text[-1] in "?!)\"'”’"
    return role == "short" and line.words <= HEADING_WORDS and ends_like_one and following == ["prose"]
