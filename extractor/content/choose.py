"""Choose the answer among the candidates of the engines."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from extractor.types import Candidate, Note

NAME: Final = "choose"
FEW_WORDS = 80  # an answer of fewer may be what a page shows while its text loads
TIMES_MORE = 3  # another candidate is preferred to such an answer if it has as many times its words


class Choice(NamedTuple):
    """The answer."""

    candidate: Candidate | None
    confidence: float
    """0 to 1: the expected word F1."""
    notes: tuple[Note, ...]
    """Those of all candidates, and why one was chosen."""


def choose(candidates: Sequence[Candidate]) -> Choice:
    """Return the first candidate with text.

    If it has few words and a later one has many more, return that one; None if no candidate has text.
    """
    notes = [note for each in candidates for note in each.notes]
    useful = [each for each in candidates if each.text.strip()]
    if not useful:
        return Choice(None, 0.0, (*notes, Note(NAME, "no engine found text worth keeping")))
    best = useful[0]
    for other in useful[1:]:
        if best.words < FEW_WORDS and other.words >= TIMES_MORE * best.words:
            reason = f"{other.engine} instead of {best.engine}: it has {other.words} words, not {best.words}"
            notes.append(Note(NAME, reason))
            best = other
    return Choice(best, round(best.expected, 3), tuple(notes))
