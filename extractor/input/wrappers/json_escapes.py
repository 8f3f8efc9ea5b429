"""HTML that is still escaped as a JSON string."""

import re

from extractor.input.wrappers.unwrapped import HEAD_SIZE, Unwrapped

MIN_ESCAPES = 3  # fewer may be text about escapes

_FIRST_QUOTE = re.compile(r"\\u003[cC]|<[a-zA-Z!][^\"'<>\\]*+(\\?)[\"']")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\f"}


def unwrap(text: str) -> Unwrapped[str] | None:
    """Return the page with its JSON escapes decoded; None if it is not escaped."""
    if not _is_escaped(text):
        return None
    return Unwrapped(_unescape(text), notes=("JSON escapes in the page were decoded",))


def _is_escaped(text: str) -> bool:
    """Return whether the first quote in the markup is escaped, or its first angle bracket."""
    head = text[:HEAD_SIZE].lstrip().removeprefix('"').lstrip()
    if not head.startswith(("<", "\\")):
        return False
    first = _FIRST_QUOTE.search(head)
    return (
        first is not None
        and first[1] != ""
        and (first[1] == "\\" or head.startswith("\\"))
        and len(_ESCAPE.findall(head)) >= MIN_ESCAPES
    )


def _unescape(text: str) -> str:
    text = text.strip()
    if text.startswith('"') and text.endswith('"'):
        text = text[1:-1]
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[2]), text)
    # Joins surrogate pairs.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
