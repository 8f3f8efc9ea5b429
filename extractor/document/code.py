"""Code blocks: their language, and the line numbers and buttons that pages add to them."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from extractor.document.structure import StructureRules

LANGUAGE_ATTRIBUTES = ("data-lang", "data-language", "data-code-language", "data-code-lang")
MAX_WRAPPERS = 8  # elements around a code block that may name its language; line numbers take a table
MIN_BARE_CHARACTERS = 3  # shorter class names such as "go" and "r" are often generated
MAX_GUTTER_CHARACTERS = 20_000  # a longer element is not read to find out whether it has line numbers only
# Class names that highlighters write, such as `language-python`, `highlight-source-c++` and `brush: js`.
_PREFIXED = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush|code|syntax)(?:-|:\s*)([\w+#.-]+)", re.IGNORECASE
)
_PLAUSIBLE = re.compile(r"[a-z][\w+#.-]{0,19}", re.IGNORECASE)
# Words after such a prefix that are no languages.
NOT_LANGUAGES = frozenset(
    "auto block body box code container content copy dark default example figure frame header highlight inline "
    "light line lines none notranslate plain plaintext pre section snippet source tabs text theme toolbar "
    "undefined unknown view wrap wrapper".split()
)
# Class names that are languages without a prefix. The highlighters Pygments, Rouge, highlight.js and Hexo write them.
LANGUAGES = frozenset(
    "ada apache asm awk bash bat c c# c++ clojure cmake cobol coffeescript console cpp crystal cs csharp css cuda "
    "d dart diff docker dockerfile elixir elm erlang fish fortran fsharp gdscript glsl go golang gradle graphql "
    "groovy haml haskell hcl html http ini java javascript js json json5 jsonc jsx julia kotlin latex lean less "
    "lisp llvm lua makefile markdown matlab md mermaid mysql nginx nim nix objective-c objectivec ocaml pascal "
    "perl php plsql postgresql powershell prolog protobuf ps1 puppet py python qml r racket rb rs rst ruby rust "
    "sass scala scheme scss sh shell shell-session solidity sql svelte swift tcl terraform tex toml ts tsx "
    "typescript v vb vbnet verilog vhdl vim vue wasm xml yaml yml zig zsh".split()
)
_HIGHLIGHTER = re.compile(r"\b(?:hljs|highlight|sourceCode|prettyprint|syntax|code|hl|figure)\b", re.IGNORECASE)
_GUTTER = re.compile(
    r"(?:^|[\s_-])(?:gutter|linenos?|line-?num(?:ber)?s?|ln-num|lnt?|blob-num|hljs-ln-n(?:umbers)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSELECTABLE = re.compile(r"user-select\s*:\s*none")
_KEEPS_LINES = re.compile(r"white-space\s*:\s*pre(?!-line)")
_DIGITS = re.compile(r"[\d\s.:|]*")
_COPY = re.compile(
    r"(?:copy|copied|copy (?:code|to clipboard|snippet|text)|copied!|wrap|explain|run|edit)", re.IGNORECASE
)
MAX_BUTTON_CHARACTERS = 40
MAX_LABEL_CHARACTERS = 30
MAX_LABEL_NODES = 4  # icons and texts


def language_of(pre: LexborNode) -> str:
    """Return the language of a code block in lower case, as the page names it; empty if it names none.

    The names are searched in the `<pre>`, in a `<code>` inside, and in the elements around that contain nothing else.
    """
    for node, is_wrapper in _naming_elements(pre):
        attributes = node.attributes
        for name in LANGUAGE_ATTRIBUTES:
            if (stated := attributes.get(name)) and _is_language(stated):
                return stated.lower()
        names = attributes.get("class") or ""
        for found in _PREFIXED.finditer(names):
            if _is_language(found[1]):
                return found[1].lower()
        is_highlighted = bool(_HIGHLIGHTER.search(names))
        for name in names.lower().split() if is_highlighted or not is_wrapper else ():
            if name in LANGUAGES and (is_highlighted or len(name) >= MIN_BARE_CHARACTERS):
                return name
    return ""


def _naming_elements(pre: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the elements that may name the language, each with whether it is around the code block."""
    yield pre, False
    child = pre.first_child
    while child is not None:
        if child.tag == "code":
            yield child, False
            break
        child = child.next
    around = pre.parent
    for _ in range(MAX_WRAPPERS):
        if around is None or around.tag in {"body", "article", "main", "section", "li", "blockquote"}:
            return
        yield around, True
        around = around.parent


def _is_language(name: str) -> bool:
    return bool(_PLAUSIBLE.fullmatch(name)) and name.lower() not in NOT_LANGUAGES


def label_of(node: LexborNode) -> str:
    """Return the language, if an element at the start of code says only its name, beside icons; empty for others."""
    name, child = "", node.first_child if node.tag not in {"code", "span"} else None
    for _ in range(MAX_LABEL_NODES):
        if child is None:
            break
        if child.tag == "-text" and not name:
            name = (child.text_content or "")[: MAX_LABEL_CHARACTERS + 1].strip().lower()
        elif child.tag not in {"svg", "img"}:
            return ""
        child = child.next
    return name if child is None and name in LANGUAGES else ""


def is_preformatted(node: LexborNode) -> bool:
    """Return whether a `<code>` keeps its lines by its style, as `<pre>` does."""
    style = node.attributes.get("style")
    return bool(style) and _KEEPS_LINES.search(style or "") is not None


def is_gutter(node: LexborNode, attributes: Mapping[str, str | None], rules: StructureRules) -> bool:
    """Return whether an element has only line numbers, by its class, or because it cannot be selected."""
    if not _GUTTER.search(attributes.get("class") or "") and not _UNSELECTABLE.search(attributes.get("style") or ""):
        return False
    text = rules.text_of(node)
    return text is not None and len(text) <= MAX_GUTTER_CHARACTERS and bool(_DIGITS.fullmatch(text))


def is_copy_button(node: LexborNode, rules: StructureRules) -> bool:
    """Return whether a button is a tool of a code block, such as "Copy code"."""
    text = rules.text_of(node)
    return text is not None and len(text) <= MAX_BUTTON_CHARACTERS and bool(_COPY.fullmatch(text.strip()))
