"""The engine for plain text: the selected lines as blocks, with lists, quotes and headings."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import numpy as np

from extractor.arrays import Array
from extractor.classify.prediction import Prediction
from extractor.classify.reliability import UNKNOWN, Reliability
from extractor.content.candidate import candidate
from extractor.content.coherence import with_gap
from extractor.content.reliability import of_lines
from extractor.content.select import BETA, SURE, Selection, Step, best_cut, notes
from extractor.features.boilerplate import BOILERPLATE, END
from extractor.features.plaintext.inputs import MAX_HEADING_WORDS, LineInputs
from extractor.options import Focus
from extractor.profiles import PROFILES
from extractor.types import Block, Candidate, Element, Line, Note, PlainText

NAME: Final = "lines"
MAX_HEAD_LINES = 8  # kept lines above the first paragraph
SURE_HEAD = 0.8  # such a line is content only from this probability on
MIN_SHARE_BEFORE_TAIL = 0.7  # of the kept words stand before the label that ends an article ...
MIN_WORDS_BEFORE_TAIL = 60  # ... and at least as many words
_ORDERED = re.compile(r"\d")


def propose(
    page: PlainText, lines: LineInputs | None, prediction: Prediction, reliability: Reliability, focus: Focus
) -> Candidate:
    """Return the selected lines; an empty candidate with a note if there are none.

    Args:
        page: the page.
        lines: the features of its lines; None for a page without lines.
        prediction: the probabilities of the lines.
        reliability: that of the stage that gave them.
        focus: which lines to prefer.

    """
    if lines is None:
        return Candidate(engine=NAME, text="", notes=(Note(NAME, "the page has no text"),))
    selection = select(lines, prediction, focus)
    kept = np.flatnonzero(selection.kept).tolist()
    blocks = tuple(_blocks(page, lines, kept, prediction.title))
    estimate = reliability.estimate(of_lines(lines, prediction, selection)) if selection.kept.any() else UNKNOWN
    told = notes(NAME, "line", [line.text for line in page.lines], prediction, selection)
    proposed = candidate(NAME, blocks, estimate=estimate, notes=told)
    return with_gap(proposed, selection.kept, lines.words, [line.text for line in page.lines])


def select(lines: LineInputs, prediction: Prediction, focus: Focus) -> Selection:
    """Select the lines to keep.

    On a page with one running text, lines above the first paragraph (title, byline, captions) and behind a label that
    ends the article ("You may also like") are kept only if they are surely content. `precision` keeps nothing above the
    first paragraph of any page. `recall` keeps doubtful lines wherever they stand.
    """
    probabilities = prediction.probabilities
    selection = best_cut(probabilities, lines.words, BETA[focus])
    steps = [Step("model", selection.kept)]
    kept = selection.kept & ~((lines.boilerplate_kinds == BOILERPLATE) & (probabilities < SURE))
    steps.append(Step("boilerplate", kept))
    if focus != "recall" and PROFILES[prediction.page_type].one_text:
        kept = kept & (~_head(lines, kept) | (probabilities >= SURE_HEAD))
        kept = kept & (~_tail(lines, kept) | (probabilities >= SURE))
        steps.append(Step("ends", kept))
    if focus == "precision":
        kept = kept & ~_head(lines, kept)
        steps.append(Step("focus", kept))
    return selection._replace(kept=kept, steps=tuple(steps))


def _head(lines: LineInputs, kept: Array) -> Array:
    """Tell which lines stand above the first kept paragraph, if one is among the first kept lines."""
    first = np.flatnonzero(kept)[: MAX_HEAD_LINES + 1].tolist()
    opening = next((index for index in first if lines.paragraphs[index]), 0)
    return np.arange(len(kept)) < opening


def _tail(lines: LineInputs, kept: Array) -> Array:
    """Tell which lines stand behind a label that ends an article, if most of the kept words stand before it."""
    upto = np.cumsum(kept * lines.words)
    ends = (lines.boilerplate_kinds == END) & (
        upto >= np.maximum(MIN_SHARE_BEFORE_TAIL * upto[-1:], MIN_WORDS_BEFORE_TAIL)
    )
    behind: Array = np.maximum.accumulate(ends)
    return behind


def _blocks(page: PlainText, lines: LineInputs, kept: Sequence[int], title: int | None) -> Iterator[Block]:
    """Yield lines as blocks: bullets become lists, `>` a quote, short lines before running text headings."""
    run: Element | None = None
    for number, (index, following) in enumerate(zip_longest(kept, kept[1:]), start=1):
        line = page.lines[index]
        container = _container(line)
        if container is None:
            run = None
        elif run is None or run.tag != container:
            run = Element(container, -number)
        tag = "li" if container in {"ul", "ol"} else "p"
        if run is None:
            tag = "h1" if index == title else _heading(line, lines, index, following) or tag
        structure = (*((run,) if run else ()), Element(tag, number))
        yield Block(line.text, ((line.text, ()),), tag, structure, 0, line.words, 0)


def _container(line: Line) -> str | None:
    if not line.mark or line.mark.startswith("#"):
        return None
    if line.mark.startswith(">"):
        return "blockquote"
    return "ol" if _ORDERED.match(line.mark) else "ul"


def _heading(line: Line, lines: LineInputs, index: int, following: int | None) -> str | None:
    """Return the level of its mark, `h2` for a short line above running text, and None for other lines."""
    if line.mark.startswith("#"):
        return f"h{len(line.mark)}"
    if (
        line.words > MAX_HEADING_WORDS
        or following != index + 1
        or not lines.is_prose[following]
        or lines.is_prose[index]
    ):
        return None
    return "h2" if line.text[-1].isalnum() or line.text[-1] in "?!)\"'”’" else None
