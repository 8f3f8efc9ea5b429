"""MathML as TeX. The same converter reads the elements that MathJax draws, which have the names of MathML."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

MAX_DEPTH: Final = 100  # of nested elements
_SYMBOLS: Final = {
    "×": r"\times", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "⋅": r"\cdot", "·": r"\cdot", "∗": "*", "⋆": r"\star",
    "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim", "≃": r"\simeq",
    "≅": r"\cong", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "≔": ":=", "∈": r"\in", "∉": r"\notin", "∋": r"\ni",
    "⊂": r"\subset", "⊆": r"\subseteq", "⊃": r"\supset", "⊇": r"\supseteq", "∪": r"\cup", "∩": r"\cap",
    "∅": r"\emptyset", "∖": r"\setminus", "∧": r"\wedge", "∨": r"\vee", "¬": r"\neg", "∀": r"\forall",
    "∃": r"\exists", "∄": r"\nexists",
    "→": r"\rightarrow", "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow",
    "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "⟶": r"\longrightarrow", "⟹": r"\Longrightarrow", "⟺": r"\iff",
    "↑": r"\uparrow", "↓": r"\downarrow", "∑": r"\sum", "∏": r"\prod", "∐": r"\coprod", "∫": r"\int", "∬": r"\iint",
    "∭": r"\iiint", "∮": r"\oint", "⋃": r"\bigcup", "⋂": r"\bigcap", "⨁": r"\bigoplus", "⨂": r"\bigotimes",
    "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "√": r"\surd", "∘": r"\circ", "∙": r"\bullet", "•": r"\bullet",
    "⊕": r"\oplus", "⊗": r"\otimes", "⊙": r"\odot", "⊥": r"\perp", "∥": r"\parallel", "∣": r"\mid", "∠": r"\angle",
    "△": r"\triangle", "′": "'", "″": "''", "‴": "'''", "…": r"\dots", "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots",
    "⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "‖": r"\|",
    "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_", "−": "-", "≺": r"\prec",
    "≻": r"\succ", "⊢": r"\vdash", "⊨": r"\models", "†": r"\dagger", "‡": r"\ddagger", "∴": r"\therefore",
    "∵": r"\because", "ℓ": r"\ell", "ℏ": r"\hbar", "ϵ": r"\epsilon", "ε": r"\varepsilon", "ϕ": r"\phi",
    "φ": r"\varphi", "ϑ": r"\vartheta", "ϱ": r"\varrho", "ϖ": r"\varpi", "ς": r"\varsigma",
    "ℵ": r"\aleph", "°": r"^{\circ}",
    "\u2061": "", "\u2062": "", "\u2063": ",", "\u2064": "+", "\u200b": "", "\u00a0": r"\ ",
}  # fmt: skip
_ACCENTS: Final = {
    "→": r"\vec", "⃗": r"\vec", "^": r"\hat", "ˆ": r"\hat", "~": r"\tilde", "˜": r"\tilde", "¯": r"\bar",
    "‾": r"\overline",
    "_": r"\underline", "―": r"\overline", "˙": r"\dot", "¨": r"\ddot", "ˇ": r"\check", "˘": r"\breve", "´": r"\acute",
    "`": r"\grave", "⏞": r"\overbrace", "⏟": r"\underbrace", "̂": r"\hat", "̃": r"\tilde", "̇": r"\dot", "̄": r"\bar",
}  # fmt: skip
_FENCES: Final = {("(", ")"): "pmatrix", ("[", "]"): "bmatrix", (r"\{", r"\}"): "Bmatrix", ("|", "|"): "vmatrix"}
_FUNCTIONS: Final = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min mod Pr sec sin sinh sup tan tanh".split()
)
_ALPHABETS: Final = (
    ("BOLD SCRIPT", "mathcal"),
    ("DOUBLE-STRUCK", "mathbb"),
    ("SCRIPT", "mathcal"),
    ("FRAKTUR", "mathfrak"),
)
_SPACE = re.compile(r"\s+")
_COMMAND_END = re.compile(r"\\[a-zA-Z]+\Z")


def to_tex(node: LexborNode, depth: int = 0) -> str:
    """Return the TeX of a MathML element, or of an element that MathJax draws; empty beyond `MAX_DEPTH`."""
    if depth > MAX_DEPTH:
        return ""
    tag = _name(node)
    if tag in _TOKENS:
        return _TOKENS[tag](_SPACE.sub(" ", node.text(deep=True)).strip())
    if tag in _SKIPPED:
        return ""
    if tag == "semantics":
        children = _elements(node)[:1]
    elif tag == "mtable":
        return _table(node, depth)
    else:
        children = _arguments(node)
    inner = [to_tex(child, depth + 1) for child in children]
    if tag in _LAYOUTS and len(inner) >= _ARGUMENTS.get(tag, 0):
        return _LAYOUTS[tag](inner, node)
    return _row(inner)


def _name(node: LexborNode) -> str:
    return (node.tag or "").lower().removeprefix("mjx-")


def _children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the child elements that are not skipped."""
    child = node.first_child
    while child is not None:
        if child.is_element_node and _name(child) not in _SKIPPED:
            yield child
        child = child.next


