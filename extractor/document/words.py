"""What counts as a word, in any script: the one measure that the whole project shares."""

import re

# Scripts written without spaces would make one "word" of a whole sentence, so a run of them is cut into
# pieces of about a word's length: two characters of Chinese, Japanese or Thai-like scripts.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W_{_UNSPACED}]+(?:['’][^\W\d_]+)?")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_PIECE = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\s{_UNSPACED}]+")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*\Z")
# A match begins where a run of blanks does, so that no run is read again from each of its characters.
TITLE_PARTS = re.compile(
    r"(?<!\s)\s++[|–—·•»›:]++\s++|(?<!\s)\s++-++\s++|(?<!\s)\s*+[|»]\s*+|[|»]\s*+",
)
"""What parts an article's title from the site's name, in the title of a window."""
_PARTING = re.compile(r"[|–—·•»›:-]")
TAIL = 20  # characters; only the end of a text says how it ends
_ZERO_WIDTH = ("\u200b", "\ufeff")  # white space to a reader, not to Python


def words(text: str) -> list[str]:
    """The words of `text`, folded to lower case; unspaced scripts give two-character pieces."""
    return _WORD.findall(text.lower())


def count(text: str) -> int:
    """How many words `text` holds: what stands between blanks, or the pieces of an unspaced script."""
    if text.isascii() or not _IS_UNSPACED.search(text):
        return len(text.split())
    return len(_PIECE.findall(text))


def has_parts(title: str) -> bool:
    """Whether `TITLE_PARTS` is anywhere in it; most lines hold no such character, and to see that is quick."""
    return bool(_PARTING.search(title) and TITLE_PARTS.search(title))


def ends_sentence(text: str) -> bool:
    """Whether `text` ends the way a sentence does, closing quotes and brackets included."""
    return bool(_ENDS_SENTENCE.search(text.rstrip()[-TAIL:]))


def squeeze(text: str) -> str:
    """`text` with every run of white space made one blank, and none at either end."""
    if not text.isascii():
        for blank in _ZERO_WIDTH:
            text = text.replace(blank, " ")
    return " ".join(text.split())
