"""Parse the declared language of a page, detect the language of its text, and compare both."""

import re
from dataclasses import replace

from extractor.document.words import count
from extractor.extraction import Metadata

MIN_DETECTION_WORDS = 12  # the detector takes "Hello world" for Fula
MIN_WORDS_AGAINST_ENGLISH = 50  # from this length on, the detected language replaces a declared "en"
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd ug ur yi".split())
MAX_DETECTION_CHARACTERS = 500  # the detector is slower with more text, and no better

# Function words that are frequent only in English. Most pages are English, and counting words is much faster than the
# detector.
ENGLISH_FUNCTION_WORDS = frozenset(
    "the and that with this from have you are which they will would been their there what when your about has".split()
)
MIN_ENGLISH_SHARE = 0.08  # of all words; English titles in another language stay below this
MIN_ENGLISH_WORDS = 4

_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")


def tag(declared: str) -> str | None:
    """Return a declared language as a BCP 47 tag (`pt-BR` for `pt_br`), or None if it is not a language."""
    match = _TAG.match(declared.strip())
    if not match or match[1].lower() in ("und", "mul", "xx", "zxx"):
        return None
    script, region = match[2], match[3]
    return "-".join(filter(None, (match[1].lower(), script and script.title(), region and region.upper())))


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None if the text is too short."""
    start = text[:MAX_DETECTION_CHARACTERS]
    size = count(start)
    if size < MIN_DETECTION_WORDS:
        return None
    if sum(map(ENGLISH_FUNCTION_WORDS.__contains__, start.lower().split())) >= max(
        MIN_ENGLISH_SHARE * size, MIN_ENGLISH_WORDS
    ):
        return "en"
    from py3langid import classify  # noqa: PLC0415 - it takes long to import, and most pages are English

    code: str = classify(start)[0]
    return code


def check(metadata: Metadata, text: str) -> tuple[Metadata, tuple[str, ...]]:
    """Return the metadata with `language` and `direction` completed, and a warning if text and page disagree.

    Many templates declare English and hold a text in another language, so a long text overrides a declared "en".
    Other declarations are kept, because detection confuses similar languages (Norwegian and Danish).
    """
    declared, detected, provenance = metadata.language, detect(text), dict(metadata.provenance)
    warnings: tuple[str, ...] = ()
    language = declared or detected
    if declared and detected and _primary(declared) != detected:
        if declared.startswith("en") and count(text) >= MIN_WORDS_AGAINST_ENGLISH:
            language = detected
            warnings = (f"language is {detected} (detected in the text), but the page declares {declared}",)
        else:
            warnings = (f"language is {declared} (declared by the page), but the text seems to be {detected}",)
    if language and language != declared:
        provenance["language"] = "text:detected"
    direction = metadata.direction
    if language and not direction:
        direction = "rtl" if _primary(language) in RIGHT_TO_LEFT else "ltr"
        provenance["direction"] = "language"
    return replace(metadata, language=language, direction=direction, provenance=provenance), warnings


def _primary(language_tag: str) -> str:
    return language_tag.split("-", maxsplit=1)[0]
