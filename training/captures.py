"""Labelled dumps, measured: the labelled pages as capture tools would have saved them, and in the shapes of the wild.

A line's label is the share of its words that stand in the text that people wanted, in order.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from lxml.etree import LxmlError
from rich.console import Console
from rich.progress import track

from benchmarks.dumps import renderers
from extractor.content.alignment import kept_shares
from extractor.document import plaintext as dump
from extractor.document.words import TITLE_PARTS, squeeze, words
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.inputs import read as read_inputs
from extractor.types import Floats, PlainText
from training.samples import Labelled, Measured, outer_folds, wanted_text
from training.shapes import VARIANTS, Raw, headless

AGAIN = 0.5  # a variant of a page counts for this much of a page
HELD = 0.5  # of the wanted words must stand in the dump
CONTENT = 0.5  # a line with such a label is content
STRANGE = 9  # paragraphs of other sites, at most, that are grafted onto a page
STRANGE_WORDS = range(12, 80)  # of such a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Measured):
    """One labelled dump, measured."""

    dump: PlainText
    inputs: LineInputs
    titles: Floats | None
    """1 for lines that are the title, or hold it in the title of a window, else 0; None where nobody knows it."""


@lru_cache(maxsize=1)
def _renderers(shared: Path) -> Any:
    return renderers(shared)


def read(todo: Sequence[Labelled], shared: Path) -> list[Sample]:
    """The samples of all pages that have lines and labels, each in two shapes."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(_read, shared=shared), zip(todo, _strange(todo), strict=True), chunksize=16)
        each = track(found, "dumps", len(todo), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def _strange(todo: Sequence[Labelled]) -> Iterator[list[str]]:
    """For each page some paragraphs of other sites, all of its own fold, so that no fold sees a text of another."""
    fold_of = outer_folds(todo)
    held: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for page in todo:
        texts = [text for text in page.truth.get("text", "").split("\n") if len(text.split()) in STRANGE_WORDS]
        held[fold_of[page.domain]] += [(page.domain, text) for text in texts[:2]]
    for number, page in enumerate(todo):
        others = [text for domain, text in held[fold_of[page.domain]] if domain != page.domain]
        start = number * STRANGE % max(len(others), 1)
        yield (others + others)[start : start + 2 + number % STRANGE]


def rendered(page: Labelled, shared: Path, *, other: bool = False) -> str | None:
    """The dump of a page by the renderer that bench/make_dumps.py picks for it, or by the next; None where it fails."""
    module = _renderers(shared)
    picked = int(hashlib.sha1(page.name.encode(), usedforsecurity=False).hexdigest(), 16) + other
    try:
        text: str = module.render(module.RENDERERS[picked % len(module.RENDERERS)], page.html())
    except (ValueError, LxmlError):
        return None
    return text


def _read(task: tuple[Labelled, Sequence[str]], shared: Path) -> list[Sample]:
    page, strange = task
    wanted = wanted_text(page.html(), page.truth)
    if not wanted:
        return []
    samples = []
    if text := rendered(page, shared):
        samples.append(_sample(page, text, wanted, 1.0))
    if text := rendered(page, shared, other=True):
        samples.append(_sample(page, _varied(page, text, wanted, strange), wanted, AGAIN))
    return [sample for sample in samples if sample]


def _varied(page: Labelled, text: str, wanted: str, strange: Sequence[str]) -> str:
    """The dump in another shape, the same for a page in every run."""
    parsed = dump.parse(text)
    labels = dict(zip((line.text for line in parsed.lines), kept_shares(parsed.lines, wanted).tolist(), strict=True))
    raw = text.split("\n")
    content = [any(labels.get(line.text, 0.0) > CONTENT for line in dump.parse(each).lines) for each in raw]
    number = sum(page.name.encode())
    changed = VARIANTS[number % len(VARIANTS)](Raw(raw, content, strange))
    return "\n".join(headless(changed) if number // len(VARIANTS) % 2 else changed)


def _sample(page: Labelled, text: str, wanted: str, weight: float) -> Sample | None:
    """The dump measured; None where it holds too little of what is wanted."""
    parsed, size = dump.parse(text), len(words(wanted))
    labels = kept_shares(parsed.lines, wanted)
    if not len(labels) or (labels * [line.words for line in parsed.lines]).sum() < HELD * size:
        return None
    return Sample(
        labelled=page,
        dump=parsed,
        inputs=read_inputs(parsed),
        labels=labels,
        titles=_titles(parsed, page.truth.get("title")),
        wanted=size,
        weight=weight,
    )


def _titles(parsed: PlainText, title: str | None) -> Floats | None:
    if not title:
        return None
    folded = squeeze(title).lower()
    same = np.array([line.text.lower() == folded for line in parsed.lines], float)
    if not same.any() and TITLE_PARTS.search(parsed.lines[0].text):
        same[0] = folded in parsed.lines[0].text.lower()
    return same
