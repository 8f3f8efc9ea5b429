"""Samples: labelled pages with the arrays that features are computed from.

The label of a block or line is the share of its words that the labelled text has, in the order of the page.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple, TypeVar
from zlib import crc32

import numpy as np
from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage
from extractor.arrays import Floats
from extractor.content.alignment import kept_shares
from extractor.document.words import squeeze, words
from extractor.features.html.inputs import HtmlInputs
from extractor.features.html.inputs import read as read_inputs
from extractor.features.shared.inputs import TextInputs
from extractor.parse import parse
from extractor.profiles import PROFILES
from extractor.structured_data.read import read_structured_data
from extractor.types import HtmlDocument, PageType
from training import target_encoding
from training.grafts import Donors
from training.html_variants import Variant, variant
from training.post_labels import PostLabels, label_posts
from training.silver import wanted_text
from training.target_encoding import PageTokens

VARIANT_EVERY = 2  # of so many pages one has a variant
VARIANT_WEIGHT = 0.5  # of a page
MIN_TEASER_WORDS = 12  # of a paragraph that becomes a teaser
MIN_POST_WORDS = 5  # of a post that becomes a comment
MAX_DONORS = 60  # texts of each kind that a variant may take

T = TypeVar("T")


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
    def is_variant(self) -> bool:
        """Return whether it is a variant of a page."""
        return self.weight < 1

    @property
    def teaches_page_type(self) -> bool:
        """Return whether the page type is learned from it."""
        return not self.is_variant

    @property
    def labelled(self) -> bool:
        """Return whether the text is known, and not only the page type."""
        return True

    @property
    def collections(self) -> frozenset[str]:
        """Return the names of the collections that the sample is made of."""
        return frozenset((self.page.folder.name,))

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


class SeenPage(NamedTuple):
    """The page or variant that a sample is made of."""

    page: LabelledPage
    variant: bytes | None
    """Compressed HTML of a variant; None for the page itself."""
    collections: frozenset[str]
    """Names of the collections that it is made of."""

    def parse(self) -> HtmlDocument:
        """Return the blocks."""
        if self.variant is None:
            return self.page.parse()
        return parse(zlib.decompress(self.variant).decode("utf-8", "surrogatepass"), None).document


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlSample(Sample):
    """A labelled HTML page."""

    inputs: HtmlInputs
    tokens: PageTokens
    """What the target encoding learns from."""
    posts: PostLabels
    """Which blocks are posts."""
    seen: SeenPage
    gold: bool
    """Whether people labelled the whole text; else it is the answer of an extractor, or unknown."""
    labelled: bool = True

    @property
    def collections(self) -> frozenset[str]:
        """Return the names of the collections that the sample is made of."""
        return self.seen.collections


def read_html_samples(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> list[HtmlSample]:
    """Return the samples of all pages with blocks and labels, and a variant of some."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(_read, pages, donors_of(pages, fold_of), chunksize=16)
        each = track(found, "pages", len(pages), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def donors_of(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> Iterator[Donors]:
    """Yield for each page text of other sites of its fold, so that no fold has a text of another.

    The posts come from one collection, and so do the teasers, which the donors name.
    """
    posts, teasers = _pools(pages, fold_of, _posts_of), _pools(pages, fold_of, _teasers_of)
    for number, page in enumerate(pages):
        choose = Random(number)  # noqa: S311 - reproducible
        fold = fold_of[page.domain]
        some, from_posts = _others(posts[fold], page.domain, choose)
        others, from_teasers = _others(teasers[fold], page.domain, choose)
        yield Donors(posts=some, teasers=others, collections=frozenset((*from_posts, *from_teasers)))


def _posts_of(page: LabelledPage) -> list[str]:
    """Return the posts of a thread, or the longer lines of one without labelled posts."""
    if not PROFILES[page.truth.get("page_type")].comments:
        return []
    posts = page.truth.get("posts")
    texts = [post["text"] for post in posts] if posts else page.truth.get("text", "").split("\n")
    return [squeeze(text) for text in texts if len(text.split()) >= MIN_POST_WORDS]


def _teasers_of(page: LabelledPage) -> list[tuple[str, str]]:
    """Return the title of a page with its first longer line."""
    lines = [line for line in page.truth.get("text", "").split("\n") if len(line.split()) >= MIN_TEASER_WORDS]
    return [(page.truth["title"], lines[0])] if lines and page.truth.get("title") else []


_Pool = dict[str, list[tuple[str, T]]]
"""By collection, the texts with their sites."""


def _pools(
    pages: Sequence[LabelledPage], fold_of: Mapping[str, int], texts_of: Callable[[LabelledPage], list[T]]
) -> dict[int, _Pool[T]]:
    """Return the texts of each fold."""
    pools: dict[int, _Pool[T]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for text in texts_of(page):
            pools[fold_of[page.domain]][page.folder.name].append((page.domain, text))
    return pools


def _others(pool: _Pool[T], domain: str, choose: Random) -> tuple[list[T], tuple[str, ...]]:
    """Return some of the texts of one collection that come from other sites, and the name of that collection."""
    if not pool:
        return [], ()
    collection = choose.choice(sorted(pool))
    found = [text for site, text in pool[collection] if site != domain]
    return choose.sample(found, min(MAX_DONORS, len(found))), (collection,)


def _read(page: LabelledPage, donors: Donors) -> list[HtmlSample]:
    source = page.text()
    text = wanted_text(source, page.truth)
    own = frozenset((page.folder.name,))
    if text is None:
        unlabelled = _sample(SeenPage(page, None, own), Variant(html=source, text="", comments=""), 1.0)
        return [replace(unlabelled, labelled=False)] if unlabelled and page.truth.get("page_type") else []
    samples = [_sample(SeenPage(page, None, own), Variant(html=source, text=text, comments=""), 1.0)]
    if crc32(page.id.encode()) % VARIANT_EVERY == 0 and (changed := variant(source, text, donors, page.id)):
        stored = zlib.compress(changed.html.encode("utf-8", "surrogatepass"))
        samples.append(_sample(SeenPage(page, stored, own | donors.collections), changed, VARIANT_WEIGHT))
    return [sample for sample in samples if sample]


def _sample(seen: SeenPage, content: Variant, weight: float) -> HtmlSample | None:
    """Return the sample of one page or variant; None if it has no blocks."""
    document, page = seen.parse(), seen.page
    if not document.blocks:
        return None
    inputs = read_inputs(document, read_structured_data(document))
    labels = kept_shares(document.blocks, content.text)
    return HtmlSample(
        page=page,
        seen=seen,
        gold="text" in page.truth,
        inputs=inputs,
        labels=labels,
        tokens=target_encoding.read(inputs, labels),
        posts=label_posts(document, labels, page.truth.get("page_type"), content.html, content.comments),
        wanted=len(words(content.text)),
        weight=weight,
    )
