"""Which answer is given, and how sure that is: the only module with an opinion.

Each engine is a witness. The blocks engine judges every block by itself and its surroundings; where trafilatura was
asked as well, a second model, trained on pages where it was known what is content, judges every block again, knowing
what trafilatura keeps of it and around it. The answer is the best cut through those chances, and is named after the
engine that it agrees with more.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from extractor.align import shares
from extractor.fragment import assemble, text_of
from extractor.judge import Judgement, judge_again
from extractor.model import Candidate, Note, Page
from extractor.options import Options
from extractor.selection import explain, select

NAME: Final = "choose"


class Choice(NamedTuple):
    """The answer, how sure it is (0 to 1), and why the others lost."""

    candidate: Candidate | None
    confidence: float
    notes: tuple[Note, ...]


def choose(candidates: Sequence[Candidate]) -> Choice:
    """The first candidate that has text; None when none has."""
    notes = tuple(note for candidate in candidates for note in candidate.notes)
    for candidate in candidates:
        if candidate.text.strip():
            return Choice(candidate, round(candidate.expected, 3), notes)
    return Choice(None, 0.0, (*notes, Note(NAME, "no engine found text worth keeping")))


def weigh(page: Page, judgement: Judgement, candidates: Sequence[Candidate], options: Options) -> Choice:
    """The answer that two engines make together: `candidates` are that of trafilatura and that of our own."""
    witness, own = candidates
    if not page.blocks:
        return choose(candidates)
    heard = shares(page.blocks, witness.text)
    again = judge_again(judgement, heard)
    selection = select(page, again, options.focus)
    kept = [block for block, keep in zip(page.blocks, selection.kept, strict=True) if keep]
    words = np.array([block.words for block in page.blocks], float)
    held = shares(page.blocks, own.text)
    apart = {each.engine: float((np.abs(share - selection.kept) * words).sum()) for each, share in ((own, held), (witness, heard))}
    nearest = min(apart, key=lambda engine: apart[engine])
    agreement = ", ".join(f"{distance:.0f} words from {engine}" for engine, distance in apart.items())
    answer = Candidate(
        engine=nearest,
        html=assemble(kept, page.base),
        text=text_of(kept),
        expected=judgement.models.confidence(selection.expected),
        notes=(*witness.notes, *own.notes, Note(NAME, f"the answer is {agreement}"), *explain(NAME, page, again.chances, selection)),
    )
    return choose([answer])
