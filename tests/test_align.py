"""How much of each block an answer holds."""

import pytest

from extractor.align import shares
from extractor.page import blocks_of

HTML = "<p>one two three four</p><p>menu</p><p>five six</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three four five six", [1, 0, 1]),
        ("One, two.\n\nFIVE six", [0.5, 0, 1]),
        ("six one two three four", [1, 0, 0]),
        ("", [0, 0, 0]),
    ],
    ids=["all but the menu", "half a block, other case", "order counts", "nothing"],
)
def test_shares(text: str, expected: list[float]) -> None:
    assert shares(blocks_of(HTML), text).tolist() == expected


def test_no_blocks_have_no_shares() -> None:
    assert shares((), "text").tolist() == []
