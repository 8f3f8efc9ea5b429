"""Count and compare words in all scripts. The whole project uses these definitions."""

import re

from extractor.compiled import compiled
from extractor.document.unspaced import UNSPACED

# In scripts without spaces a word is a piece of up to two characters.
_UNSPACED = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W_{_UNSPACED}]+(?:['’][^\W\d_]+)?")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_PIECE = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\s{_UNSPACED}]+")
_RUN = re.compile(rf"([{_UNSPACED}]+)|([^\s{_UNSPACED}]+)")
_WORD_RUN = re.compile(rf"([{_UNSPACED}]+)|([^\W_{_UNSPACED}]+(?:['’][^\W\d_]+)?)")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*\Z")
# A match starts at the start of a run of spaces, so that the time is linear.
TITLE_PARTS = re.compile(
    r"(?<!\s)\s++[|–—·•»›:]++\s++|(?<!\s)\s++-++\s++|(?<!\s)\s*+[|»]\s*+|[|»]\s*+",
)
"""Separators between the article's title and the site's name in a `<title>`."""
_SEPARATOR_SIGN = re.compile(r"[|–—·•»›:-]")
TAIL_CHARACTERS = 20  # only the end of a text is searched for the end of a sentence
_ZERO_WIDTH = ("\u200b", "\ufeff")  # invisible, but not white space in Python


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case; scripts without spaces give pieces of up to two characters."""
    return _WORD.findall(text.lower())


@compiled("words")
def count(text: str) -> int:
    """Return the number of words in `text`, separated by white space; pieces in scripts without spaces."""
    return len(text.split()) if is_spaced(text) else len(_PIECE.findall(text))


@compiled("words")
def tokens(text: str) -> list[str]:
    """Split `text` at white space; scripts without spaces give each pair of neighbouring characters.

    The pairs overlap, so that two texts share the pairs of what they have in common, wherever it starts in them.
    """
    return text.split() if is_spaced(text) else _with_pairs(_RUN, text)


def word_tokens(text: str) -> list[str]:
    """Return the same in lower case, without punctuation."""
    return words(text) if is_spaced(text) else _with_pairs(_WORD_RUN, text.lower())


@compiled("words")
def is_spaced(text: str) -> bool:
    """Return whether `text` holds no character of a script without spaces between words."""
    return text.isascii() or not _IS_UNSPACED.search(text)


def _with_pairs(runs: re.Pattern[str], text: str) -> list[str]:
    found: list[str] = []
    for unspaced, spaced in runs.findall(text):
        if spaced:
            found.append(spaced)
        else:
            found += [unspaced[start : start + 2] for start in range(max(len(unspaced) - 1, 1))]
    return found


def unspaced_characters(text: str) -> int:
    """Return the number of characters of scripts without spaces between words."""
    return 0 if is_spaced(text) else len(_IS_UNSPACED.findall(text))


def has_parts(title: str) -> bool:
    """Return whether `title` contains a separator of `TITLE_PARTS`; fast for lines without such a character."""
    return bool(_SEPARATOR_SIGN.search(title) and TITLE_PARTS.search(title))


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends with a full stop, question mark or the like, and closing quotes or brackets."""
    return bool(_ENDS_SENTENCE.search(text.rstrip()[-TAIL_CHARACTERS:]))


def squeeze(text: str) -> str:
    """Collapse each run of white space to one space, and strip both ends."""
    if not text.isascii():
        for space in _ZERO_WIDTH:
            text = text.replace(space, " ")
    return " ".join(text.split())
