"""The engine of `fast` mode: the blocks that the first stage selects."""

from typing import Final

from extractor.classify.prediction import Prediction
from extractor.classify.reliability import Reliability
from extractor.content.candidate import candidate
from extractor.content.coherence import prose_of, with_gap
from extractor.content.reliability import of_blocks
from extractor.content.select import explain, select
from extractor.document import media
from extractor.features.html.inputs import HtmlInputs
from extractor.options import Options
from extractor.types import Candidate, HtmlDocument, Note

NAME: Final = "blocks"


def propose(
    page: HtmlDocument, inputs: HtmlInputs | None, prediction: Prediction, reliability: Reliability, options: Options
) -> Candidate:
    """Return the selected blocks; an empty candidate with a note if there are none.

    Args:
        page: the page.
        inputs: the features of its blocks; None for a page without blocks.
        prediction: of the first stage.
        reliability: that of the first stage.
        options: the choices of the caller.

    """
    if inputs is None:
        return Candidate(engine=NAME, text="", notes=(Note(NAME, "the page has no text"),))
    selection = select(page, prediction, inputs.boilerplate_kinds, options)
    kept = media.place(page, selection.kept)
    estimate = reliability.estimate(of_blocks(inputs, prediction, selection))
    told = explain(NAME, page, prediction, selection)
    proposed = candidate(NAME, kept, page.base, estimate=estimate, notes=told)
    return with_gap(proposed, selection.kept, *prose_of(page))
