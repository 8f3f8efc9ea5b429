"""Silver labels: the text of pages that people labelled in part, or not at all."""

from typing import Any, Final

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from evaluation.datasets import Labels
from evaluation.scores import holds, word_f1

SETTINGS: Final[tuple[dict[str, Any], ...]] = (
    {"include_comments": False},
    {},
    {"favor_precision": True},
    {"favor_recall": True},
)
AGREEMENT: Final = 0.9  # word F1 of two extractors from which on an answer is a label
MIN_WORDS: Final = 60  # of such an answer


def wanted_text(html: str, labels: Labels) -> str | None:
    """Return the labelled text, or else a silver one; None if there is neither."""
    if "text" in labels:
        return str(labels["text"])
    return silver_text(html, labels) if labels.get("must_have") else consensus(html)


def silver_text(html: str, labels: Labels) -> str | None:
    """Return the first answer of trafilatura that has all wanted segments and no unwanted one; None if none has."""
    for settings in SETTINGS:
        text = trafilatura.extract(html, **settings) or ""
        wanted = [holds(text, segment) for segment in labels["must_have"]]
        if all(wanted) and not any(holds(text, segment) for segment in labels.get("must_not_have", ())):
            return text
    return None


def consensus(html: str) -> str | None:
    """Return the answer of trafilatura if an independent extractor gives nearly the same; None if they differ."""
    text = trafilatura.extract(html, include_comments=False) or ""
    if len(text.split()) < MIN_WORDS:
        return None
    return text if word_f1(text, extract_plain_text(html, main_content=True)) >= AGREEMENT else None
