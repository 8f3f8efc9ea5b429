"""Serialise blocks as a clean HTML fragment, which all engines return, or as plain text."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from extractor.document.urls import absolute
from extractor.types import LINE_BREAK, Block, Candidate, Element, Markup, Media, Note

_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
# Elements that may contain text directly; elsewhere text is wrapped in a paragraph.
_TEXT_ELEMENTS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "figcaption", "caption"}
)
_REPLACED_TAGS = {"figcaption": "p"}
_LISTS = ("ul", "ol")
_APART = frozenset({"sup", "sub", "math"})  # adjacent elements of these are different notes or formulas
# Elements that cannot contain a paragraph, so that an image stands before or after them.
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "pre", "figcaption", "caption"})
# Elements that contain only their own parts.
_PARTED = frozenset({"ul", "ol", "dl", "table", "tr"})
_NONE = Element("", 0)


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
    opened: list[Element] = []
    filled: set[Element] = set()
    for block in blocks:
        shared = 0
        while shared < min(len(opened), len(block.structure)) and opened[shared] == block.structure[shared]:
            shared += 1
        _close(out, opened, shared)
        if block.before:
            _close(out, opened, _media_depth(opened))
            _open(out, opened, block.structure[len(opened) : _media_depth(block.structure)])
            _add_media(out, opened, block.before, base)
        _open(out, opened, block.structure[len(opened) :])
        innermost = opened[-1] if opened else _NONE
        bare = innermost.tag in _TEXT_ELEMENTS and (innermost not in filled or innermost.tag in ("p", "pre"))
        if bare and innermost in filled:
            out.append("\n" if innermost.tag == "pre" else "<br>")
        filled.add(innermost)
        inner = inline(block, base)
        out.append(inner if bare else f"<p>{inner}</p>")
        if block.after:
            _close(out, opened, _media_depth(opened))
            _add_media(out, opened, block.after, base)
    _close(out, opened, 0)
    return "".join(out)


def _media_depth(structure: Sequence[Element]) -> int:
    """Return how many of these elements an image stands in: not in a paragraph, and not between the parts of a list."""
    depth = len(structure)
    while depth and structure[depth - 1].tag in _PARAGRAPHS | _PARTED:
        depth -= 1
    return depth


def _add_media(out: list[str], opened: Sequence[Element], images: Iterable[Media], base: str | None) -> None:
    for image in images:
        if url := absolute(image.url, base):
            tag = f'<img src="{escape(url)}" alt="{escape(image.alt)}">'
            out.append(tag if opened and opened[-1].tag in ("td", "th") else f"<p>{tag}</p>")


def _open(out: list[str], opened: list[Element], elements: Iterable[Element]) -> None:
    for element in elements:
        opened.append(element)
        tag, detail = _REPLACED_TAGS.get(element.tag, element.tag), escape(element.detail)
        if tag == "ol" and detail:
            out.append(f'<ol start="{detail}">')
        elif tag == "pre" and detail:
            out.append(f'<pre><code class="language-{detail}">')
        else:
            out.append(f"<{tag}>")


def _close(out: list[str], opened: list[Element], depth: int) -> None:
    while len(opened) > depth:
        element = opened.pop()
        end = "</code>" if element.tag == "pre" and element.detail else ""
        out.append(f"{end}</{_REPLACED_TAGS.get(element.tag, element.tag)}>")


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
        while shared < min(len(opened), len(around)) and _is_same(opened[shared], around[shared]):
            shared += 1
        while len(opened) > shared:
            out.append(_end_tag(opened.pop()))
        for each in around[shared:]:
            opened.append(each)
            out.append(_start_tag(each, base))
        if raw == LINE_BREAK:
            out.append("\n" if pre else "<br>")
        else:
            out.append(escape(text, quote=False))
        after_space = raw == LINE_BREAK or text.endswith(" ")
    out += [_end_tag(each) for each in reversed(opened)]
    html = "".join(out)
    return html.strip("\r\n") if pre else html.strip()


def _is_same(one: Markup, other: Markup) -> bool:
    """Return whether two runs are in the same element. Adjacent elements count as one, but for notes and exponents."""
    return one is other or (one == other and one.tag not in _APART)


def _start_tag(markup: Markup, base: str | None) -> str:
    if markup.tag == "math":
        return f'<span class="math {markup.href or "inline"}">'
    href = absolute(markup.href, base) if markup.tag == "a" else None
    return f'<a href="{escape(href)}">' if href else f"<{markup.tag}>"


def _end_tag(markup: Markup) -> str:
    return "</span>" if markup.tag == "math" else f"</{markup.tag}>"


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


def _element(block: Block, *tags: str) -> Element | None:
    """Return the innermost structural element of the block with one of `tags`."""
    return next((element for element in reversed(block.structure) if element.tag in tags), None)


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
    lists = [next((element for element in each.structure if element.tag in _LISTS), None) for each in (before, block)]
    return "\n" if lists[0] is not None and lists[0] == lists[1] else "\n\n"


def _marker(before: Block | None, block: Block, numbers: dict[int, int]) -> str:
    """Return the indentation and list marker of a block, and count the items of its list in `numbers`."""
    item = _element(block, "li")
    if item is None:
        return ""
    depth = sum(each.tag in _LISTS for each in block.structure)
    indent = "  " * max(depth - 1, 0)
    if before is not None and item in before.structure:
        return f"{indent}  "
    owner = _element(block, *_LISTS)
    if owner is None or owner.tag == "ul":
        return f"{indent}- "
    numbers[owner.number] = numbers.get(owner.number, int(owner.detail or 1) - 1) + 1
    return f"{indent}{numbers[owner.number]}. "
