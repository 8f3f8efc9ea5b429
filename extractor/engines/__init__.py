"""Engines propose text and never see each other; which ones are asked, in order of trust, is one table."""

from collections.abc import Callable, Mapping

from extractor.engines import blocks, lines, structured, trafilatura
from extractor.judges.blocks import Judgement
from extractor.judges.lines import Judgement as DumpJudgement
from extractor.model import Candidate, Dump, Page
from extractor.options import Mode, Options

HtmlEngine = Callable[[Page, Judgement, Options], Candidate]
DumpEngine = Callable[[Dump, DumpJudgement, Options], Candidate]

HTML_ENGINES: Mapping[Mode, tuple[HtmlEngine, ...]] = {
    "accurate": (trafilatura.propose, structured.propose),
    "fast": (blocks.propose, structured.propose),
}
DUMP_ENGINES: tuple[DumpEngine, ...] = (lines.propose,)