def _elements(node: LexborNode) -> list[LexborNode]:
    """Return the child elements. MathJax wraps some arguments in elements that MathML does not have."""
    found: list[LexborNode] = []
    for child in _children(node):
        found += _elements(child) if _name(child) in _WRAPPERS else [child]
    return found


def _arguments(node: LexborNode) -> list[LexborNode]:
    """Return the children of an element in the order of MathML: MathJax draws what is above before what is below."""
    children = _elements(node)
    drawn = (node.tag or "").startswith("mjx-")
    if drawn and len(children) == _SCRIPTED and _name(node) in {"msubsup", "munderover"}:
        is_stacked = any(_name(each) == "over" for each in _children(node))
        first, second, third = children
        return [second, third, first] if is_stacked else [first, third, second]
    return children


def _row(parts: Sequence[str]) -> str:
    """Return parts one after another; a letter after a command needs a space."""
    out = ""
    for part in parts:
        out += f" {part}" if part[:1].isalpha() and _COMMAND_END.search(out) else part
    return _matrix(out)


def _matrix(tex: str) -> str:
    """Return TeX with the brackets around a matrix as part of it."""
    for (start, end), name in _FENCES.items():
        head, tail = rf"{start}\begin{{matrix}}", rf"\end{{matrix}}{end}"
        if tex.startswith(head) and tex.endswith(tail) and tex.count(r"\begin{matrix}") == 1:
            return rf"\begin{{{name}}}{tex[len(head) : -len(tail)]}\end{{{name}}}"
    return tex


def _identifier(text: str) -> str:
    if len(text) > 1:
        plain = unicodedata.normalize("NFKC", text)
        return f"\\{plain}" if plain in _FUNCTIONS else rf"\mathrm{{{plain}}}" if plain.isalpha() else _operator(text)
    return _character(text)


def _operator(text: str) -> str:
    return f"\\{text}" if text in _FUNCTIONS else _row([_character(each) for each in text])


def _character(character: str) -> str:
    """Return the TeX of one character: its command, or the plain letter in the alphabet of its style."""
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    plain = unicodedata.normalize("NFKC", character)
    if plain in _SYMBOLS:
        return _SYMBOLS[plain]
    name = unicodedata.name(plain, "") if len(plain) == 1 else ""
    if name.startswith("GREEK ") and " LETTER " in name and " WITH " not in name:
        letter = name.rsplit(" ", 1)[1].lower().replace("lamda", "lambda")
        return f"\\{letter.capitalize() if 'CAPITAL' in name else letter}"
    styled = unicodedata.name(character, "") if plain != character else ""
    alphabet = next((command for style, command in _ALPHABETS if style in styled), "")
    return rf"\{alphabet}{{{plain}}}" if alphabet else plain


def _text(text: str) -> str:
    return rf"\text{{{text}}}" if any(each.isalpha() for each in text) else _operator(text)


