"""Parse author fields into lists of names."""

import re
from html import unescape

from extractor.document.words import squeeze

MAX_AUTHOR_WORDS = 6  # a longer text is a sentence
MAX_AUTHOR_CHARACTERS = 60
SHORT_NAME_WORDS = 2  # a name with more words must begin with a capital
MAX_AUTHORS = 12
MAX_SPACED_HAN_CHARACTERS = 7  # of a Chinese name that is written with blanks between its characters
MAX_AUTHOR_FIELD_CHARACTERS = 5_000  # the rest of the field is ignored
PARTICLES = frozenset("de da do dos del della di du van von der den la le al el bin ibn y e the".split())

_BY = re.compile(
    r"^\s*(?:(?:this \w+ (?:was|is)\s+)?(?:written|posted|authored|published|created|contributed|submitted|started|"
    r"text|story|words|post|article|report(?:ed)?)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|przez|от|автор|автори|auteur|autor|autore|authors?|text|texte|texto|contributors?|"
    r"thread starter|作者|記者|记者|文)(?:\(s\))?(?:\s*[:：]\s*|\s+|(?<=by)(?-i:(?=[A-Z][a-z])))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[;|•·⋅»/\n]|,|&|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b|\bve\b|\bwith\b|、)\s*", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<!\S)\(?@\w{2,30}\)?(?!\S)")  # of a social network, behind a name
_ROLE_IN_BRACKETS = re.compile(r"(?<=\S\s)\([^()\s]+\s[^()]*\)\Z|[〓★☆■▶►•\s]+\Z")
_ABOUT = re.compile(r"\A(?:about|über|sobre|à propos de)\s+(?=[^\W\d_])", re.IGNORECASE)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_URL_OR_EMAIL = re.compile(r"https?:|www\.|@")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_NOT_A_NAME = re.compile(
    rf"[!?{{}}<>=…:]|\d{{4}}|\d:\d\d|--|\w\.\w+\.\w{{3,}}|\b{_MONTH} \d|\b\d+ {_MONTH}\b|\b(?:articles?|all) by\b|"
    r"\b(?:more|posts|follow|updated|published|minutes?|min read|comments?|share|view|profile|subscribe|newsletter|"
    r"cookies?|menu|search|read|reading)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:admin(?:istrator)?|editors?|staff|unknown|anonymous|guest|user|webmaster|undefined|null|none|home|author|"
    r"post|posted|asked|answered|edited|reply|skip to .*|link|op|(?:\d+ )?(?:hours?|days?|weeks?|months?|years?) ago|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)",
    re.IGNORECASE,
)
# After a name and a comma, a degree belongs to the name and a role does not.
_DEGREE = re.compile(
    r"(?:(?i:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|[mb]\.?a|m\.?sc|esq|dds)|"
    r"[A-Z][A-Za-z]?[A-Z]{1,5}(?:[ -][A-Z0-9]{1,5})*)\.?"
)
_ROLE = re.compile(
    r"\b(?:director|manager|editor|officer|reporter|writer|president|founder|co-?founder|ceo|cto|cfo|head|coordinator|"
    r"specialist|expert|contributor|correspondent|chief|lead|senior|professor|university|analyst|marketer|engineer|author|"
    r"consultant|strategist|columnist|journalist|photographer|producer|advisor|at)\b",
    re.IGNORECASE,
)


def strip_by(text: str) -> str:
    """Remove a leading "By", "Written by", "Von", "Автор:" or similar words."""
    return _BY.sub("", squeeze(text) + " ").strip(" ,;:–—-")


def starts_with_by(text: str) -> bool:
    """Return whether a text starts with "By" or similar words."""
    return bool(_BY.match(squeeze(text[:MAX_AUTHOR_FIELD_CHARACTERS]) + " "))


def parse_names(text: str) -> tuple[str, ...]:
    """Return the names in an author field, in order, with degrees and without roles; empty if there are none."""
    text = _HANDLE.sub("", text[:MAX_AUTHOR_FIELD_CHARACTERS])
    if _URL_OR_EMAIL.search(text):
        return ()
    found: list[str] = []
    for part in _SEPARATOR.split(strip_by(unescape(text))):
        name = squeeze(part).strip(' ,-*"“”')
        name = _ABOUT.sub("", _ROLE_IN_BRACKETS.sub("", name))
        name = name if "(" in name else name.rstrip(" )")
        name = _BETWEEN_HAN.sub("", name) if len(name) <= MAX_SPACED_HAN_CHARACTERS else name
        name = name if re.search(r"\b(?:[A-Z]|[JS]r|[A-Z]\.[A-Z])\.$", name) else name.rstrip(".")
        if found and _DEGREE.fullmatch(name):
            found[-1] += f", {name}"
        elif is_name(name) and name not in found and not (found and _ROLE.search(name)):
            found.append(name)
    return tuple(found[:MAX_AUTHORS])


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a person or an organisation."""
    parts = text.split()
    if not parts or len(parts) > MAX_AUTHOR_WORDS or len(text) > MAX_AUTHOR_CHARACTERS:
        return False
    if _NOT_A_NAME.search(text) or _PLACEHOLDER.fullmatch(text) or not any(character.isalpha() for character in text):
        return False
    if len(parts) <= SHORT_NAME_WORDS:
        return True
    capitals = sum(not part[0].islower() for part in parts)
    return not parts[0][0].islower() or (parts[0] in PARTICLES and capitals > 1)
