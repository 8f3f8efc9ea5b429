"""Labelled pages, measured: what every step of the training reads.

A labelled folder has truth.jsonl and pages/ID.html.gz. Pages with the text that people wanted (`text`) are labelled
block by block: the share of a block's words that stand in that text, in order. Pages of which only segments are
labelled (`must_have`, `must_not_have`) get silver labels: the answer of an extractor that meets every segment.
"""

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura
from rich.console import Console
from rich.progress import track

from extractor import page, sources
from extractor.align import shares
from extractor.decode import decode
from extractor.features import blocks, pages
from extractor.features.blocks import Measures
from extractor.model import Array, Container, Floats, Page, PageType
from extractor.options import Options
from extractor.words import squeeze, words

EVERY_NAME = 3  # of every so many pages one is seen a second time, without class names
_SILVER: tuple[dict[str, bool], ...] = ({"include_comments": False}, {}, {"favor_precision": True}, {"favor_recall": True})


@dataclass(slots=True)
class Sample:
    """One labelled page."""

    name: str
    """Where it lies, for reading it again."""
    domain: str
    page_type: PageType | None
    measures: Measures
    containers: tuple[Container, ...]
    tokens: frozenset[str]
    row: Floats
    labels: Floats
    """For each block, the share of its words that people wanted."""
    wanted: int
    """How many words people wanted."""
    weight: float = 1.0

    @property
    def weights(self) -> Floats:
        """How much each block counts: long ones more, those of long pages less."""
        roots = np.sqrt(self.measures.words + 1)
        counted: Floats = self.weight * roots / np.sqrt(roots.sum())
        return counted


def read(data: Path, *, augment: bool = True) -> list[Sample]:
    """All pages of a labelled folder that have text and labels, in the order of their ids."""
    with (data / "truth.jsonl").open(encoding="utf-8") as lines:
        truths = sorted(map(json.loads, lines), key=lambda truth: str(truth["id"]))
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_read, ((data, truth) for truth in truths), chunksize=16)
        each = track(found, data.name, len(truths), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples if augment or sample.weight == 1.0]


def parse(path: Path, url: str | None) -> Page:
    """The page in a gzipped file."""
    return page.parse(decode(gzip.decompress(path.read_bytes()), max_bytes=Options().max_bytes).text, url)


def _read(task: tuple[Path, dict[str, Any]]) -> list[Sample]:
    data, truth = task
    path, url = data / "pages" / f"{truth['id']}.html.gz", truth.get("url") or None
    parsed = parse(path, url)
    text = truth["text"] if "text" in truth else _silver(parsed.html, truth)
    if not parsed.blocks or text is None:
        return []
    domain = truth.get("domain") or urlsplit(url or "").hostname or str(truth["id"])
    labels, wanted = shares(parsed.blocks, text), len(words(text))

    def sample(seen: Page, weight: float) -> Sample:
        about = sources.gather(seen)
        measures = blocks.measure(seen, about)
        tokens = frozenset(pages.tokens_of(seen, about, measures))
        row = pages.row(measures)
        kind = truth.get("page_type")
        return Sample(str(path), domain, kind, measures, seen.containers, tokens, row, labels, wanted, weight)

    return [sample(parsed, 1.0), *(sample(each, 0.5) for each in _variants(parsed, str(truth["id"])))]


def _variants(parsed: Page, name: str) -> Iterator[Page]:
    """The page as another site would have built it: without telling class names."""
    if sum(name.encode()) % EVERY_NAME == 0:
        nameless = tuple(container._replace(names="") for container in parsed.containers)
        yield Page(
            html=parsed.html,
            url=None,
            base=None,
            tree=parsed.tree,
            containers=nameless,
            blocks=parsed.blocks,
        )


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


def folds(samples: list[Sample], count: int, seed: int) -> Array:
    """For each sample the number of its fold; pages of one domain are always in the same."""
    domains = sorted({sample.domain for sample in samples})
    np.random.default_rng(seed).shuffle(domains)
    fold = {domain: number % count for number, domain in enumerate(domains)}
    return np.array([fold[sample.domain] for sample in samples])
