"""Compare the structure of two documents: headings, lists, tables, code, links, images, formulas and more.

A document is Markdown or HTML. Both sides become HTML, then a multiset of elements; the score of a kind is the F1 of
the two multisets, averaged over the pages whose reference has the kind. White space is collapsed, quotes and dashes are
alike, and case counts. The definitions are those of the scorer that comes with the labelled pages.

heading: level, text. item: kind of list, depth, own text. cell: row, column, text. code: the lines. language: language,
first line. span: inline code. link: text, address. image: address without query. quote: paragraph in a block quote.
math: TeX. strong, em, sup, sub, footnote, paragraph: text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from statistics import fmean
from typing import Final

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from selectolax.lexbor import LexborHTMLParser, LexborNode

Element = tuple[str, ...]
"""The kind, and what is compared."""
_FOLDED: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\ufeff": ""})
_LANGUAGE = re.compile(r"(?:language|lang)-([\w+#-]+)")
_BACK: Final = "↩︎ "


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(
        dollarmath_plugin, renderer=lambda tex, _: f"<x-math>{tex.replace('&', '&amp;').replace('<', '&lt;')}</x-math>"
    )
    return parser.use(footnote_plugin).use(front_matter_plugin)


def elements_of_markdown(markdown: str) -> Counter[Element]:
    """Return the elements of a Markdown document."""
    return elements_of_html(_parser().render(markdown))


def elements_of_html(html: str) -> Counter[Element]:
    """Return the elements of an HTML document or fragment."""
    tree = LexborHTMLParser(html)
    found = (each for reader in _READERS for each in reader(tree))
    return Counter(each for each in found if each[-1])


def scores(pairs: Iterable[tuple[Counter[Element], Counter[Element]]]) -> dict[str, float]:
    """Return the F1 of each kind and their mean as `macro`.

    Args:
        pairs: for each page the elements of the reference and those of the answer.

    """
    values: dict[str, list[float]] = {}
    for wanted, found in pairs:
        for kind in {each[0] for each in wanted}:
            one, other = (Counter({key: n for key, n in side.items() if key[0] == kind}) for side in (wanted, found))
            values.setdefault(kind, []).append(2 * (one & other).total() / (one.total() + other.total()))
    means = {kind: fmean(values[kind]) for kind in sorted(values)}
    return {**means, "macro": fmean(means.values())} if means else {}


def _text(node: LexborNode, separator: str = "") -> str:
    return _squeezed(node.text(deep=True, separator=separator))


def _squeezed(text: str) -> str:
    return " ".join(text.translate(_FOLDED).split())


def _inside(node: LexborNode, *tags: str) -> LexborNode | None:
    """Return the innermost element around a node with one of the tags."""
    around = node.parent
    while around is not None and around.tag not in tags:
        around = around.parent
    return around


def _headings(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("h1, h2, h3, h4, h5, h6"):
        yield "heading", str(node.tag), _text(node)


def _items(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("li"):
        section = _inside(node, "section")
        if section is not None and "footnote" in (section.attributes.get("class") or ""):
            yield "footnote", _text(node).rstrip(_BACK)
            continue
        parts = [
            child.text_content or "" if child.tag == "-text" else child.text(deep=True)
            for child in node.iter(include_text=True)
            if child.tag not in {"ul", "ol"}
        ]
        owner, depth, around = _inside(node, "ul", "ol"), 0, _inside(node, "ul", "ol")
        while around is not None:
            depth, around = depth + 1, _inside(around, "ul", "ol")
        yield "item", str(owner.tag if owner is not None else "ul"), str(depth), _squeezed(" ".join(parts))


def _cells(tree: LexborHTMLParser) -> Iterator[Element]:
    for table in tree.css("table"):
        if table.css_first("table table") is not None:
            continue
        for row_number, row in enumerate(table.css("tr")):
            for column, cell in enumerate(each for each in row.iter() if each.tag in {"td", "th"}):
                yield "cell", str(row_number), str(column), _text(cell, " ")


def _code(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("pre"):
        lines = "\n".join(line.rstrip() for line in node.text(deep=True).strip("\n").split("\n"))
        yield "code", lines
        inner = node.css_first("code")
        named = [each.attributes for each in (node, inner) if each is not None]
        language = _LANGUAGE.search(" ".join(each.get("class") or "" for each in reversed(named)))
        stated = next((each["data-lang"] for each in reversed(named) if each.get("data-lang")), None)
        if name := language[1] if language else stated:
            yield "language", name.lower(), _squeezed(lines.split("\n")[0])
    for node in tree.css("code"):
        if _inside(node, "pre") is None:
            yield "span", _text(node)


def _links(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("a[href]"):
        address = node.attributes.get("href") or ""
        text = _text(node)
        if text and not address.startswith("#"):
            yield "link", text, address.strip().rstrip("/#")
    for node in tree.css("img"):
        source = (node.attributes.get("src") or "").split("?")[0]
        if not source.startswith("data:"):
            yield "image", source


def _formulas(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("x-math, math"):
        stated = node.css_first('annotation[encoding="application/x-tex"]')
        named = node.attributes.get("data-latex") or node.attributes.get("alttext")
        if node.tag == "x-math":
            named = node.text(deep=True)
        tex = named or (stated.text(deep=True) if stated is not None else "")
        yield "math", "".join(tex.split())


def _inline(tree: LexborHTMLParser) -> Iterator[Element]:
    for selector in ("strong, b", "em, i", "sup", "sub"):
        for node in tree.css(selector):
            yield selector.split(",")[0], _text(node)


def _paragraphs(tree: LexborHTMLParser) -> Iterator[Element]:
    for node in tree.css("p"):
        if _inside(node, "li", "td", "th") is None:
            yield "quote" if _inside(node, "blockquote") is not None else "paragraph", _text(node)


_READERS: Final[tuple[Callable[[LexborHTMLParser], Iterator[Element]], ...]] = (
    _headings, _items, _cells, _code, _links, _formulas, _inline, _paragraphs,
)  # fmt: skip
