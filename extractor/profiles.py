"""A page type is data, not an if: what engines may ask about the kind of page at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.types import PageType


@dataclass(frozen=True, slots=True)
class Profile:
    """How pages of one type differ from an article."""

    comments: bool = False
    """Whether replies and comments are the content itself."""
    signed: bool = False
    """Whether such a page says who wrote it; on others names are those of reviewers or of teasers' authors."""
    dated: bool = False
    """Whether such a page says when it was written; on others dates are those of reviews or teasers."""
    one_text: bool = False
    """Whether it is one running text, with a title, a byline and captions above and the site's own lines below."""


ANY = Profile()
PROFILES: Mapping[PageType | None, Profile] = {
    "article": Profile(signed=True, dated=True, one_text=True),
    "forum": Profile(signed=True, dated=True, comments=True),
    "product": ANY,
    "collection": ANY,
    "listing": ANY,
    "documentation": Profile(dated=True),
    "service": ANY,
    None: Profile(signed=True, dated=True),
}
