"""Blocks are found by their words."""

from typing import Any

import pytest

from extractor.explain.find import find
from extractor.explanation import BlockExplanation

TEXTS = ("The bridge opens.", "—", "The BRIDGE closes at 10", "Bridge")


def blocks() -> list[BlockExplanation]:
    rest: dict[str, Any] = {"path": "", "tag": "p", "verdict": "kept", "probability": 1.0, "stage": "model", "why": ""}
    return [BlockExplanation(index=index, text=text, **rest) for index, text in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("phrase", "indexes"),
    [
        ("bridge", [0, 2, 3]),
        ("the bridge, closes", [2]),
        ("opens. The bridge", [0, 2]),
        ("at 10", [2]),
        ("10 bridge", [2, 3]),
        ("tunnel", []),
        ("—", []),
        ("", []),
    ],
)
def test_letters_and_digits_count(phrase: str, indexes: list[int]) -> None:
    assert [block.index for block in find(blocks(), phrase)] == indexes
