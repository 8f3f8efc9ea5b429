"""Engines propose text and never see each other; which ones are asked, in order of trust, is one table."""

from collections.abc import Callable, Mapping

from extractor.engines import blocks, lines, structured, trafilatura
from extractor.features.layout import Layout
from extractor.judge import Judgement
from extractor.model import Candidate, Dump, Page
from extractor.options import Mode, Options

HtmlEngine = Callable[[Page, Judgement, Options], Candidate]
DumpEngine = Callable[[Dump, Layout], Candidate]

HTML_ENGINES: Mapping[Mode, tuple[HtmlEngine, ...]] = {
    "accurate": (trafilatura.propose, structured.propose),
    "fast": (blocks.propose, structured.propose),
}
DUMP_ENGINES: tuple[DumpEngine, ...] = (lines.propose,)
