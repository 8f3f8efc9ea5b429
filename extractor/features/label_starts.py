"""How the labels of boilerplate start: most lines start otherwise, and need no comparison with the phrases.

The starts are derived from the phrases themselves, so nothing is listed twice.
"""

import re
from collections import deque

from extractor.features import phrases

START_CHARACTERS = 4  # more characters let few lines less pass
_ANY = "\0"  # ends a start behind which any character may stand
_DIGIT = "\1"  # stands for any digit, as the first character
_TOKEN = re.compile(
    r"""
    (?P<behind> \(\?<=(?:\\.|[^)])*\) )          # looks behind, and matches no character
    | \((?:\?:)? | \) | \|                       # groups and alternatives
    | (?P<set> \[(?:\\.|[^\]])*\] | \\s | \. )   # one of many characters
    | (?P<repeat> (?:[?*+]|\{[\d,]+\})\+? )
    | (?P<run> [^\\()|[\].?*+{}]+ ) (?![?*+{])     # characters, without the one that a repeat is of
    | \\?[^\\]                                   # a character
    """,
    re.VERBOSE | re.DOTALL,
)


def starts_of(pattern: str) -> frozenset[str]:
    """Return strings of at most `START_CHARACTERS`; every match of `pattern` starts with one of them.

    A digit stands as a sign of its own, which no text holds. The pattern consists of what `phrases` has: characters,
    sets, groups, alternatives, repeats and assertions of what stands before.
    """
    tokens = deque(_TOKEN.finditer(pattern.strip().replace("\n", "|")))
    return frozenset(start.rstrip(_ANY) for start in _starts(tokens))


def _starts(tokens: "deque[re.Match[str]]") -> set[str]:
    """Return the starts of the alternatives up to the end of their group; take these from `tokens`."""
    found, starts = set(), {""}
    while tokens and (token := tokens.popleft())[0] != ")":
        if token[0] == "|":
            found |= starts
            starts = {""}
        elif not token["behind"]:
            item = _item(token, tokens)
            if tokens and (repeat := tokens[0]["repeat"]):
                tokens.popleft()
                more_than_once = {start + _ANY for start in item}
                item = {*(item if repeat[0] == "?" else more_than_once), *([""] if repeat[0] in "?*{" else [])}
            if not all(map(_is_complete, starts)):
                starts = {_joined(start, each) for start in starts for each in item}
    return found | starts


def _item(token: "re.Match[str]", tokens: "deque[re.Match[str]]") -> set[str]:
    if token[0].startswith("("):
        return _starts(tokens)
    if token["set"]:
        return {_ANY}
    return {_DIGIT if token[0] == r"\d" else token["run"] or token[0][-1]}


def _is_complete(start: str) -> bool:
    return len(start) >= START_CHARACTERS or start[-1:] == _ANY


def _joined(start: str, more: str) -> str:
    if _is_complete(start):
        return start
    before_any, sign, _ = (start + (_ANY if start and more[:1] == _DIGIT else more)).partition(_ANY)
    return before_any[:START_CHARACTERS] + sign


LABEL_STARTS = frozenset().union(*map(starts_of, (phrases.END, phrases.BOILERPLATE, phrases.POINTER)))
_WORD_CHARACTER = re.compile(r"\w")


def may_be_label(text: str) -> bool:
    """Return whether a line in lower case may match a pattern of labels: it starts as one, or has no letter."""
    found = _WORD_CHARACTER.search(text)
    if not found:
        return True
    at = found.start()
    starts = (text[at : at + size] for size in range(START_CHARACTERS + 1))
    return text[at].isdecimal() or not LABEL_STARTS.isdisjoint(starts)
