"""Samples of plain text: renderings of labelled HTML pages, and one variant of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage
from evaluation.renderers import render, renderer_of
from extractor.content.alignment import kept_shares
from extractor.document import plaintext
from extractor.document.words import TITLE_PARTS, squeeze, words
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.inputs import read as read_inputs
from extractor.types import Floats, PlainText
from training.augment import VARIANTS, Raw, replace_first_line
from training.samples import VARIANT_WEIGHT, Sample
from training.silver import wanted_text

MIN_RENDERED_SHARE = 0.5  # of the wanted words, that a rendering must have
CONTENT_LABEL = 0.5  # a line with a greater label is content
MAX_FOREIGN_PARAGRAPHS = 9  # of other sites, that a variant gets
FOREIGN_WORDS = range(12, 80)  # number of words of such a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaintextSample(Sample):
    """A labelled plain-text page."""

    inputs: LineInputs
    titles: Floats | None
    """1 for each line that is the title, or the window's title with it, else 0; None if the title is unknown."""


def read_plaintext_samples(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> list[PlaintextSample]:
    """Return the samples of all pages with lines and labels, each with a variant."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_read, zip(pages, _foreign_paragraphs(pages, fold_of), strict=True), chunksize=16)
        each = track(found, "plain text", len(pages), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def _foreign_paragraphs(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield for each page paragraphs of other sites of its fold, so that no fold has a text of another."""
    paragraphs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for page in pages:
        texts = [text for text in page.truth.get("text", "").split("\n") if len(text.split()) in FOREIGN_WORDS]
        paragraphs[fold_of[page.domain]] += [(page.domain, text) for text in texts[:2]]
    for number, page in enumerate(pages):
        others = [text for domain, text in paragraphs[fold_of[page.domain]] if domain != page.domain]
        start = number * MAX_FOREIGN_PARAGRAPHS % max(len(others), 1)
        yield (others + others)[start : start + 2 + number % MAX_FOREIGN_PARAGRAPHS]


def _read(task: tuple[LabelledPage, Sequence[str]]) -> list[PlaintextSample]:
    page, foreign = task
    html = page.text()
    wanted = wanted_text(html, page.truth)
    if not wanted:
        return []
    samples = []
    if text := render(renderer_of(page.id), html):
        samples.append(_sample(page, text, wanted, 1.0))
    if text := render(renderer_of(page.id, next_one=True), html):
        samples.append(_sample(page, _variant(page, text, wanted, foreign), wanted, VARIANT_WEIGHT))
    return [sample for sample in samples if sample]


def _variant(page: LabelledPage, text: str, wanted: str, foreign: Sequence[str]) -> str:
    """Return the text in another shape, which depends on the id of the page alone."""
    lines = plaintext.parse(text).lines
    labels = dict(zip((line.text for line in lines), kept_shares(lines, wanted).tolist(), strict=True))
    raw = text.split("\n")
    content = [any(labels.get(line.text, 0.0) > CONTENT_LABEL for line in plaintext.parse(each).lines) for each in raw]
    number = sum(page.id.encode())
    changed = VARIANTS[number % len(VARIANTS)](Raw(raw, content, foreign))
    return "\n".join(replace_first_line(changed) if number // len(VARIANTS) % 2 else changed)


def _sample(page: LabelledPage, text: str, wanted: str, weight: float) -> PlaintextSample | None:
    """Return the sample; None if the text has too few of the wanted words."""
    document, size = plaintext.parse(text), len(words(wanted))
    labels = kept_shares(document.lines, wanted)
    if not len(labels) or (labels * [line.words for line in document.lines]).sum() < MIN_RENDERED_SHARE * size:
        return None
    return PlaintextSample(
        page=page,
        inputs=read_inputs(document),
        labels=labels,
        titles=_titles(document, page.truth.get("title")),
        wanted=size,
        weight=weight,
    )


def _titles(document: PlainText, title: str | None) -> Floats | None:
    if not title:
        return None
    folded = squeeze(title).lower()
    same = np.array([line.text.lower() == folded for line in document.lines], float)
    if not same.any() and TITLE_PARTS.search(document.lines[0].text):
        same[0] = folded in document.lines[0].text.lower()
    return same
