"""The language of a page: as declared, else detected from its text."""

import re

import py3langid

from extractor.words import count

MIN_WORDS = 12  # fewer words say too little: "Hello world" is taken for Fula
LOOKED_AT = 800  # characters; more text does not change the answer

_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")


def tag(declared: str) -> str | None:
    """A declared language as a BCP 47 tag (`pt_br` gives `pt-BR`), or None where it is no language."""
    match = _TAG.match(declared.strip())
    if not match or match[1].lower() in ("und", "mul", "xx", "zxx"):
        return None
    script, region = match[2], match[3]
    return "-".join(filter(None, (match[1].lower(), script and script.title(), region and region.upper())))


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language `text` is written in, or None where it is too short to tell."""
    looked_at = text[:LOOKED_AT]
    if count(looked_at) < MIN_WORDS:
        return None
    code: str = py3langid.classify(looked_at)[0]
    return code
