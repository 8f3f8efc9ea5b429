"""Mark exponents in plain text, so that 10 to the power of 6 is not 106."""

import re
from collections.abc import Iterator, Sequence

from extractor.types import Markup, Run

_EXPONENT = re.compile(r"[-+−–]?\d{1,4}|[a-z]|[-+−–]")
_BASE_END = re.compile(r"[0-9)\]}]\Z|(?<![^\W\d_])[^\W\d_]{1,2}\Z")  # a number, a bracket, a variable or a unit


def marked(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the text of each run, with `^` before exponents."""
    before = ""
    for raw, markup in runs:
        text = f"^{raw.strip()}" if _is_exponent(raw, markup) and _BASE_END.search(before) else raw
        yield text
        before = raw


def _is_exponent(raw: str, markup: tuple[Markup, ...]) -> bool:
    """Return whether a run is a number or a letter set as superscript. Notes are links, and ordinals are longer."""
    tags = [each.tag for each in markup]
    return "sup" in tags and "a" not in tags and _EXPONENT.fullmatch(raw.strip()) is not None
