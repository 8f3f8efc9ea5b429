"""The selectolax engine: blocks of the one Lexbor walk, judged by trained models. In `fast` mode it answers alone."""

from extractor.classify.html import JUDGED as NAME
from extractor.classify.html import Prediction
from extractor.content.select import explain, select
from extractor.document.serialize import candidate
from extractor.options import Options
from extractor.types import Candidate, HtmlDocument, Note


def propose(page: HtmlDocument, prediction: Prediction, options: Options) -> Candidate:
    """The blocks that are worth keeping; an empty candidate that says why where none is."""
    if not page.blocks:
        return Candidate(engine=NAME, html="", text="", notes=(Note(NAME, "the page has no text"),))
    selection = select(page, prediction, options.focus)
    kept = [block for block, keep in zip(page.blocks, selection.kept, strict=True) if keep]
    expected = prediction.models.calibration.confidence(selection.expected)
    return candidate(NAME, kept, page.base, expected=expected, notes=explain(NAME, page, prediction, selection))
