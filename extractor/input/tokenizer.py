"""HTML cut into tags by the tokenizer's rules of the HTML standard, without a tree.

After https://html.spec.whatwg.org/multipage/parsing.html#tokenization. Every pattern consumes what it has seen, so that
the time is linear in the text, whatever the text is.
"""

import re

SPACE = "\t\n\f\r "
_NAME = rf"[a-zA-Z][^{SPACE}/>]*+"
_VALUE = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{SPACE}>\"'][^{SPACE}>]*+)"
_ATTRIBUTE = rf"[{SPACE}/]*+[^{SPACE}/>][^{SPACE}/>=]*+(?:[{SPACE}]*+=[{SPACE}]*+{_VALUE}?+)?+"

TOKEN = re.compile(
    rf"<(?:(/)?({_NAME})((?:{_ATTRIBUTE})*+)([{SPACE}/]*+)(?:>(?(1)|(?:([^<]*+)</\2[{SPACE}]*+>)?+)|\Z)"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?/][^>]*+(?:>|\Z))",
    re.DOTALL,
)
"""A tag, a comment, or what the standard reads as a comment: a doctype, `<?...>`, `</3>`.

Groups: the slash of an end tag; name; attributes; slashes before the end; text. The element closes itself, where
elements may, if the slashes end in one. An element that holds nothing but text is matched whole; the text is None for
all others. All are None for a comment. A tag that the page ends in is matched too.
"""
ATTRIBUTE = re.compile(_ATTRIBUTE)
"""One attribute of those in a tag."""
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements that hold text alone, up to their end tag, unless they stand in SVG or MathML."""

_ENDS = {name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE) for name in RAW_TEXT - {"plaintext"}}
_IN_SCRIPT = re.compile(rf"<!--(?:-*+>)?+|-->|</?script(?=[{SPACE}/>])", re.IGNORECASE)


def end_of_raw_text(html: str, name: str, start: int) -> int:
    """Return where the end tag of a raw text element begins; the length of `html` where it has none.

    Args:
        html: the page.
        name: one of `RAW_TEXT`.
        start: where the content of the element begins.

    """
    found = _ENDS[name].search(html, start) if name != "plaintext" else None
    if found is None:
        return len(html)
    if name == "script" and html.find("<!--", start, found.start()) >= 0:
        return _end_of_script(html, start)
    return found.start()


def _end_of_script(html: str, start: int) -> int:
    """Return the same for a script: between `<!--` and `-->` a `<script>` hides the next end tag."""
    escaped = hidden = False
    for found in _IN_SCRIPT.finditer(html, start):
        token = found[0]
        if token == "<!--":  # noqa: S105 - a token of HTML
            escaped = True
        elif token.endswith(">"):
            escaped = hidden = False
        elif token[1] != "/":
            hidden = escaped
        elif hidden:
            hidden = False
        else:
            return found.start()
    return len(html)
