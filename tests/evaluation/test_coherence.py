"""What is counted as lost inside a text, as an empty heading and as a table without rows."""

import pytest

from evaluation.coherence import empty_headings, lost_inside, tables_without_rows
from extractor.document.html import blocks_of

LINES = [" ".join(f"{name}{number}" for number in range(7)) for name in "abcd"]


@pytest.mark.parametrize(
    ("kept", "lost"),
    [((0, 1, 2, 3), 0), ((0, 3), 14), ((0, 2), 7), ((0,), 0), ((), 0), ((2, 3), 0)],
)
def test_only_what_stands_between_kept_lines_is_lost_inside(kept: tuple[int, ...], lost: int) -> None:
    assert lost_inside("\n".join(LINES[each] for each in kept), "\n".join(LINES)) == (lost, 28)


def test_headings_without_a_section() -> None:
    blocks = blocks_of("<h2>a</h2><h3>b</h3><p>c</p><h3>d</h3><h3>e</h3><p>f</p><h2>g</h2>")

    assert list(empty_headings(blocks)) == ["d", "g"]


def test_tables_without_rows() -> None:
    blocks = blocks_of("<table><tr><th>a<th>b</table><table><tr><th>c<tr><td>d</table>")

    assert list(tables_without_rows(blocks)) == ["a"]