def _table(node: LexborNode, depth: int) -> str:
    """Return a matrix, or aligned equations; the label of a row of one equation follows it in brackets."""
    rows: list[list[str]] = []
    labels = 0
    for row in _elements(node):
        cells = [to_tex(cell, depth + 1) for cell in _elements(row)]
        if _name(row) == "mlabeledtr" and cells:
            labels += 1
            cells = [*cells[1:], cells[0]]
        rows.append(cells)
    if len(rows) == 1 and labels:
        return "".join(rows[0])
    aligned = "left" in (node.attributes.get("columnalign") or "") or labels
    name = "aligned" if aligned else "matrix"
    return rf"\begin{{{name}}}" + r" \\ ".join(" & ".join(cells) for cells in rows) + rf"\end{{{name}}}"


def _over(parts: Sequence[str], _: LexborNode) -> str:
    base, over = parts[0], parts[1]
    mark = next((key for key, symbol in _SYMBOLS.items() if symbol == over), over)
    if mark in _ACCENTS:
        return f"{_ACCENTS[mark]}{{{base}}}"
    return f"{base}^{{{over}}}" if base in _LARGE else rf"\overset{{{over}}}{{{base}}}"


def _under(parts: Sequence[str], _: LexborNode) -> str:
    base, under = parts[0], parts[1]
    if under in _ACCENTS:
        return f"{_ACCENTS[under]}{{{base}}}"
    return f"{base}_{{{under}}}" if base in _LARGE else rf"\underset{{{under}}}{{{base}}}"


def _under_and_over(parts: Sequence[str], _: LexborNode) -> str:
    if len(parts) == 2:  # noqa: PLR2004 - as MathJax draws it: above, and the base with what is below
        return f"{parts[1]}^{{{parts[0]}}}"
    return f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"


def _fenced(parts: Sequence[str], node: LexborNode) -> str:
    start, end = (_operator(node.attributes.get(name) or default) for name, default in (("open", "("), ("close", ")")))
    return _matrix(f"{start}{','.join(parts)}{end}")


def _enclosed(parts: Sequence[str], node: LexborNode) -> str:
    notation = node.attributes.get("notation") or ""
    command = {"top": r"\overline", "bottom": r"\underline", "box": r"\boxed", "updiagonalstrike": r"\cancel"}.get(
        notation
    )
    return f"{command}{{{_row(parts)}}}" if command else _row(parts)


_LARGE: Final = frozenset(rf"\{name}" for name in "sum prod coprod int bigcup bigcap lim max min inf sup".split())
_TOKENS: Final[Mapping[str, Callable[[str], str]]] = {
    "mi": _identifier, "mn": str, "mo": _operator, "mtext": _text, "ms": _text,
}  # fmt: skip
_SKIPPED: Final = frozenset(
    "annotation annotation-xml mspace spacer strut line mprescripts none assistive-mml surd".split()
)
_WRAPPERS: Final = frozenset(
    "script frac num den dbox dtable nstrut dstrut row box base over under sqrt root itable table math".split()
)
_SCRIPTED: Final = 3  # arguments of a base with two scripts
_ARGUMENTS: Final = {
    "mfrac": 2,
    "mroot": 2,
    "msup": 2,
    "msub": 2,
    "msubsup": 3,
    "mover": 2,
    "munder": 2,
    "munderover": 2,
}
_LAYOUTS: Final[Mapping[str, Callable[[Sequence[str], LexborNode], str]]] = {
    "mfrac": lambda parts, _: rf"\frac{{{parts[0]}}}{{{parts[1]}}}",
    "msqrt": lambda parts, _: rf"\sqrt{{{_row(parts)}}}",
    "mroot": lambda parts, _: rf"\sqrt[{parts[1]}]{{{parts[0]}}}",
    "msup": lambda parts, _: f"{parts[0]}{parts[1]}" if set(parts[1]) == {"'"} else f"{parts[0]}^{{{parts[1]}}}",
    "msub": lambda parts, _: f"{parts[0]}_{{{parts[1]}}}",
    "msubsup": lambda parts, _: f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}",
    "mover": _over,
    "munder": _under,
    "munderover": _under_and_over,
    "mfenced": _fenced,
    "menclose": _enclosed,
}
