"""Explain which engines were asked, and whose answer was chosen."""

from collections.abc import Iterator, Mapping
from typing import Final

from extractor.content import blocks, plaintext, structured
from extractor.content.select import select
from extractor.document.text import text_of
from extractor.explain.steps import HtmlSteps
from extractor.explanation import EngineAnswer
from extractor.types import Candidate

BOTH: Final = "both models"
ALONE: Final = "the first model alone, as in `fast` mode"
ASKED: Final = "asked for a second opinion, which the second model knows"
PARTS: Final[Mapping[str, str]] = {
    blocks.NAME: "the first model, which classifies each block",
    plaintext.NAME: "the models that classify each line",
    structured.NAME: "the text of structured data, for a page that shows little text",
}


def of_html(steps: HtmlSteps) -> Iterator[EngineAnswer]:
    """Yield the answers of the engines that read an HTML page."""
    page, inputs, best = steps.page, steps.inputs, steps.choice.candidate
    for each in steps.candidates:
        if each.compared and inputs is not None:
            kept = select(page, steps.prediction, inputs.boilerplate_kinds, steps.options).kept
            alone = [block for block, keep in zip(page.blocks, kept.tolist(), strict=True) if keep]
            words = sum(block.words for block in alone)
            yield EngineAnswer(
                engine=blocks.NAME, text=text_of(alone), words=words, expected=0.0, chosen=False, part=ALONE
            )
            yield from (_answer(other, other.engine, ASKED, chosen=False) for other in each.compared)
            part = f"the lower of two probabilities counts; closest to {each.engine}"
            yield _answer(each, BOTH, part, chosen=each is best)
        elif each.text:
            part = PARTS.get(each.engine, ASKED)
            yield _answer(each, each.engine, part, chosen=each is best)


def of_plaintext(candidate: Candidate) -> EngineAnswer:
    """Return the answer of the only engine for plain text."""
    return _answer(candidate, candidate.engine, PARTS[candidate.engine], chosen=bool(candidate.text))


def _answer(given: Candidate, name: str, part: str, *, chosen: bool) -> EngineAnswer:
    return EngineAnswer(
        engine=name,
        text=given.text,
        words=given.words,
        expected=round(given.expected, 3),
        chosen=chosen,
        part=part,
    )
