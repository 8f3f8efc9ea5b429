"""Samples: labelled pages with the arrays that features are computed from.

The label of a block or line is the share of its words that the labelled text has, in the order of the page.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage
from extractor.content.alignment import kept_shares
from extractor.document.words import words
from extractor.features.html.inputs import HtmlInputs
from extractor.features.html.inputs import read as read_inputs
from extractor.features.shared.inputs import TextInputs
from extractor.structured_data.read import read_structured_data
from extractor.types import Floats, HtmlDocument, PageType
from training.silver import wanted_text

VARIANT_EVERY = 3  # of so many pages one has a variant, without class names and URL
VARIANT_WEIGHT = 0.5  # of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A labelled page."""

    page: LabelledPage
    inputs: TextInputs
    """What the features are computed from; the stages add features and predictions."""
    labels: Floats
    """For each block or line, the share of its words that is wanted."""
    wanted: int
    """Number of wanted words."""
    weight: float
    """1 for the page as it is, less for a variant of it."""

    @property
    def domain(self) -> str:
        """Return the site of the page."""
        return self.page.domain

    @property
    def page_type(self) -> PageType | None:
        """Return the labelled page type."""
        return self.page.truth.get("page_type")

    @property
    def weights(self) -> Floats:
        """Return the weight of each block or line: more for long ones, less for those of long pages."""
        roots = np.sqrt(self.inputs.words + 1)
        weights: Floats = self.weight * roots / np.sqrt(roots.sum())
        return weights


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlSample(Sample):
    """A labelled HTML page."""

    inputs: HtmlInputs


def read_html_samples(pages: Sequence[LabelledPage]) -> list[HtmlSample]:
    """Return the samples of all pages with blocks and labels, and their variants."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_read, pages, chunksize=16)
        each = track(found, "pages", len(pages), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def _read(page: LabelledPage) -> list[HtmlSample]:
    document = page.parse()
    text = wanted_text(document.html, page.truth)
    if not document.blocks or text is None:
        return []
    labels, wanted = kept_shares(document.blocks, text), len(words(text))

    def sample(seen: HtmlDocument, weight: float) -> HtmlSample:
        inputs = read_inputs(seen, read_structured_data(seen))
        return HtmlSample(page=page, inputs=inputs, labels=labels, wanted=wanted, weight=weight)

    samples = [sample(document, 1.0)]
    if sum(page.id.encode()) % VARIANT_EVERY == 0:
        nameless = tuple(container._replace(names="") for container in document.containers)
        samples.append(sample(replace(document, url=None, base=None, containers=nameless), VARIANT_WEIGHT))
    return samples
