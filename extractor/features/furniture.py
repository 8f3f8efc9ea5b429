"""Furniture of the page by what it says, and where it ends an article; the same tests for HTML and dumps."""

from collections.abc import Sequence
from typing import Literal

from extractor.features import phrases

POINTER_WORDS = 25  # a longer line is no label, whatever it starts with
FURNITURE_WORDS = 45  # a longer line may speak of cookies and still be the article
ENOUGH_WORDS = 60  # of running text, before a line like "Related articles" can end an article
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
    if phrases.IS_FURNITURE.match(folded):
        return "furniture"
    for trigger in phrases.TRIGGERS:
        if trigger in folded:
            return "furniture" if phrases.HAS_FURNITURE.search(folded) else None
    return None


def end_of_article(kinds: Sequence[str | None], prose: Sequence[int], share: float) -> int:
    """Index of the line that ends an article, or how many lines there are.

    Args:
        kinds: what `kind` says of each line.
        prose: words of running text in each.
        share: how much of all running text must stand before an `end` line, so that "Share" above the first paragraph
            ends nothing.

    """
    enough, before = max(ENOUGH_WORDS, share * sum(prose)), 0
    for index, (what, words) in enumerate(zip(kinds, prose, strict=True)):
        if what == "end" and before >= enough:
            return index
        before += words
    return len(kinds)
