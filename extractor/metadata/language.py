"""The language of a page: as declared, checked against its text, or detected from it."""

import re
from dataclasses import replace

import py3langid

from extractor.document.words import count
from extractor.types import Metadata

MIN_WORDS = 12  # fewer words say too little: "Hello world" is taken for Fula
SURE_WORDS = 50  # from which on a text is believed more than a template that says "en"
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd ug ur yi".split())
LOOKED_AT = 500  # characters; more cost time and agreed with what pages declare no more often

# Function words that running text of no other language is full of: most pages are English, and to see that is much
# quicker than to detect it.
ENGLISH = frozenset(
    "the and that with this from have you are which they will would been their there what when your about has".split()
)
ENGLISH_SHARE = 0.08  # of all words; a text in another language that quotes English titles has fewer
ENGLISH_LEAST = 4  # words

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
    size = count(looked_at)
    if size < MIN_WORDS:
        return None
    if sum(map(ENGLISH.__contains__, looked_at.lower().split())) >= max(ENGLISH_SHARE * size, ENGLISH_LEAST):
        return "en"
    code: str = py3langid.classify(looked_at)[0]
    return code


def check(metadata: Metadata, text: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata with its language confirmed or found in the text, and its direction; and what is doubtful.

    Templates declare English and are then filled in another language, so a long text is believed more than they are.
    Other declarations stand: near languages (Norwegian and Danish, Croatian and Serbian) are easily confused.
    """
    declared, spoken, where = metadata.language, detect(text), dict(metadata.provenance)
    doubts: tuple[str, ...] = ()
    found = declared or spoken
    if declared and spoken and declared.split("-", maxsplit=1)[0] != spoken:
        if declared.startswith("en") and count(text) >= SURE_WORDS:
            found = spoken
            doubts = (f"language is {spoken} as the text has it, but the page declares {declared}",)
        else:
            doubts = (f"language is {declared} as the page declares, but the text reads like {spoken}",)
    if found and found != declared:
        where["language"] = "text:detected"
    direction = metadata.direction
    if found and not direction:
        direction = "rtl" if found.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"
        where["direction"] = "language"
    return replace(metadata, language=found, direction=direction, provenance=where), doubts
