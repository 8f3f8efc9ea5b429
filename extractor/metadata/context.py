"""The input of the metadata rules for HTML pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.metadata import bylines
from extractor.profiles import PROFILES, Profile
from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument, PageType

MIN_CONTENT_PROBABILITY = 0.5  # of a block or line that counts as content
MIN_PAGE_TYPE_PROBABILITY = 0.6  # below this, the rules for pages of unknown type apply
MIN_PARAGRAPH_WORDS = 25  # a content block of this length is taken for a paragraph of the article
# Where bylines and datelines are searched:
BLOCKS_ABOVE_TITLE = 6
BLOCKS_ABOVE_ARTICLE = 20
BLOCKS_IN_ARTICLE = 8
BLOCKS_AT_END = 4
BLOCKS_BELOW_ARTICLE = 12


class Surroundings(NamedTuple):
    """Indexes of the blocks that can hold a byline or dateline, in page order."""

    above: tuple[int, ...] = ()
    """From just above the title, or a fixed number of blocks if there is no title, to the first paragraph."""
    within: tuple[int, ...] = ()
    """From the first paragraph on."""
    below: tuple[int, ...] = ()
    """After the last paragraph."""
    ending: tuple[int, ...] = ()
    """The last blocks of the article that are not in `within`."""


@dataclass(frozen=True)
class Context:
    """The page, its structured data and its predicted type, as all metadata rules receive them."""

    structured: StructuredData
    page: HtmlDocument
    page_type: PageType | None
    page_type_probability: float
    content: tuple[int, ...] = ()
    """Indexes of the blocks that are likely content."""
    surroundings: Surroundings = field(default_factory=Surroundings)

    @property
    def profile(self) -> Profile:
        """The profile of the page type, or that of an unknown type if the prediction is uncertain."""
        return PROFILES[self.page_type if self.page_type_probability >= MIN_PAGE_TYPE_PROBABILITY else None]

    @cached_property
    def datelines(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The results of `bylines.find_dates` around the article, and in its first blocks."""
        around = ([self.page.blocks[index].text for index in indexes] for indexes in self.surroundings)
        above, within, below, _ = around
        if self.profile.comments:  # the date of the first post comes before those of the replies
            above = above[::-1]
        return bylines.find_dates(above, below), bylines.find_dates(within, ())


def without_surroundings(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> Context:
    """Return the context of a page whose title is not known yet."""
    content = np.flatnonzero(prediction.probabilities > MIN_CONTENT_PROBABILITY).tolist()
    return Context(structured, page, prediction.page_type, prediction.page_type_probability, tuple(content))


def with_surroundings(context: Context, title: str | None) -> Context:
    """Return the context with the blocks around the article, given the title of the page."""
    return replace(context, surroundings=_surroundings(context.page, context.content, title))


def _surroundings(page: HtmlDocument, content: Sequence[int], title: str | None) -> Surroundings:
    if not content:
        return Surroundings()
    paragraphs = [index for index in content if page.blocks[index].words >= MIN_PARAGRAPH_WORDS]
    start, end = (paragraphs or content)[0], content[-1] + 1
    above: Sequence[int] = range(max(start - BLOCKS_ABOVE_ARTICLE, 0), start)
    titles = [index for index, block in enumerate(page.blocks[: start + 1]) if block.text == title]
    if titles:
        near = range(max(titles[-1] - BLOCKS_ABOVE_TITLE, 0), min(titles[-1] + BLOCKS_ABOVE_ARTICLE, start))
        above = sorted({*near, *(index for index in above if index > titles[-1])})
    middle = min(start + BLOCKS_IN_ARTICLE, end)
    return Surroundings(
        above=tuple(above),
        within=tuple(range(start, middle)),
        ending=tuple(range(max(end - BLOCKS_AT_END, middle), end)),
        below=tuple(range(end, min(end + BLOCKS_BELOW_ARTICLE, len(page.blocks)))),
    )
