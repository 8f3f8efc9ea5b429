"""What belongs together is kept or dropped together, and a gap in the text is told."""

import numpy as np
import pytest

from extractor.content.coherence import GAP_FACTOR, MIN_GAP_WORDS, coherent, with_gap
from extractor.document import html
from extractor.types import Candidate

WORDS = "one two three four five six seven eight nine ten eleven twelve "
TEXT = f"<p>{WORDS * 5}</p>"


def kept_after(page: str, kept: str, probabilities: float = 0.5) -> str:
    """Return which blocks are kept as digits, `1` or `0`, given the same for the blocks that are likely enough."""
    document = html.parse(page)
    assert len(document.blocks) == len(kept)
    given = np.array([each == "1" for each in kept])
    return "".join("1" if each else "0" for each in coherent(document, given, np.full(len(kept), probabilities)))


@pytest.mark.parametrize(
    ("page", "kept", "after"),
    [
        (f"{TEXT}<ul><li>a<li>b<li>c</ul>", "1100", "1000"),  # one item of three
        (f"{TEXT}<ul><li>a<li>b<li>c</ul>", "1110", "1110"),
        ("<p>a</p><ul><li>a<li>b<li>c</ul>", "1100", "1100"),  # the list is the text
        (f"{TEXT}<table><tr><th>h<th>i<tr><td>a<td>b<tr><td>c<td>d</table>", "1110000", "1000000"),
        (f"{TEXT}<table><tr><th>h<th>i<tr><td>a<td>b<tr><td>c<td>d</table>", "1111100", "1111111"),
        (f"{TEXT}<h2>x</h2>{TEXT}{TEXT}", "1011", "1111"),  # a section without its heading
        (f"{TEXT}<h2>x</h2>{TEXT}<h2>y</h2>{TEXT}", "11001", "10011"),  # a heading without its section
        (f"{TEXT}<h2>x</h2><h3>y</h3>{TEXT}", "1111", "1111"),
        (f"<h2>x</h2>{TEXT}", "01", "01"),  # above the text
    ],
)
def test_lists_tables_and_sections_are_whole(page: str, kept: str, after: str) -> None:
    assert kept_after(page, kept) == after


def test_a_sure_heading_brings_the_start_of_its_section_back() -> None:
    page = f"{TEXT}<h2>x</h2><ul><li>a<li>b</ul><p>c</p><h2>y</h2>{TEXT}"

    assert kept_after(page, "1100011", 0.8) == "1111011"


def test_an_unlikely_heading_stays_out() -> None:
    assert kept_after(f"{TEXT}<h2>x</h2>{TEXT}{TEXT}", "1011", 0.1) == "1011"


def test_footnotes_of_the_text_are_kept_together() -> None:
    page = (
        '<p>a<sup><a href="#1">1</a></sup> b<sup><a href="#2">2</a></sup></p><p>c<sup><a href="#3">3</a></sup></p>'
        '<p id="1">words here</p><p id="2">words there</p><p id="3">words far</p>'
    )

    assert kept_after(page, "10100", 0.2) == "10110"
    assert kept_after(page, "10000", 0.2) == "10000"
    assert kept_after(page, "10000", 0.4) == "10110"


def test_a_likely_list_or_table_between_kept_blocks_stays() -> None:
    page = f"{TEXT}<ul><li>a<li>b</ul>{TEXT}<table><tr><td>c<td>d</table>{TEXT}<ul><li>e<li>f</ul>"

    assert kept_after(page, "100100100", 0.4) == "111111100"
    assert kept_after(page, "100100100", 0.2) == "100100100"


def test_a_gap_is_told_and_lowers_confidence() -> None:
    candidate = Candidate(engine="blocks", text="", expected=0.8)
    words = np.array([100, MIN_GAP_WORDS - 1, 1, 100])
    texts = ["first", "the lost part", "of it", "last"]
    told = with_gap(candidate, np.array([True, False, False, True]), words, texts)

    assert told.expected == pytest.approx(0.8 * GAP_FACTOR)
    assert told.warnings == (f'{MIN_GAP_WORDS} words inside the text were left out, from "the lost part" on',)


@pytest.mark.parametrize("kept", ["1011", "0001", "0000", "1000"])
def test_what_is_short_or_outside_the_text_is_no_gap(kept: str) -> None:
    candidate = Candidate(engine="blocks", text="", expected=0.8)
    words = np.array([100, MIN_GAP_WORDS - 1, 1000, 100])

    assert with_gap(candidate, np.array([each == "1" for each in kept]), words, [""] * 4) is candidate
