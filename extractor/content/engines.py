"""Engines propose text and never see each other; which ones are asked, in order of trust, is one table."""

from collections.abc import Callable, Mapping

from extractor.classify.html import Prediction
from extractor.classify.plaintext import Prediction as PlainTextPrediction
from extractor.content import blocks, structured, trafilatura
from extractor.content import plaintext as lines
from extractor.options import Mode, Options
from extractor.types import Candidate, HtmlDocument, PlainText

HtmlEngine = Callable[[HtmlDocument, Prediction, Options], Candidate]
PlainTextEngine = Callable[[PlainText, PlainTextPrediction, Options], Candidate]

HTML_ENGINES: Mapping[Mode, tuple[HtmlEngine, ...]] = {
    "accurate": (trafilatura.propose, structured.propose),
    "fast": (blocks.propose, structured.propose),
}
DUMP_ENGINES: tuple[PlainTextEngine, ...] = (lines.propose,)
