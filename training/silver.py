"""Silver labels: the text of pages of which only segments are labelled."""

from typing import Any, Final

import trafilatura

from evaluation.datasets import Labels
from evaluation.scores import holds

SETTINGS: Final[tuple[dict[str, Any], ...]] = (
    {"include_comments": False},
    {},
    {"favor_precision": True},
    {"favor_recall": True},
)


def wanted_text(html: str, labels: Labels) -> str | None:
    """Return the labelled text, or else a silver one; None if there is neither."""
    return labels["text"] if "text" in labels else silver_text(html, labels)


def silver_text(html: str, labels: Labels) -> str | None:
    """Return the first answer of trafilatura that has all wanted segments and no unwanted one; None if none has."""
    for settings in SETTINGS:
        text = trafilatura.extract(html, **settings) or ""
        wanted = [holds(text, segment) for segment in labels["must_have"]]
        if wanted and all(wanted) and not any(holds(text, segment) for segment in labels["must_not_have"]):
            return text
    return None
