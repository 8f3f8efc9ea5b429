"""The selectolax engine: blocks of the one Lexbor walk, judged by trained models. In `fast` mode it answers alone."""

from extractor.fragment import candidate
from extractor.judges.blocks import JUDGED as NAME
from extractor.judges.blocks import Judgement
from extractor.model import Candidate, Note, Page
from extractor.options import Options
from extractor.selection import explain, select


def propose(page: Page, judgement: Judgement, options: Options) -> Candidate:
    """The blocks that are worth keeping; an empty candidate that says why where none is."""
    if not page.blocks:
        return Candidate(engine=NAME, html="", text="", notes=(Note(NAME, "the page has no text"),))
    selection = select(page, judgement, options.focus)
    kept = [block for block, keep in zip(page.blocks, selection.kept, strict=True) if keep]
    expected = judgement.models.calibration.confidence(selection.expected)
    return candidate(NAME, kept, page.base, expected=expected, notes=explain(NAME, page, judgement, selection))
