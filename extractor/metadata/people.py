"""Author fields as pages write them, made a list of names."""

import re

from extractor.words import squeeze

MAX_WORDS = 6  # of a name; longer is a sentence
MAX_NAMES = 12

_BY = re.compile(
    r"^\s*(?:(?:written|posted|reviewed|authored|published|text|story|words|article|report(?:ed)?)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|от|автор|автори|auteur|autor|autore|author|text|texte|texto|作者|記者|记者|文)\s*[:：]?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[;|•·/]|,|&|\band\b|\bund\b|\bet\b|\by\b|\bwith\b|、)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@")
_NOT_A_NAME = re.compile(
    r"\d|[!?{}<>=…]|\b(?:admin|administrator|editor|staff|unknown|anonymous|guest|user|more|posts|follow|"
    r"updated|published|minutes?|read|comments?|share|view|profile|subscribe|newsletter|cookies?|menu|home|search|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|mba|esq|rn|cpa|dds|ms|ma|dr)\.?$", re.IGNORECASE)


def without_by(text: str) -> str:
    """`text` without a leading "By", "Written by", "Von", "Автор:" and the like."""
    return _BY.sub("", squeeze(text) + " ").strip(" ,;:–—-")


def has_by(text: str) -> bool:
    """Whether `text` starts the way a byline does."""
    return bool(_BY.match(squeeze(text) + " "))


def names(text: str) -> tuple[str, ...]:
    """The names in an author field, in order; empty where it holds none."""
    if _ADDRESS.search(text):
        return ()
    found: list[str] = []
    for part in _SPLIT.split(without_by(text)):
        name = squeeze(part).strip(" .,-") if not re.search(r"\b[A-Z]\.$", part.strip()) else squeeze(part)
        if _SUFFIX.match(name):
            continue
        if is_name(name) and name not in found:
            found.append(name)
    return tuple(found[:MAX_NAMES])


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a person or an organisation."""
    return bool(text) and text[0].isalpha() and len(text.split()) <= MAX_WORDS and not _NOT_A_NAME.search(text)
