"""What the features of HTML blocks read: arrays that are derived once from the page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.arrays import Array, Floats
from extractor.document.words import tokens
from extractor.features import boilerplate, stopwords
from extractor.features.html import signatures
from extractor.features.html.dom import DomArrays, read_dom
from extractor.features.html.page_tokens import tokens_of
from extractor.features.shared import characters, repeats
from extractor.features.shared.inputs import TextInputs, heading_above
from extractor.features.shared.windows import rate
from extractor.structured_data.read import StructuredData
from extractor.types import Container, HtmlDocument

PROSE_WORDS = 10  # a block with as many words outside links is running text ...
DESCRIPTIONS = ("description", "og:description", "twitter:description")
PROSE_LINK_DENSITY = 0.5  # ... unless this share of its words stands in links

TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption", "caption",
)  # fmt: skip
TAG = {tag: code for code, tag in enumerate(TAGS)}


@dataclass(slots=True, kw_only=True)
class HtmlInputs(TextInputs):
    """The blocks of a page that has at least one, as arrays with one entry for each block."""

    containers: Sequence[Container]
    dom: DomArrays
    linked: Floats
    """Number of words inside links."""
    tags: Array
    """Index in `TAGS`."""
    runs: Array
    """Number of runs of text with the same inline markup."""
    line_breaks: Array
    nesting: Array
    """Number of structural elements around the block."""
    heading_above: Array
    """Index of the last heading before each block; -1 if there is none."""
    signatures: Array
    """The same number for blocks with the same tag, in containers with the same tags and names."""
    tag_paths: Array
    """The same number for blocks with the same tag, with the same tags around it, at the same depth."""
    subtree_sums: Floats
    """Shape (containers, 8): blocks, words, linked words, prose, stop words, sentence ends, headings, boilerplate."""
    subtree_counts: Floats
    """Shape (containers, 2): images and form fields of each subtree."""
    description_overlap: Floats
    """Shape (2, blocks), as `repeats.of_title`, for the description of the page."""
    second_opinion: Floats | None = None
    """Share of the words of each block that another extractor keeps; None before it is known."""

    def clear(self) -> None:
        """Forget all values, predictions and the second opinion."""
        TextInputs.clear(self)  # a class with slots cannot call super() without arguments
        self.second_opinion = None


def read(page: HtmlDocument, structured: StructuredData) -> HtmlInputs:
    """Derive the arrays from a page with at least one block."""
    texts, runs, tags, structures, containers_of, words_in, linked_in, *_ = zip(*page.blocks, strict=True)
    counted = characters.count(texts)
    lower = [text.lower() for text in texts]
    split = list(map(tokens, lower))
    size, words, linked = len(texts), np.array(words_in, float), np.array(linked_in, float)
    link_density, unlinked = rate(linked, words), words - linked
    is_prose = (unlinked >= PROSE_WORDS) & (link_density < PROSE_LINK_DENSITY)
    prose = np.where(is_prose, unlinked * (1 - link_density), 0.0)
    codes = np.fromiter((TAG[tag] for tag in tags), int, size)
    headings = (codes >= TAG["h1"]) & (codes <= TAG["h6"])
    ends_sentence, stop_words = counted.ends_with("stop"), stopwords.count(split, texts)
    kinds = boilerplate.kinds(lower, words_in)
    dom = read_dom(page.containers, np.array(containers_of))
    summed = (np.ones(size), words, linked, prose, stop_words, ends_sentence, headings, kinds > 0)
    return HtmlInputs(
        words=words,
        prose=prose,
        ends_sentence=ends_sentence,
        stop_words=stop_words,
        boilerplate_kinds=kinds,
        headings=headings,
        repeats=repeats.times(lower),
        title_overlap=repeats.of_title(split, structured.title),
        characters=counted,
        split=split,
        containers=page.containers,
        dom=dom,
        linked=linked,
        tags=codes,
        runs=np.fromiter(map(len, runs), int, size),
        line_breaks=np.fromiter((text.count("\n") for text in texts), int, size),
        nesting=np.fromiter(map(len, structures), int, size),
        heading_above=heading_above(headings),
        signatures=signatures.signatures(codes, dom),
        tag_paths=signatures.tag_paths(codes, dom),
        subtree_sums=dom.inside(np.column_stack(summed)),
        subtree_counts=dom.within(np.vstack([np.zeros(2), dom.direct])),
        description_overlap=repeats.of_title(split, _description(structured)),
        page_tokens=frozenset(tokens_of(page, structured, dom.names.words, split)),
    )


def _description(structured: StructuredData) -> str:
    """Return the description of the page; empty without one."""
    return next((structured.meta[name][0] for name in DESCRIPTIONS if name in structured.meta), "")
