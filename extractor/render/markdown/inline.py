"""Inline content of a paragraph as Markdown: emphasis, links, code, formulas, images.

Emphasis is written as HTML where Markdown could not express it, such as in `**note:**text`. The rules are those of
CommonMark, https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from html import escape as html_escape
from typing import Final, NamedTuple

from extractor.render.markdown.escape import escaped, url
from extractor.render.markdown.options import MarkdownOptions
from extractor.render.markdown.tree import VOID, Node

_DELIMITERS: Final = {"strong": "**", "em": "*", "del": "~~"}
_HTML_TAGS: Final = frozenset({"sup", "sub", "kbd"})
_BRACKETED: Final = frozenset({"a", "sup"})  # elements that may become `[...`
_REFERENCE = "#fn-"
_BRACKETED_NOTES = re.compile(r"\[(\[\^\d+\](?:[,;]?\s*\[\^\d+\])*+)\]")
_BACKTICKS = re.compile(r"`+")
LINE_BREAK: Final = "  \n"


class Delimiter(NamedTuple):
    """The start or end of emphasis, whose form depends on the text around."""

    tag: str
    number: int
    """The same for the start and the end."""
    is_end: bool


Part = str | Delimiter


class Inline:
    """Writes inline content; collects the addresses of reference links."""

    def __init__(self, options: MarkdownOptions, *, formulas: bool) -> None:
        self.options, self.formulas = options, formulas
        self.addresses: dict[str, int] = {}
        self.delimiters = 0
        self.writers: dict[str, Callable[[Node], list[Part]]] = {
            "a": self.link,
            "code": self.code,
            "br": lambda _: [LINE_BREAK],
            "img": lambda node: [self.image(node)],
            "span": lambda node: [self.formula(node)],
        }

    def render(self, children: Iterable[Node | str], *, in_table: bool = False) -> str:
        """Return the Markdown of inline nodes; in a table, `<br>` stands for a line break."""
        text = _joined(_trimmed(self.parts(children)))
        if "[[^" in text:  # the brackets around references are those of the page
            text = _BRACKETED_NOTES.sub(r"\1", text)
        if in_table:
            return text.replace("|", "\\|").replace(LINE_BREAK, "<br>").replace("\n", " ")
        return text

    def parts(self, children: Iterable[Node | str], *, in_link: bool = False) -> list[Part]:
        """Return texts that are Markdown already, and delimiters of emphasis."""
        out: list[Part] = []
        brackets = in_link or self.options.links == "reference"
        for child in _merged_code(children):
            if isinstance(child, str):
                out.append(escaped(child, dollars=self.formulas, brackets=brackets))
                continue
            if out and child.tag in _BRACKETED and isinstance(out[-1], str) and out[-1].endswith("!"):
                out[-1] = f"{out[-1][:-1]}\\!"  # with the bracket it would be an image
            out += self.element(child, in_link=in_link)
        return out

    def element(self, node: Node, *, in_link: bool) -> list[Part]:
        """Return the parts of an inline element."""
        tag = node.tag
        if tag in _DELIMITERS:
            return self.emphasis(node, in_link=in_link)
        if writer := self.writers.get(tag):
            return writer(node)
        if tag == "sup" and len(node.children) == 1 and (number := _footnote(node.children[0])):
            return [f"[^{number}]"]
        inner = self.parts(node.children, in_link=in_link)
        if tag in _HTML_TAGS:
            return [f"<{tag}>", *inner, f"</{tag}>"]
        return ['"', *inner, '"'] if tag == "q" else inner

    def emphasis(self, node: Node, *, in_link: bool) -> list[Part]:
        """Return the parts of an emphasised text, with the white space at its ends outside."""
        inner = self.parts(node.children, in_link=in_link)
        before, inner, after = _split_space(inner)
        if not inner:
            return [*before, *after]
        self.delimiters += 1
        start, end = (Delimiter(node.tag, self.delimiters, is_end) for is_end in (False, True))
        return [*before, start, *inner, end, *after]

    def link(self, node: Node) -> list[Part]:
        """Return the parts of a link, with the white space at its ends outside."""
        address = node.attributes.get("href", "")
        if self.options.links == "none":
            return self.parts(node.children)
        if _autolink(node, address):
            return [f"<{address.removeprefix('mailto:')}>"]
        before, inner, after = _split_space(self.parts(node.children, in_link=True))
        if not inner:
            return [*before, *after]
        if self.options.links == "inline":
            return [*before, "[", *inner, f"]({url(address)})", *after]
        number = self.addresses.setdefault(address, len(self.addresses) + 1)
        return [*before, "[", *inner, f"][{number}]", *after]

    def code(self, node: Node) -> list[Part]:
        """Return the parts of code. A link inside stands around its part of the code, because code holds no markup."""
        out: list[Part] = []
        pending = ""
        for child in node.children:
            if isinstance(child, Node) and child.tag == "a" and self.options.links != "none":
                out += [_code(pending), *self.link(Node("a", child.attributes, [Node("code", {}, child.children)]))]
                pending = ""
            else:
                pending += child if isinstance(child, str) else child.text()
        return [*out, _code(pending)]

    def image(self, node: Node) -> str:
        """Return an image."""
        if not self.options.images:
            return ""
        alt = escaped(" ".join(node.attributes.get("alt", "").split()), dollars=self.formulas, brackets=True)
        return f"![{alt}]({url(node.attributes.get('src', ''))})"

    def formula(self, node: Node) -> str:
        """Return the TeX of a formula."""
        sign = "$$" if node.attributes.get("class", "").endswith("display") else "$"
        tex = node.text().replace("\\$", "$").replace("$", "\\$").strip()
        return f"{sign}{tex}{sign}"

    def html(self, children: Iterable[Node | str]) -> str:
        """Return nodes as HTML, for what Markdown cannot hold. No link leads to a footnote, which is Markdown."""
        out: list[str] = []
        for child in children:
            if isinstance(child, str):
                out.append(html_escape(child, quote=False))
            elif child.tag == "img" and not self.options.images:
                continue
            elif child.tag == "a" and (self.options.links == "none" or _footnote(child)):
                out.append(self.html(child.children))
            else:
                attributes = "".join(f' {name}="{html_escape(value)}"' for name, value in child.attributes.items())
                end = "" if child.tag in VOID else f"</{child.tag}>"
                out.append(f"<{child.tag}{attributes}>{self.html(child.children)}{end}")
        return "".join(out)

    def definitions(self) -> str:
        """Return the addresses of the reference links so far."""
        return "\n".join(f"[{number}]: {url(address)}" for address, number in self.addresses.items())


def _merged_code(children: Iterable[Node | str]) -> Iterator[Node | str]:
    """Yield nodes with adjacent code elements as one; their backticks would be one fence."""
    pending: Node | None = None
    for child in children:
        if isinstance(child, Node) and child.tag == "code":
            if pending is None:
                pending = Node("code", {}, [])
            pending.children.extend(child.children)
            continue
        if pending:
            yield pending
            pending = None
        yield child
    if pending:
        yield pending


def _footnote(node: Node | str) -> str:
    """Return the number of the footnote that a link refers to; empty for other nodes."""
    if isinstance(node, str) or node.tag != "a":
        return ""
    address = node.attributes.get("href", "")
    return address.removeprefix(_REFERENCE) if address.startswith(_REFERENCE) else ""


def _autolink(node: Node, address: str) -> bool:
    """Return whether a link can be written as `<address>`."""
    plain = address.removeprefix("mailto:")
    return (
        node.children == [plain]
        and address.startswith(("https://", "http://", "mailto:"))
        and plain.isprintable()
        and not re.search(r"[\s<>&\\]", plain)
    )


def _code(text: str) -> str:
    """Return a code span; its fence is longer than any inside."""
    text = text.replace("\n", " ")
    if not text.strip():
        return text
    longest = max((len(found[0]) for found in _BACKTICKS.finditer(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or (text[0] == " " == text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _split_space(parts: list[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """Return the white space and line breaks before and after some parts, and the parts without them."""
    start, end = 0, len(parts)
    while start < end and _is_space(parts[start]):
        start += 1
    while end > start and _is_space(parts[end - 1]):
        end -= 1
    before, inner, after = parts[:start], parts[start:end], parts[end:]
    if inner and isinstance(inner[0], str):
        stripped = inner[0].lstrip()
        before.append(inner[0][: len(inner[0]) - len(stripped)])
        inner[0] = stripped
    if inner and isinstance(inner[-1], str):
        stripped = inner[-1].rstrip()
        after.insert(0, inner[-1][len(stripped) :])
        inner[-1] = stripped
    return before, inner, after


def _is_space(part: Part) -> bool:
    return isinstance(part, str) and not part.strip()


def _trimmed(parts: list[Part]) -> list[Part]:
    return _split_space([part for part in parts if part != ""])[1]


def _joined(parts: list[Part]) -> str:
    """Return the parts as one text, with each pair of delimiters as Markdown if it works there, or else as HTML."""
    if all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts))
    working = _working(parts)
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif part.number in working:
            out.append(_DELIMITERS[part.tag])
        else:
            out.append(f"</{part.tag}>" if part.is_end else f"<{part.tag}>")
    return "".join(out)


def _working(parts: list[Part]) -> set[int]:
    """Return the numbers of the delimiters that Markdown reads as such at their place."""
    fails: set[int] = set()
    index = 0
    while index < len(parts):
        if isinstance(parts[index], str):
            index += 1
            continue
        end = index
        while end < len(parts) and not isinstance(parts[end], str):
            end += 1
        run = [part for part in parts[index:end] if not isinstance(part, str)]
        before = str(parts[index - 1])[-1:] if index else ""
        after = str(parts[end])[:1] if end < len(parts) else ""
        mixed = any(each.is_end for each in run) and not all(each.is_end for each in run)
        for each in run:
            outside, inside = (after, before) if each.is_end else (before, after)
            if mixed or not _flanks(inside, outside):
                fails.add(each.number)
        index = end
    return {part.number for part in parts if isinstance(part, Delimiter)} - fails


def _flanks(inside: str, outside: str) -> bool:
    """Return whether a delimiter between these characters opens or closes emphasis."""
    if not inside or inside.isspace():
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
