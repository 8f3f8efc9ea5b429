"""Whether a line or block is furniture of the page by what it says; the same test for HTML and dumps."""

from typing import Literal

from extractor.features import phrases

POINTER_WORDS = 25  # a longer line is no label, whatever it starts with
FURNITURE_WORDS = 45  # a longer line may speak of cookies and still be the article
FURNITURE_LENGTH = 600  # characters; no label is as long, and a line without blanks may have any length


def kind(text: str, words: int) -> Literal["end", "furniture"] | None:
    """`end` for a line after which the site goes on about itself, `furniture` for one to drop where it stands."""
    if words > FURNITURE_WORDS or len(text) > FURNITURE_LENGTH:
        return None
    folded = text.lower()
    if words <= POINTER_WORDS:
        if phrases.IS_END.match(folded):
            return "end"
        if phrases.IS_POINTER.match(folded):
            return "furniture"
    return "furniture" if phrases.IS_FURNITURE.match(folded) or phrases.HAS_FURNITURE.search(folded) else None
