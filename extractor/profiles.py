"""A page type is data, not an if: what engines may ask about the kind of page at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.model import PageType


@dataclass(frozen=True, slots=True)
class Profile:
    """How pages of one type differ from an article."""

    comments: bool = False
    """Whether replies and comments are the content itself."""
    lost_share: float = 0.95
    """The primary engine lost part of the page when it holds less than this share of the challenger's words."""


ANY = Profile()
PROFILES: Mapping[PageType | None, Profile] = {
    # Articles are what trafilatura reads best, and what surrounds them looks most like them: teasers, related stories.
    "article": Profile(lost_share=0.4),
    "forum": Profile(comments=True),
    "product": ANY,
    "collection": ANY,
    "listing": ANY,
    "documentation": ANY,
    "service": ANY,
    None: ANY,
}
