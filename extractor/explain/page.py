"""Explain the answer to a page."""

from collections.abc import Sequence

from extractor.explain import blocks, engines, fields, lines
from extractor.explain.sentences import of_confidence
from extractor.explain.steps import HtmlSteps, PlainTextSteps
from extractor.explanation import Explanation
from extractor.extraction import Extraction
from extractor.metadata.read import HtmlPage
from extractor.types import Candidate


def explain_html(steps: HtmlSteps, answer: Extraction) -> Explanation:
    """Explain the answer to an HTML page."""
    explained = blocks.explain(steps)
    return Explanation(
        kind="html",
        confidence=of_confidence(answer.confidence, has_text=bool(answer.text)),
        blocks=explained.blocks,
        engines=tuple(engines.of_html(steps)),
        fields=fields.of_html(HtmlPage(steps.page, steps.structured_data, steps.prediction), answer),
        meanings=explained.meanings,
    )


def explain_plaintext(pieces: Sequence[PlainTextSteps], candidate: Candidate, answer: Extraction) -> Explanation:
    """Explain the answer to plain text, which was read in at least one piece. Metadata are read from the first one."""
    explained = lines.joined([lines.explain(piece) for piece in pieces])
    return Explanation(
        kind="dump",
        confidence=of_confidence(answer.confidence, has_text=bool(answer.text)),
        blocks=explained.blocks,
        engines=(engines.of_plaintext(candidate),),
        fields=fields.of_plaintext(pieces[0], answer),
        meanings=explained.meanings,
    )
