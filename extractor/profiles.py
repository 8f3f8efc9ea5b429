"""A page type is data, not an if: what engines may ask about the kind of page at hand."""

from dataclasses import dataclass

from extractor.model import PageType


@dataclass(frozen=True, slots=True)
class Profile:
    """How pages of one type differ from an article."""

    comments: bool = False
    """Whether replies and comments are the content itself."""


ARTICLE = Profile()
PROFILES: dict[PageType | None, Profile] = {
    "article": ARTICLE,
    "forum": Profile(comments=True),
    "product": ARTICLE,
    "collection": ARTICLE,
    "listing": ARTICLE,
    "documentation": ARTICLE,
    "service": ARTICLE,
    None: ARTICLE,
}
