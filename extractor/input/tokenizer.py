"""Split HTML into tags by the tokenization rules of the HTML standard.

See https://html.spec.whatwg.org/multipage/parsing.html#tokenization. All quantifiers are possessive, so that matching
takes linear time for any text.
"""

import re
from string import ascii_lowercase, ascii_uppercase

from extractor.input.tag_rules import RAW_TEXT

SPACE = "\t\n\f\r "
_NAME = rf"[a-zA-Z][^{SPACE}/>]*+"
_VALUE = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{SPACE}>\"'][^{SPACE}>]*+)"
_ATTRIBUTE = rf"[{SPACE}/]*+[^{SPACE}/>][^{SPACE}/>=]*+(?:[{SPACE}]*+=[{SPACE}]*+{_VALUE}?+)?+"

TOKEN = re.compile(
    rf"<(?:(/)?({_NAME})((?:{_ATTRIBUTE})*+)([{SPACE}/]*+)(?:>(?(1)|(?:([^<]*+)</\2[{SPACE}]*+>)?+)|\Z)"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?/][^>]*+(?:>|\Z))",
    re.DOTALL,
)
"""A tag, a comment, a doctype, or a bogus comment such as `<?...>` or `</3>`.

Groups: slash of an end tag, name, attributes, white space and slashes before `>`, text. The tag is self-closing if the
fourth group ends in a slash. An element that contains text only is one match; the text is None for other tags. All
groups are None for a comment. An incomplete tag at the end of the page is a match too.
"""
ATTRIBUTE = re.compile(_ATTRIBUTE)
"""One attribute of those in a tag."""
_ENDS = {name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE | re.ASCII) for name in RAW_TEXT - {"plaintext"}}
_IN_SCRIPT = re.compile(rf"<!--(?:-*+>)?+|-->|</?script(?=[{SPACE}/>])", re.IGNORECASE | re.ASCII)
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def lower(name: str) -> str:
    """Return the name of an element in lower case; HTML lowers ASCII letters only."""
    return name.lower() if name.isascii() else name.translate(_LOWER)


def end_of_raw_text(html: str, name: str, start: int) -> int:
    """Return the position of the end tag of a raw text element; the length of `html` without one.

    Args:
        html: the page.
        name: name of the element, one of `RAW_TEXT`.
        start: start of the element's content.

    """
    found = _ENDS[name].search(html, start) if name != "plaintext" else None
    if found is None:
        return len(html)
    if name == "script" and html.find("<!--", start, found.start()) >= 0:
        return _end_of_script(html, start)
    return found.start()


def _end_of_script(html: str, start: int) -> int:
    """Return the same for a script with a comment: inside it, `</script>` after `<script>` does not end the script."""
    escaped = double_escaped = False
    for found in _IN_SCRIPT.finditer(html, start):
        token = found[0]
        if token == "<!--":  # noqa: S105 - a token of HTML
            escaped = True
        elif token.endswith(">"):
            escaped = double_escaped = False
        elif token[1] != "/":
            double_escaped = escaped
        elif double_escaped:
            double_escaped = False
        else:
            return found.start()
    return len(html)
