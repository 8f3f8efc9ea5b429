"""Write a text in the letters of another language, so that no feature leans on English.

Stop words become stop words of that language, and all other words strings of its letters, always the same.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Final, NamedTuple
from zlib import crc32

from extractor.features.stopwords import STOPWORDS, UNSPACED_STOPWORDS

Change = Callable[[str], str]

LETTERS_PER_SIGN: Final = 3  # of a word, that one Chinese character stands for
KATAKANA_EVERY: Final = 3  # of so many Japanese words one is written in kana

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BETWEEN_WORDS = re.compile(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])")
_FULL_WIDTH = str.maketrans({".": "。", ",": "、", "!": "！", "?": "？", ":": "：", "(": "（", ")": "）"})
_FULL_STOP = re.compile(r"\.(?=\s|\Z)")
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_FIRST_HAN, _HAN = 0x4E00, 3000
_FIRST_KATAKANA, _KATAKANA = 0x30A2, 70


class Alphabet(NamedTuple):
    """A script with blanks between words."""

    letters: str
    """One for each Latin letter."""
    stop_words: tuple[str, ...]


def _between(words: Iterable[str], first: str, last: str) -> tuple[str, ...]:
    """Return the words whose characters are all in a range."""
    return tuple(sorted(word for word in words if all(first <= character <= last for character in word)))


ALPHABETS: Final = (
    Alphabet("αβγδεζηθικλμνξοπρστυφχψωϊά", _between(STOPWORDS, "\u0370", "\u03ff")),
    Alphabet("абвгдежзийклмнопрстуфхцчшы", _between(STOPWORDS, "\u0400", "\u04ff")),
    Alphabet("ابتثجحخدذرزسشصضطظعغفقكلمنه", _between(STOPWORDS, "\u0600", "\u06ff")),
    Alphabet("कखगघचछजझटठडढतथदधनपफबभमयरलव", _between(STOPWORDS, "\u0900", "\u097f")),
)
_THAI_LETTERS: Final = "กขคงจฉชซญดตถทธนบปผพฟมยรลวส"
_THAI: Final = Alphabet(_THAI_LETTERS, _between(UNSPACED_STOPWORDS, "\u0e00", "\u0e7f"))
_JAPANESE: Final = _between(UNSPACED_STOPWORDS, "\u3040", "\u309f")
_CHINESE: Final = _between(UNSPACED_STOPWORDS, "\u4e00", "\u9fff")


def another_script(choose: Random) -> Change:
    """Return a function that writes a text in another script, chosen by `choose`."""
    return choose.choice(CHANGES)


def _spaced(text: str, alphabet: Alphabet) -> str:
    """Write in letters with blanks between words."""
    return _WORD.sub(partial(_spelled, alphabet=alphabet), text)


def _spelled(found: re.Match[str], alphabet: Alphabet) -> str:
    word = found[0].lower()
    if word in STOPWORDS:
        spelled = _one_of(alphabet.stop_words, word)
    else:
        spelled = word.translate(str.maketrans(_LATIN, alphabet.letters))
    return spelled.capitalize() if found[0][0].isupper() else spelled


def _thai(text: str) -> str:
    """Write without blanks between words, and without full stops."""
    spelled = _BETWEEN_WORDS.sub("", _spaced(text, _THAI))
    return _FULL_STOP.sub(" ", spelled)


def _chinese(text: str) -> str:
    return _without_blanks(text, _chinese_word)


def _japanese(text: str) -> str:
    return _without_blanks(text, _japanese_word)


def _without_blanks(text: str, write: Callable[[re.Match[str]], str]) -> str:
    return _BETWEEN_WORDS.sub("", _WORD.sub(write, text).translate(_FULL_WIDTH))


def _chinese_word(found: re.Match[str]) -> str:
    word = found[0].lower()
    return _one_of(_CHINESE, word) if word in STOPWORDS else _signs(word, _FIRST_HAN, _HAN)


def _japanese_word(found: re.Match[str]) -> str:
    word = found[0].lower()
    if word in STOPWORDS:
        return _one_of(_JAPANESE, word)
    if crc32(word.encode()) % KATAKANA_EVERY == 0:
        return _signs(word, _FIRST_KATAKANA, _KATAKANA)
    return _signs(word, _FIRST_HAN, _HAN)


def _signs(word: str, first: int, number: int) -> str:
    """Return one character for each few letters of a word."""
    parts = (word[start : start + LETTERS_PER_SIGN] for start in range(0, len(word), LETTERS_PER_SIGN))
    return "".join(chr(first + crc32(part.encode()) % number) for part in parts)


def _one_of(words: tuple[str, ...], word: str) -> str:
    return words[crc32(word.encode()) % len(words)]


CHANGES: Final[tuple[Change, ...]] = (
    *(partial(_spaced, alphabet=alphabet) for alphabet in ALPHABETS),
    _thai,
    _chinese,
    _japanese,
)
