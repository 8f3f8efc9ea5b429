"""Shares of each block that an answer keeps."""

import pytest

from extractor.content import alignment
from extractor.content.alignment import kept_shares
from extractor.document.html import blocks_of

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
    assert kept_shares(blocks_of(HTML), text).tolist() == expected


def test_no_blocks_have_no_kept_shares() -> None:
    assert kept_shares((), "text").tolist() == []


def test_texts_too_long_for_one_subsequence_are_aligned_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = blocks_of("".join(f"<p>{' '.join(f'w{number}x{word}' for word in range(40))}</p>" for number in range(60)))
    kept = [block.text for number, block in enumerate(blocks) if number % 3]
    whole = kept_shares(blocks, "\n\n".join(kept))
    monkeypatch.setattr(alignment, "MAX_WORD_PAIRS", 10_000)
    monkeypatch.setattr(alignment, "PIECE_WORDS", 300)

    assert (
        kept_shares(blocks, "\n\n".join(kept)).tolist()
        == whole.tolist()
        == [float(number % 3 > 0) for number in range(60)]
    )
