"""Say in plain words what decided about a block or line."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from extractor.content import plaintext
from extractor.content.select import SURE
from extractor.explanation import DecidingStage, Verdict

NEARLY_RIGHT, MOSTLY_RIGHT, PARTLY_RIGHT = 0.9, 0.75, 0.6  # word F1 from which on a text is called so


class Decision(NamedTuple):
    """What is known about the decision on a block or line."""

    stage: DecidingStage
    verdict: Verdict
    probability: float
    cut: float
    """The least probability that is kept."""
    first: float
    """The probability of the first model."""
    what: str
    """`block` or `line`."""
    post: str = ""
    """`post 3` or `comment 3`; empty outside of posts."""
    is_text: bool = False
    """Whether it is the text of that post."""


_APART: Final = "It is the text of {post}, which stands apart from the article."
_BY_MODEL: Final = (
    "Its probability to be content is {probability:.2f}; {what}s of this page are kept from {cut:.2f} on."
)
_LIKE_EARLIER: Final = (
    "The page is long. This block counts like earlier blocks of its kind, with probability {probability:.2f}; blocks "
    "are kept from {cut:.2f} on."
)
_KEPT: Final[Mapping[DecidingStage, str]] = {
    "items": "Its row or list item is kept whole: the mean probability of its parts reaches the cut of {cut:.2f}.",
    "coherence": "It belongs with what is kept: a list, a table, a section or a footnote is kept whole.",
    "posts": "It is the text of {post}, which is kept whole.",
    "like_earlier_blocks": _LIKE_EARLIER,
}
_DROPPED: Final[Mapping[DecidingStage, str]] = {
    "second_opinion": "The first model gives it {first:.2f}, but the second one, which knows what trafilatura keeps, "
    "gives it {probability:.2f}. The lower probability counts, and {what}s are kept from {cut:.2f} on.",
    "items": "Its row or list item is dropped whole: the mean probability of its parts is below the cut of {cut:.2f}.",
    "boilerplate": "It reads like boilerplate, such as a menu or a link to another story, which is kept from "
    f"probability {SURE:.2f} on only.",
    "coherence": "It belongs with what is dropped: a list, a table or a section of which little is kept.",
    "focus": "The focus `precision` keeps the body of the article alone, without title, byline and captions.",
    "ends": f"It stands above the first paragraph, where probability {plaintext.SURE_HEAD:.2f} is needed, or behind a "
    f"label that ends the article, where {SURE:.2f} is needed.",
    "posts": "It is the text of {post}, which is left out of the text.",
    "like_earlier_blocks": _LIKE_EARLIER,
    "too_little": "The page has too little that is likely to be content, so nothing of it is kept.",
    "structured_data": "The page shows few words. The answer is the text of its structured data instead.",
}


def why(decision: Decision) -> str:
    """Return the decision in a sentence or two."""
    known = _KEPT if decision.verdict == "kept" else _DROPPED
    sentence = _APART if decision.verdict == "comment" else known.get(decision.stage, _BY_MODEL)
    if decision.post and not decision.is_text:
        sentence += " It stands in {post} beside its text: an author, a date or a button."
    return sentence.format(**decision._asdict())


def of_confidence(confidence: float, *, has_text: bool) -> str:
    """Return what the confidence of an answer means."""
    if not has_text:
        return "No text was found on the page."
    how = (
        "nearly all right"
        if confidence >= NEARLY_RIGHT
        else "mostly right"
        if confidence >= MOSTLY_RIGHT
        else "right in part"
        if confidence >= PARTLY_RIGHT
        else "doubtful"
    )
    return (
        f"The text is probably {how}: about {confidence:.0%} of its words should be those of the article, and of the "
        "words of the article about as many should be here."
    )
