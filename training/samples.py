"""Labelled pages, measured: what every step of the training reads.

A labelled folder has truth.jsonl and pages/ID.html.gz. Pages with the text that people wanted (`text`) are labelled
block by block: the share of a block's words that stand in that text, in order. Pages of which only segments are
labelled (`must_have`, `must_not_have`) get silver labels: the answer of an extractor that meets every segment.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import trafilatura
from rich.console import Console
from rich.progress import track

from extractor.content.alignment import kept_shares
from extractor.document import html as page
from extractor.document.words import squeeze, words
from extractor.features.html.inputs import HtmlInputs
from extractor.features.html.inputs import read as read_inputs
from extractor.features.shared.inputs import TextInputs
from extractor.input.decode import decode
from extractor.options import Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Floats, HtmlDocument, PageType

SEED = 20261122
FOLDS = 5
EVERY = 3  # of so many pages one is seen a second time, without class names and address
AGAIN = 0.5  # ... and counts for this much of a page
_SILVER: tuple[dict[str, Any], ...] = (
    {"include_comments": False},
    {},
    {"favor_precision": True},
    {"favor_recall": True},
)


class Labelled(NamedTuple):
    """A page of a labelled folder and what people say about it."""

    folder: Path
    truth: dict[str, Any]

    @property
    def name(self) -> str:
        """Its id."""
        return str(self.truth["id"])

    @property
    def path(self) -> Path:
        """The gzipped page."""
        return self.folder / "pages" / f"{self.name}.html.gz"

    @property
    def url(self) -> str | None:
        """Where it was found."""
        return self.truth.get("url") or None

    @property
    def domain(self) -> str:
        """Its site; a page without an address is its own."""
        return self.truth.get("domain") or urlsplit(self.url or "").hostname or self.name

    def html(self) -> str:
        """The page itself."""
        return decode(gzip.decompress(self.path.read_bytes()), max_bytes=Options().max_bytes).text

    def parse(self) -> HtmlDocument:
        """Its blocks."""
        return page.parse(self.html(), self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A labelled page or dump, measured."""

    labelled: Labelled
    inputs: TextInputs
    """What the features are computed from; the stages add features and predictions."""
    labels: Floats
    """For each block or line, the share of its words that people wanted."""
    wanted: int
    """How many words people wanted."""
    weight: float
    """Less than 1 for a variant of one that is there as well."""

    @property
    def domain(self) -> str:
        """The site of the page."""
        return self.labelled.domain

    @property
    def page_type(self) -> PageType | None:
        """What people call the page."""
        return self.labelled.truth.get("page_type")

    @property
    def weights(self) -> Floats:
        """How much each block or line counts: long ones more, those of long pages less."""
        roots = np.sqrt(self.inputs.words + 1)
        counted: Floats = self.weight * roots / np.sqrt(roots.sum())
        return counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Measured):
    """A labelled HTML page."""

    inputs: HtmlInputs


def truths(folder: Path) -> Iterator[dict[str, Any]]:
    """The labels of a folder."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def labelled(folder: Path) -> list[Labelled]:
    """All pages of a folder, in the order of their ids."""
    return sorted((Labelled(folder, truth) for truth in truths(folder)), key=lambda each: each.name)


def read(todo: Sequence[Labelled], _shared: Path) -> list[Sample]:
    """The samples of all pages that have blocks and labels; some pages are seen twice."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_read, todo, chunksize=16)
        each = track(found, "pages", len(todo), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def _read(task: Labelled) -> list[Sample]:
    parsed, truth = task.parse(), task.truth
    text = wanted_text(parsed.html, truth)
    if not parsed.blocks or text is None:
        return []
    labels, wanted = kept_shares(parsed.blocks, text), len(words(text))

    def sample(seen: HtmlDocument, weight: float) -> Sample:
        inputs = read_inputs(seen, read_structured_data(seen))
        return Sample(
            labelled=task,
            inputs=inputs,
            labels=labels,
            wanted=wanted,
            weight=weight,
        )

    samples = [sample(parsed, 1.0)]
    if sum(task.name.encode()) % EVERY == 0:
        # As another site would have built it.
        nameless = tuple(container._replace(names="") for container in parsed.containers)
        samples.append(sample(replace(parsed, url=None, base=None, containers=nameless), AGAIN))
    return samples


def wanted_text(html: str, truth: dict[str, Any]) -> str | None:
    """The text that people wanted, or a silver one; None where nobody knows."""
    return truth["text"] if "text" in truth else _silver(html, truth)


def _silver(html: str, truth: dict[str, Any]) -> str | None:
    """What an extractor finds that holds every wanted segment and none of the others; None where none does."""
    for settings in _SILVER:
        text = trafilatura.extract(html, **settings) or ""
        folded = squeeze(text).lower()
        held = [squeeze(segment).lower() in folded for segment in truth["must_have"]]
        wrong = [squeeze(segment).lower() in folded for segment in truth["must_not_have"]]
        if held and all(held) and not any(wrong):
            return text
    return None


def outer_folds(pages: Sequence[Labelled]) -> dict[str, int]:
    """The folds that figures are cross-validated over."""
    return folds((page.domain for page in pages), FOLDS, SEED + 1)


def folds(domains: Iterable[str], count: int, seed: int = SEED) -> dict[str, int]:
    """A fold for each domain, so that pages of one are always in the same."""
    names = sorted(set(domains))
    np.random.default_rng(seed).shuffle(names)
    return {domain: number % count for number, domain in enumerate(names)}
