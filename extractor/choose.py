"""Which candidate is the answer, and how sure that is: the only module with an opinion.

trafilatura is the primary engine; the challenger takes its place where it holds nearly all of trafilatura's words
and many more, so that trafilatura visibly lost part of the page, or where trafilatura found next to nothing.

Measured on WCXB dev (1,497 pages, `python -m benchmarks.predict`; see ARCHITECTURE.md): where the two agree neither is
better; where trafilatura's answer is a part of the challenger's, the challenger gains on average, unless trafilatura's
is already a long article.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from extractor.model import Candidate, Note
from extractor.profiles import Profile
from extractor.words import count, words

NAME: Final = "choose"

CONTAINED = 0.65  # the challenger has the primary's text when it holds this share of its words
LOST_WORDS = 20  # fewer words than this are a heading or a label, whatever share they are
SAME_TEXT = 0.85  # two candidates that agree this far say the same
LONG_ARTICLE = 1200  # words; a primary answer this long is an article, and what it left out is around it
TOO_LITTLE = 60  # words; a primary answer this short is no evidence of anything
# Confidence is the F1 to expect. On WCXB dev it rises in a straight line with the agreement of the two engines.
NO_AGREEMENT = 0.42  # mean F1 where they share nothing
FULL_AGREEMENT = 0.94  # ... and where they say the same
ALONE = 0.8  # mean F1 of the blocks and lines engines where there is nothing to compare them with

_STRUCTURE = re.compile(r"<(?:h[2-6]|ul|ol|dl|table|blockquote|pre)>")


class Choice(NamedTuple):
    """The answer, how sure it is (0 to 1), and why the others lost."""

    candidate: Candidate | None
    confidence: float
    notes: tuple[Note, ...]


def choose(candidates: Sequence[Candidate], profile: Profile) -> Choice:
    """The best of the candidates, which come in order of trust; None when none has text."""
    notes = [note for candidate in candidates for note in candidate.notes]
    useful = [candidate for candidate in candidates if candidate.text.strip()]
    if not useful:
        return Choice(None, 0.0, (*notes, Note(NAME, "no engine found text worth keeping")))
    best = useful[0]
    confidence = ALONE
    for challenger in useful[1:]:
        agreement, reason = _verdict(best, challenger, profile)
        confidence = NO_AGREEMENT + (FULL_AGREEMENT - NO_AGREEMENT) * agreement
        winner, loser = (challenger, best) if reason else (best, challenger)
        why = reason or "the primary engine's answer stands"
        notes.append(Note(NAME, f"{winner.engine} over {loser.engine}: {why}", _head(loser.text)))
        best = winner
    return Choice(best, round(confidence * _substance(best), 3), tuple(notes))


def _verdict(primary: Candidate, challenger: Candidate, profile: Profile) -> tuple[float, str]:
    """How far two candidates agree (word F1), and why the challenger wins; empty where it does not."""
    one, other = Counter(words(primary.text)), Counter(words(challenger.text))
    shared, ours, theirs = (one & other).total(), one.total(), other.total()
    agreement = 2 * shared / max(ours + theirs, 1)
    lost = shared < profile.lost_share * theirs and theirs - shared >= LOST_WORDS
    if lost and ours < TOO_LITTLE:
        return agreement, f"it found only {ours} words where there are {theirs}"
    if agreement >= SAME_TEXT and _structure(challenger) and not _structure(primary):
        return agreement, "it says the same without headings, lists or tables"
    if lost and shared >= CONTAINED * ours and ours < LONG_ARTICLE:
        return agreement, f"it lost {theirs - shared} of {theirs} words"
    return agreement, ""


def _structure(candidate: Candidate) -> int:
    """How many headings, lists, tables, quotes and blocks of code a candidate has; the title's own heading aside."""
    return len(_STRUCTURE.findall(candidate.html))


def _substance(candidate: Candidate) -> float:
    """Less than 1 for an answer so short that it may be a label or a notice."""
    return min(1.0, 0.4 + 0.6 * count(candidate.text) / TOO_LITTLE)


def _head(text: str) -> str:
    return " ".join(text.split()[:12])
