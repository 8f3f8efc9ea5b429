"""The engine for plain-text dumps: the lines that trained models judge to be content, with their structure restored."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import numpy as np

from extractor.classify.plaintext import Prediction
from extractor.content.select import BETA, SURE, Selection, cut, stretches
from extractor.document.serialize import candidate
from extractor.features.boilerplate import END, FURNITURE
from extractor.features.plaintext.lines import HEADING_WORDS, Measures
from extractor.options import Focus, Options
from extractor.profiles import PROFILES
from extractor.types import Array, Block, Candidate, Line, Note, PlainText

NAME: Final = "lines"
HEAD_LINES = 8  # kept lines, at most, above the first paragraph
HEAD_SURE = 0.8  # such a line is content only where its chance is at least this
TAIL_BEHIND = 0.7  # of the words that are kept stand before a line that ends an article
TAIL_WORDS = 60  # ... and as many at least
_ORDERED = re.compile(r"\d")


def propose(dump: PlainText, prediction: Prediction, options: Options) -> Candidate:
    """The lines that are worth keeping; an empty candidate that says why where none is."""
    measures = prediction.measures
    if measures is None:
        return Candidate(engine=NAME, html="", text="", notes=(Note(NAME, "the dump has no text"),))
    selection = select(measures, prediction, options.focus)
    kept = np.flatnonzero(selection.kept).tolist()
    blocks = tuple(_blocks(dump, measures, kept, prediction.title))
    expected = prediction.models.calibration.confidence(selection.expected)
    return candidate(NAME, blocks, expected=expected, notes=_explain(dump, prediction, selection))


def select(measures: Measures, prediction: Prediction, focus: Focus) -> Selection:
    """The lines to keep, as their chances and the caller's focus have it.

    Of one running text, what stands above the first paragraph (title, byline, captions) or behind a line that ends it
    ("You may also like") is kept only where it is surely content. `precision` keeps nothing above the first paragraph
    of any page; `recall` keeps doubtful lines wherever they stand.
    """
    chances = prediction.probabilities
    selection = cut(chances, measures.words, BETA[focus])
    kept = selection.kept & ~((measures.kinds == FURNITURE) & (chances < SURE))
    if focus != "recall" and PROFILES[prediction.page_type].one_text:
        kept &= ~_head(measures, kept) | (chances >= HEAD_SURE)
        kept &= ~_tail(measures, kept) | (chances >= SURE)
    if focus == "precision":
        kept &= ~_head(measures, kept)
    return selection._replace(kept=kept)


def _head(measures: Measures, kept: Array) -> Array:
    """For each line, whether it stands above the first paragraph that is kept, where there is one soon."""
    first = np.flatnonzero(kept)[: HEAD_LINES + 1].tolist()
    opening = next((index for index in first if measures.paragraphs[index]), 0)
    return np.arange(len(kept)) < opening


def _tail(measures: Measures, kept: Array) -> Array:
    """For each line, whether it stands behind a line that ends an article, once most of what is kept stands before."""
    upto = np.cumsum(kept * measures.words)
    ends = (measures.kinds == END) & (upto >= np.maximum(TAIL_BEHIND * upto[-1:], TAIL_WORDS))
    behind: Array = np.maximum.accumulate(ends)
    return behind


def _blocks(dump: PlainText, measures: Measures, kept: Sequence[int], title: int | None) -> Iterator[Block]:
    """Lines as blocks: runs of bullets become lists, `>` a quote, short lines before running text headings."""
    run: tuple[str, int] | None = None
    for number, (index, following) in enumerate(zip_longest(kept, kept[1:]), start=1):
        line = dump.lines[index]
        container = _container(line)
        if container is None:
            run = None
        elif run is None or run[0] != container:
            run = (container, -number)
        tag = "li" if container in {"ul", "ol"} else "p"
        if run is None:
            tag = "h1" if index == title else _heading(line, measures, index, following) or tag
        structure = (*((run,) if run else ()), (tag, number))
        yield Block(line.text, ((line.text, ()),), tag, structure, 0, line.words, 0)


def _container(line: Line) -> str | None:
    if not line.mark or line.mark.startswith("#"):
        return None
    if line.mark.startswith(">"):
        return "blockquote"
    return "ol" if _ORDERED.match(line.mark) else "ul"


def _heading(line: Line, measures: Measures, index: int, following: int | None) -> str | None:
    """The level that its mark states, `h2` for a line that stands above running text and is none; None for others."""
    if line.mark.startswith("#"):
        return f"h{len(line.mark)}"
    if line.words > HEADING_WORDS or following != index + 1 or not measures.prose[following] or measures.prose[index]:
        return None
    return "h2" if line.text[-1].isalnum() or line.text[-1] in "?!)\"'”’" else None


def _explain(dump: PlainText, prediction: Prediction, selection: Selection) -> Iterator[Note]:
    """What the dump was taken for, what was kept, and every stretch of lines that was not."""
    yield Note(NAME, f"the page is taken for: {prediction.page_type}, {prediction.page_type_probability:.2f}")
    yield from stretches(NAME, "line", [line.text for line in dump.lines], prediction.probabilities, selection)
