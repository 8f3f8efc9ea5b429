"""Blocks as a clean HTML fragment, which all engines return and all formats are made of."""

import re
from collections.abc import Container, Iterable, Sequence
from html import escape
from operator import itemgetter

from extractor.document.builder import NOTE_NUMBERS
from extractor.document.urls import absolute
from extractor.types import LINE_BREAK, Block, Element, Markup, Media

_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\ufeff]+")
# Elements that may contain text directly; elsewhere text is wrapped in a paragraph.
_TEXT_ELEMENTS = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd td th pre figcaption caption footnote".split())
_REPLACED_TAGS = {"figcaption": "p"}
_APART = frozenset({"sup", "sub", "math", "footnote"})  # adjacent elements of these are different notes or formulas
# Elements that cannot contain a paragraph, so that an image stands before or after them.
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "pre", "figcaption", "caption"})
# Elements that contain only their own parts.
_PARTED = frozenset({"ul", "ol", "dl", "table", "tr"})
TASK_BOXES = {"done": "☑", "open": "☐"}
_PLAIN_STARTS = {"section": '<section class="footnotes">'}
_DETAILED_STARTS = {
    "footnote": '<li id="fn-{0}" value="{0}">',
    "pre": '<pre><code class="language-{0}">',
    "ol": '<ol start="{0}">',
    "blockquote": '<blockquote class="{0}">',
    "p": '<p class="{0}">',
}
_NONE = Element("", 0)
_NOTES = (Element("section", -1), Element("ol", -2))


def assemble(blocks: Iterable[Block], base: str | None = None) -> str:
    """Return a fragment of `blocks` in order, each in its structural elements. Links are resolved or dropped.

    Footnotes with a reference stand together. Others are ordinary paragraphs or list items.
    """
    ordered, numbers = _footnotes_together(blocks)
    out: list[str] = []
    opened: list[Element] = []
    filled: set[Element] = set()
    for block in ordered:
        shared = 0
        while shared < min(len(opened), len(block.structure)) and opened[shared] == block.structure[shared]:
            shared += 1
        _close(out, opened, shared)
        if block.before:
            depth = _media_depth(block.structure)
            _close(out, opened, depth)
            _open(out, opened, block.structure[len(opened) : depth])
            _add_media(out, opened, block.before, base)
        _open(out, opened, block.structure[len(opened) :])
        innermost = opened[-1] if opened else _NONE
        bare = innermost.tag in _TEXT_ELEMENTS and (innermost not in filled or innermost.tag in ("p", "pre"))
        if bare and innermost in filled:
            out.append("\n" if innermost.tag == "pre" else "<br>")
        filled.add(innermost)
        inner = inline(block, base, numbers)
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


def _footnotes_together(blocks: Iterable[Block]) -> tuple[list[Block], frozenset[str]]:
    """Return blocks with the footnotes that they refer to as one list, and the numbers of these footnotes.

    The list stands where the first of them stands in the page. Notes in the margin stand at the end.
    """
    given = list(blocks)
    wanted = {each.detail for block in given for _, markup in block.runs for each in markup if each.tag == "footnote"}
    body: list[Block] = []
    notes: list[tuple[int, Block]] = []
    place: int | None = None
    for block in given:
        depth = next((at for at, each in enumerate(block.structure) if each.tag == "footnote"), None)
        if depth is None:
            body.append(block)
        elif (footnote := block.structure[depth]).detail not in wanted:
            body.append(block._replace(structure=(*block.structure[:depth], *block.structure[depth + 1 :])))
        else:
            inner = block.structure[depth + 1 :]
            inner = inner[1:] if inner and inner[0].tag in ("li", "dd") else inner
            notes.append((int(footnote.detail), block._replace(structure=(*_NOTES, footnote, *inner))))
            place = len(body) if place is None and footnote.number < NOTE_NUMBERS else place
    ordered = [block for _, block in sorted(notes, key=itemgetter(0))]
    at = len(body) if place is None else place
    return [*body[:at], *ordered, *body[at:]], frozenset(str(number) for number, _ in notes)


