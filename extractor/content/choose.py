"""Which answer is given, and how sure that is: the only module with an opinion.

In `fast` mode the blocks engine is believed. In `accurate` mode trafilatura is a witness: a second model, trained on
pages where it was known what is content, judges every block again, knowing what trafilatura keeps of it and around it.
The answer is the best cut through those chances, named after the engine that it agrees with more.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from extractor.classify.html import JUDGED, MAX_BLOCKS, Prediction, judge_again
from extractor.content.alignment import shares
from extractor.content.select import explain, select
from extractor.document.serialize import candidate
from extractor.options import Options
from extractor.types import Candidate, HtmlDocument, Note

NAME: Final = "choose"
LITTLE = 80  # words; an answer of fewer may be what a shell shows while its text loads
MUCH_MORE = 3  # times the words of such an answer are worth having


class Choice(NamedTuple):
    """The answer, how sure it is (0 to 1), and why the others lost."""

    candidate: Candidate | None
    confidence: float
    notes: tuple[Note, ...]


def choose(candidates: Sequence[Candidate]) -> Choice:
    """The first candidate that has text, unless that is next to none and another has much more; None where none has."""
    notes = [note for each in candidates for note in each.notes]
    useful = [each for each in candidates if each.text.strip()]
    if not useful:
        return Choice(None, 0.0, (*notes, Note(NAME, "no engine found text worth keeping")))
    best = useful[0]
    for other in useful[1:]:
        if best.words < LITTLE and other.words >= MUCH_MORE * best.words:
            reason = f"{other.engine} over {best.engine}: {other.words} words where it has {best.words}"
            notes.append(Note(NAME, reason))
            best = other
    return Choice(best, round(best.expected, 3), tuple(notes))


def weigh(page: HtmlDocument, prediction: Prediction, witness: Candidate, options: Options) -> Candidate:
    """The answer of the blocks engine once it has heard `witness`, which is trafilatura's candidate."""
    if not page.blocks:
        return witness
    heard = shares(page.blocks, witness.text)
    again = judge_again(prediction, heard) if len(page.blocks) <= MAX_BLOCKS else prediction
    alone, selection = (select(page, each, options.focus) for each in (prediction, again))
    kept = [block for block, keep in zip(page.blocks, selection.kept, strict=True) if keep]
    words = np.array([block.words for block in page.blocks], float)
    apart = {
        engine: float((np.abs(share - selection.kept) * words).sum())
        for engine, share in ((witness.engine, heard), (JUDGED, alone.kept.astype(float)))
    }
    agreement = ", ".join(f"{distance:.0f} words from {engine}" for engine, distance in apart.items())
    return candidate(
        min(apart, key=lambda engine: apart[engine]),
        kept,
        page.base,
        expected=prediction.models.calibration.confidence(selection.expected),
        notes=(
            *witness.notes,
            Note(NAME, f"the answer is {agreement}"),
            *explain(NAME, page, again, selection),
        ),
    )
