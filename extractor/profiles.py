"""Page types as data: code asks for a property of the page type, never for its name."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.types import PageType


@dataclass(frozen=True, slots=True)
class Profile:
    """Properties of one page type."""

    comments: bool = False
    """Whether replies and comments belong to the main content."""
    signed: bool = False
    """Whether names on the page may be its authors; on other types they belong to reviews and teasers."""
    dated: bool = False
    """Whether dates on the page may be its own; on other types they belong to reviews and teasers."""
    second_opinion: bool = True
    """Whether trafilatura is asked in `accurate` mode; it reads one post of a thread as the article."""
    one_text: bool = False
    """Whether the page has one body of text, with boilerplate before and after it only."""


_DEFAULT = Profile()
PROFILES: Mapping[PageType | None, Profile] = {
    "article": Profile(signed=True, dated=True, one_text=True),
    "forum": Profile(signed=True, dated=True, comments=True, second_opinion=False),
    "product": _DEFAULT,
    "collection": _DEFAULT,
    "listing": _DEFAULT,
    "documentation": Profile(dated=True),
    "service": _DEFAULT,
    None: Profile(signed=True, dated=True),
}
"""One profile for each page type; None is for pages whose type is unknown."""
