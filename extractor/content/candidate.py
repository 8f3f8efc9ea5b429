"""The candidate of an engine: the blocks that it keeps as plain text, and on request as a clean HTML fragment."""

from collections.abc import Iterable, Sequence

from extractor.classify.reliability import UNKNOWN, Estimate
from extractor.document.fragment import assemble
from extractor.document.text import text_of
from extractor.types import Block, Candidate, Kept, Note


def candidate(
    engine: str,
    blocks: Sequence[Block],
    base: str | None = None,
    *,
    estimate: Estimate = UNKNOWN,
    notes: Iterable[Note] = (),
) -> Candidate:
    """Return the candidate of an engine that keeps `blocks`. Links are resolved against `base` or dropped."""
    return Candidate(
        engine=engine,
        text=text_of(blocks),
        kept=(Kept(blocks, base),),
        words=sum(block.words for block in blocks),
        expected=estimate.f1,
        failure=estimate.failure,
        notes=tuple(notes),
    )


def joined(candidates: Sequence[Candidate]) -> Candidate:
    """Join the candidates of one engine for the pieces of a page. At least one is required."""
    words = sum(each.words for each in candidates)
    return Candidate(
        engine=candidates[0].engine,
        text="\n\n".join(each.text for each in candidates if each.text),
        kept=tuple(kept for each in candidates for kept in each.kept),
        words=words,
        expected=sum(each.expected * each.words for each in candidates) / max(words, 1),
        warnings=tuple(warning for each in candidates for warning in each.warnings),
        notes=tuple(note for each in candidates for note in each.notes),
    )


def html_of(candidate: Candidate) -> str:
    """Return a candidate as a clean HTML fragment of structural and inline elements."""
    return "".join(assemble(*kept) for kept in candidate.kept)
