"""Samples of plain text: renderings of labelled HTML pages, and variants of each.

One variant has another shape: broken lines, no empty lines, teasers behind the article. The other is a rendering of a
variant of the HTML page, with comments of readers, teasers, or another script.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage
from evaluation.renderers import number_of
from extractor.arrays import Floats
from extractor.content.alignment import kept_shares
from extractor.document import plaintext
from extractor.document.words import TITLE_PARTS, squeeze, words
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.inputs import read as read_inputs
from extractor.types import PlainText
from training.augment import VARIANTS, Raw, replace_first_line
from training.grafts import Donors
from training.html_variants import Variant, variant
from training.renderings import ALL, render
from training.samples import Sample, donors_of
from training.silver import wanted_text

MIN_RENDERED_SHARE = 0.5  # of the wanted words, that a rendering must have
CONTENT_LABEL = 0.5  # a line with a greater label is content
MAX_FOREIGN_PARAGRAPHS = 9  # of other sites, that a variant gets
RESHAPED_WEIGHT = 0.8  # of a rendering in another shape: dumps without empty lines, with teasers, or wrapped
# Lines have no other way to learn of comments than from variants of HTML pages.
HTML_VARIANT_WEIGHT = 0.8  # of the rendering of such a variant
MIN_OTHER_LETTERS = 0.3  # share of letters that are not Latin in a page of another script
LAST_LATIN_LETTER = "\u024f"
LINES_IN_OTHER_SCRIPT = 0.6  # share of such renderings in another script
FOREIGN_WORDS = range(12, 80)  # number of words of such a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaintextSample(Sample):
    """A labelled plain-text page."""

    inputs: LineInputs
    titles: Floats | None
    """1 for each line that is the title, or the window's title with it, else 0; None if the title is unknown."""
    made_of: frozenset[str]
    """Names of the collections that the sample is made of."""
    of_variant: bool
    """Whether it is the rendering of a variant of the page, and not of the page itself."""

    @property
    def teaches_page_type(self) -> bool:
        """Return whether the page type is learned from it: other shapes show articles without menus."""
        return not self.of_variant

    @property
    def collections(self) -> frozenset[str]:
        """Return the names of the collections that the sample is made of."""
        return self.made_of


def read_plaintext_samples(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> list[PlaintextSample]:
    """Return the samples of all pages with lines and labels, each with its variants."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        foreign, donors = _foreign_paragraphs(pages, fold_of), donors_of(pages, fold_of)
        found = pool.map(_read, pages, foreign, donors, chunksize=16)
        each = track(found, "plain text", len(pages), console=console, disable=not console.is_terminal)
        return [sample for samples in each for sample in samples]


def _foreign_paragraphs(pages: Sequence[LabelledPage], fold_of: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield for each page paragraphs of other sites of its collection and fold."""
    paragraphs: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for page in pages:
        texts = [text for text in page.truth.get("text", "").split("\n") if len(text.split()) in FOREIGN_WORDS]
        paragraphs[page.folder.name, fold_of[page.domain]] += [(page.domain, text) for text in texts[:2]]
    for number, page in enumerate(pages):
        known = paragraphs[page.folder.name, fold_of[page.domain]]
        others = [text for domain, text in known if domain != page.domain]
        start = number * MAX_FOREIGN_PARAGRAPHS % max(len(others), 1)
        yield (others + others)[start : start + 2 + number % MAX_FOREIGN_PARAGRAPHS]


def _read(page: LabelledPage, foreign: Sequence[str], donors: Donors) -> list[PlaintextSample]:
    html, number = page.text(), number_of(page.id)
    wanted = wanted_text(html, page.truth)
    if not wanted:
        return []
    own = frozenset((page.folder.name,))
    unchanged = Variant(html=html, text=wanted, comments="", changed=False)
    # Few pages are in other scripts, so all renderers write each of them.
    plain = (render(number + each, html) for each in range(len(ALL) if _is_in_other_script(wanted) else 1))
    samples = [_sample(page, text, unchanged, 1.0, own) for text in plain if text]
    if text := render(number + 1, html):
        samples.append(_sample(page, _reshape(page, text, wanted, foreign), unchanged, RESHAPED_WEIGHT, own))
    if (changed := variant(html, wanted, donors, page.id, LINES_IN_OTHER_SCRIPT)) and (
        text := render(number + 2, changed.html)
    ):
        samples.append(_sample(page, text, changed, HTML_VARIANT_WEIGHT, own | donors.collections))
    return [sample for sample in samples if sample]


def _is_in_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(letter > LAST_LATIN_LETTER for letter in letters) > MIN_OTHER_LETTERS * len(letters)


def _reshape(page: LabelledPage, text: str, wanted: str, foreign: Sequence[str]) -> str:
    """Return the text in another shape, which depends on the id of the page alone."""
    lines = plaintext.parse(text).lines
    labels = dict(zip((line.text for line in lines), kept_shares(lines, wanted).tolist(), strict=True))
    raw = text.split("\n")
    content = [any(labels.get(line.text, 0.0) > CONTENT_LABEL for line in plaintext.parse(each).lines) for each in raw]
    number = sum(page.id.encode())
    changed = VARIANTS[number % len(VARIANTS)](Raw(raw, content, foreign))
    return "\n".join(replace_first_line(changed) if number // len(VARIANTS) % 2 else changed)


def _sample(
    page: LabelledPage, text: str, content: Variant, weight: float, collections: frozenset[str]
) -> PlaintextSample | None:
    """Return the sample of a rendering; None if it has too few of the wanted words."""
    document, size = plaintext.parse(text), len(words(content.text))
    labels = kept_shares(document.lines, content.text)
    if not len(labels) or (labels * [line.words for line in document.lines]).sum() < MIN_RENDERED_SHARE * size:
        return None
    return PlaintextSample(
        page=page,
        inputs=read_inputs(document),
        labels=labels,
        titles=_titles(document, content.write(page.truth.get("title") or "")),
        made_of=collections,
        of_variant=content.changed,
        wanted=size,
        weight=weight,
    )


def _titles(document: PlainText, title: str) -> Floats | None:
    if not title:
        return None
    folded = squeeze(title).lower()
    same = np.array([line.text.lower() == folded for line in document.lines], float)
    if not same.any() and TITLE_PARTS.search(document.lines[0].text):
        same[0] = folded in document.lines[0].text.lower()
    return same
