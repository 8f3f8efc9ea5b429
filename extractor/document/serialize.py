"""Serialise blocks as a clean HTML fragment, which all engines return, or as plain text."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from extractor.document.urls import absolute
from extractor.types import LINE_BREAK, Block, Candidate, Markup, Note

_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
# Elements that may contain text directly; elsewhere text is wrapped in a paragraph.
_TEXT_ELEMENTS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "figcaption", "caption"}
)
_REPLACED_TAGS = {"figcaption": "p"}
_LISTS = ("ul", "ol")


def candidate(
    engine: str, blocks: Sequence[Block], base: str | None = None, *, expected: float = 0.0, notes: Iterable[Note] = ()
) -> Candidate:
    """Return the candidate of an engine that keeps `blocks`. Links are resolved against `base` or dropped."""
    return Candidate(
        engine=engine,
        html=assemble(blocks, base),
        text=text_of(blocks),
        words=sum(block.words for block in blocks),
        expected=expected,
        notes=tuple(notes),
    )


def joined(candidates: Sequence[Candidate]) -> Candidate:
    """Join the candidates of one engine for the pieces of a page. At least one is required."""
    words = sum(each.words for each in candidates)
    return Candidate(
        engine=candidates[0].engine,
        html="".join(each.html for each in candidates),
        text="\n\n".join(each.text for each in candidates if each.text),
        words=words,
        expected=sum(each.expected * each.words for each in candidates) / max(words, 1),
        notes=tuple(note for each in candidates for note in each.notes),
    )


def assemble(blocks: Iterable[Block], base: str | None = None) -> str:
    """Return a fragment of `blocks` in order, each in its structural elements. Links are resolved or dropped."""
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    filled: set[tuple[str, int]] = set()
    for block in blocks:
        shared = 0
        while shared < min(len(opened), len(block.structure)) and opened[shared] == block.structure[shared]:
            shared += 1
        _close(out, opened, shared)
        for element in block.structure[shared:]:
            opened.append(element)
            out.append(f"<{_REPLACED_TAGS.get(element[0], element[0])}>")
        innermost = opened[-1] if opened else ("", 0)
        bare = innermost[0] in _TEXT_ELEMENTS and (innermost not in filled or innermost[0] in ("p", "pre"))
        if bare and innermost in filled:
            out.append("\n" if innermost[0] == "pre" else "<br>")
        filled.add(innermost)
        inner = inline(block, base)
        out.append(inner if bare else f"<p>{inner}</p>")
    _close(out, opened, 0)
    return "".join(out)


def _close(out: list[str], opened: list[tuple[str, int]], depth: int) -> None:
    while len(opened) > depth:
        tag = opened.pop()[0]
        out.append(f"</{_REPLACED_TAGS.get(tag, tag)}>")


def inline(block: Block, base: str | None = None) -> str:
    """Return the content of a block as inline HTML. Links are resolved or dropped."""
    if len(block.runs) == 1 and not block.runs[0][1] and block.tag != "pre":
        return escape(block.text, quote=False)
    out: list[str] = []
    opened: list[Markup] = []
    pre = block.tag == "pre"
    after_space = True  # whether the output so far ends in white space
    for raw, markup in block.runs:
        squeezed = pre or (raw.isprintable() and "  " not in raw)  # a shortcut for most text
        text = raw if squeezed else _SPACE.sub(" ", raw)
        if not pre and after_space:
            text = text.lstrip(" ")
        if not text:
            continue
        around = [each for each in markup if each.tag != "a" or absolute(each.href, base)]
        shared = 0
        while shared < min(len(opened), len(around)) and opened[shared] == around[shared]:
            shared += 1
        while len(opened) > shared:
            out.append(f"</{opened.pop().tag}>")
        for each in around[shared:]:
            opened.append(each)
            href = absolute(each.href, base) if each.tag == "a" else None
            out.append(f'<a href="{escape(href)}">' if href else f"<{each.tag}>")
        if raw == LINE_BREAK:
            out.append("\n" if pre else "<br>")
        else:
            out.append(escape(text, quote=False))
        after_space = raw == LINE_BREAK or text.endswith(" ")
    out += [f"</{each.tag}>" for each in reversed(opened)]
    html = "".join(out)
    return html.strip("\r\n") if pre else html.strip()


def text_of(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text, with `- ` or a number before list items and ` | ` between the cells of a row."""
    out: list[str] = []
    before: Block | None = None
    numbers: dict[int, int] = {}
    for block in blocks:
        if before is not None:
            out.append(_separator(before, block))
        out.append(_marker(before, block, numbers) + block.text)
        before = block
    return "".join(out).strip()


def _element(block: Block, *tags: str) -> tuple[str, int] | None:
    """Return the innermost structural element of the block with one of `tags`."""
    return next((element for element in reversed(block.structure) if element[0] in tags), None)


def _separator(before: Block, block: Block) -> str:
    """Return the text between two blocks."""
    if not before.structure or before.structure[:1] != block.structure[:1]:
        return "\n\n"  # no common element
    row = _element(block, "tr")
    if row is not None and row == _element(before, "tr"):
        cell = _element(block, "td", "th")
        return " " if cell == _element(before, "td", "th") else " | "
    for shared in (("table",), ("dl",)):
        if (outer := _element(block, *shared)) is not None and outer == _element(before, *shared):
            return "\n"
    # Nested lists are part of the outermost list.
    lists = [next((element for element in each.structure if element[0] in _LISTS), None) for each in (before, block)]
    return "\n" if lists[0] is not None and lists[0] == lists[1] else "\n\n"


def _marker(before: Block | None, block: Block, numbers: dict[int, int]) -> str:
    """Return the indentation and list marker of a block, and count the items of its list in `numbers`."""
    item = _element(block, "li")
    if item is None:
        return ""
    depth = sum(tag in _LISTS for tag, _ in block.structure)
    indent = "  " * max(depth - 1, 0)
    if before is not None and item in before.structure:
        return f"{indent}  "
    owner = _element(block, *_LISTS)
    if owner is None or owner[0] == "ul":
        return f"{indent}- "
    numbers[owner[1]] = numbers.get(owner[1], 0) + 1
    return f"{indent}{numbers[owner[1]]}. "