def _add_media(out: list[str], opened: Sequence[Element], items: Iterable[Media], base: str | None) -> None:
    for item in items:
        if url := absolute(item.url, base):
            alt = escape(item.alt)
            tag = f'<img src="{escape(url)}" alt="{alt}">' if item.is_image else f'<a href="{escape(url)}">{alt}</a>'
            out.append(tag if opened and opened[-1].tag in ("td", "th") else f"<p>{tag}</p>")


def _open(out: list[str], opened: list[Element], elements: Iterable[Element]) -> None:
    for element in elements:
        opened.append(element)
        out.append(_start_of(element.tag, escape(element.detail)))


def _start_of(tag: str, detail: str) -> str:
    """Return the start tag of a structural element."""
    if start := (_DETAILED_STARTS if detail else _PLAIN_STARTS).get(tag):
        return start.format(detail)
    if tag == "li" and detail:
        return f'<li class="task">{TASK_BOXES[detail]} '
    if tag in ("td", "th") and detail:
        columns, rows = detail.split("x")
        spans = (f' colspan="{columns}"' if columns != "1" else "") + (f' rowspan="{rows}"' if rows != "1" else "")
        return f"<{tag}{spans}>"
    return f"<{_REPLACED_TAGS.get(tag, tag)}>"


def _close(out: list[str], opened: list[Element], depth: int) -> None:
    while len(opened) > depth:
        element = opened.pop()
        end = "</code>" if element.tag == "pre" and element.detail else ""
        tag = "li" if element.tag == "footnote" else _REPLACED_TAGS.get(element.tag, element.tag)
        out.append(f"{end}</{tag}>")


def inline(block: Block, base: str | None = None, footnotes: Container[str] = frozenset()) -> str:
    """Return the content of a block as inline HTML. Links are resolved or dropped.

    Args:
        block: the block.
        base: URL of the page.
        footnotes: numbers of the footnotes that a reference can link to.

    """
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
        around = [each for each in markup if each.tag != "a" or absolute(each.detail, base)]
        shared = 0
        while shared < min(len(opened), len(around)) and _is_same(opened[shared], around[shared]):
            shared += 1
        while len(opened) > shared:
            out.append(_end_tag(opened.pop(), footnotes))
        for each in around[shared:]:
            opened.append(each)
            out.append(_start_tag(each, base, footnotes))
        if raw == LINE_BREAK:
            out.append("\n" if pre else "<br>")
        else:
            out.append(escape(text, quote=False))
        after_space = raw == LINE_BREAK or text.endswith(" ")
    out += [_end_tag(each, footnotes) for each in reversed(opened)]
    html = "".join(out)
    return html.strip("\r\n") if pre else html.strip()


def _is_same(one: Markup, other: Markup) -> bool:
    """Return whether two runs are in the same element. Adjacent elements count as one, but for notes and exponents."""
    return one is other or (one == other and one.tag not in _APART)


def _start_tag(markup: Markup, base: str | None, footnotes: Container[str]) -> str:
    tag, detail = markup
    if tag == "math":
        return f'<span class="math {detail or "inline"}">'
    if tag == "footnote":
        return f'<sup><a href="#fn-{detail}">' if detail in footnotes else "<sup>"
    if tag == "abbr" and detail:
        return f'<abbr title="{escape(detail)}">'
    href = absolute(detail, base) if tag == "a" else None
    return f'<a href="{escape(href)}">' if href else f"<{tag}>"


def _end_tag(markup: Markup, footnotes: Container[str]) -> str:
    if markup.tag == "footnote":
        return "</a></sup>" if markup.detail in footnotes else "</sup>"
    return "</span>" if markup.tag == "math" else f"</{markup.tag}>"
