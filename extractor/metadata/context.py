"""What the rules for HTML pages read: what the page states, and the blocks where its article stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.document.words import words
from extractor.metadata import bylines
from extractor.profiles import PROFILES, Profile
from extractor.structured_data.items import Item, texts_of
from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument, PageType

LIKELY = 0.5
SURE = 0.6  # of the page's type
PROSE_WORDS = 25  # a block this long is the article's own
ABOVE_TITLE = 6  # blocks above the title, among which date and byline may stand
TITLED = 0.6  # a thing whose name shares this much of its words with the page's title is what the page is about
NAME_CHARACTERS = 1_000  # of a name of a thing that are compared with the title
MAX_CALLED = 30  # such names
HEAD_BLOCKS = 20  # how far above the first paragraph they may stand
WITHIN_BLOCKS = 8  # from the first paragraph on, among which they may stand as well
TAIL_BLOCKS = 12  # how far below the last paragraph


class Around(NamedTuple):
    """Indexes of the blocks around the article, in page order."""

    above: tuple[int, ...] = ()
    """Around the title, and from there, or some way up, to the first paragraph."""
    within: tuple[int, ...] = ()
    """From the first paragraph on."""
    below: tuple[int, ...] = ()
    """Behind the last paragraph."""


@dataclass(frozen=True)
class Evidence:
    """All that is known of a page."""

    sources: StructuredData
    page: HtmlDocument
    page_type: PageType | None
    page_type_probability: float
    """The chance that the page is of this type."""
    around: Around = field(default_factory=Around)

    @property
    def profile(self) -> Profile:
        """How pages of this type differ from others; where the type is doubtful, everything that is said counts."""
        return PROFILES[self.page_type if self.page_type_probability >= SURE else None]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the page's `<title>`."""
        return frozenset(words(self.sources.title))

    @cached_property
    def titled(self) -> tuple[bool, ...]:
        """For each thing, whether the page's title has most of what it is called, or it is not called anything."""
        return tuple(_is_titled(thing, self.title_words) for thing in self.sources.items)

    @cached_property
    def datelines(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What `bylines.find_dates` finds around the article, and among the short texts in its opening."""
        above, within, below = (
            [self.page.blocks[index].text for index in place]
            for place in (self.around.above, self.around.within, self.around.below)
        )
        if self.profile.comments:  # the first date belongs to whoever asked
            above = above[::-1]
        return bylines.find_dates(above, below), bylines.find_dates(within, ())


def _is_titled(thing: Item, title: frozenset[str]) -> bool:
    called = (text for name in ("headline", "name") for text in texts_of(thing.values.get(name), {}))
    named = {word for text in islice(called, MAX_CALLED) for word in words(text[:NAME_CHARACTERS])}
    return len(named & title) >= TITLED * len(named)


def locate(evidence: Evidence, prediction: Prediction, title: str | None) -> Evidence:
    """The evidence once it is known where the article stands, given the title of the page."""
    return replace(evidence, around=_around(evidence.page, prediction, title))


def _around(page: HtmlDocument, prediction: Prediction, printed: str | None) -> Around:
    likely = np.flatnonzero(prediction.probabilities > LIKELY).tolist()
    prose = [index for index in likely if page.blocks[index].words >= PROSE_WORDS]
    titles = [index for index, block in enumerate(page.blocks) if block.text == printed]
    if not likely:
        return Around()
    start, end = (prose or likely)[0], likely[-1] + 1
    head: Sequence[int] = range(max(start - HEAD_BLOCKS, 0), start)
    before = [index for index in titles if index <= start]
    if before:
        title = before[-1]
        near = range(max(title - ABOVE_TITLE, 0), min(title + HEAD_BLOCKS, start))
        head = sorted({*near, *(index for index in head if index > title)})
    within = range(start, min(start + WITHIN_BLOCKS, end))
    return Around(tuple(head), tuple(within), tuple(range(end, min(end + TAIL_BLOCKS, len(page.blocks)))))
