"""Chunks hold the whole text, keep sections and blocks together, and are as small as asked for."""

from dataclasses import replace

import pytest

from extractor import BadOptions, Chunk, Extraction, chunk, extract
from extractor.render.chunks import estimate_tokens
from extractor.render.formats import render
from tests.cases import EXTRACTED, Case

WORDS = "The harbour council will not switch on its towers"
SENTENCES = " ".join(f"{WORDS} {number}." for number in range(20))


def of(html: str, title: str | None = None) -> Extraction:
    return replace(extract("x y z"), html=html, title=title)


def chunks_of(html: str, max_tokens: int, title: str | None = None) -> tuple[Chunk, ...]:
    return chunk(of(html, title), max_tokens, count_tokens=lambda text: len(text.split()))


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
@pytest.mark.parametrize("max_tokens", [1, 40, 100_000])
def test_together_they_hold_the_whole_text(case: Case, max_tokens: int) -> None:
    extraction = case.run()
    parts = "".join(each.text for each in chunk(extraction, max_tokens))
    # Digits are left out: a list that is split starts with its number.
    letters, expected = (list(filter(str.isalpha, text)) for text in (parts, render(extraction, "markdown")))

    assert letters == expected


def test_one_chunk_is_the_markdown() -> None:
    page = of("<p>a</p><h2>B</h2><ul><li>c</li><li>d</li></ul>", "T")

    assert [each.text + "\n" for each in chunk(page)] == [render(page, "markdown")]
    assert chunk(page)[0].headings == ("T",)


def test_an_empty_text_has_no_chunks() -> None:
    assert chunk(of("", "T")) == ()


def test_sections_start_chunks() -> None:
    html = f"<h2>A</h2><p>{WORDS}</p><h2>B</h2><p>{WORDS}</p>"

    assert [(each.headings, each.text) for each in chunks_of(html, 100, "T")] == [
        (("T", "A"), f"## A\n\n{WORDS}"),
        (("T", "B"), f"## B\n\n{WORDS}"),
    ]


def test_subsections_that_fit_stay_in_their_section() -> None:
    html = f"<h2>A</h2><p>{WORDS}</p><h3>B</h3><p>{WORDS}</p><h3>C</h3><p>{WORDS}</p>"

    assert [each.headings for each in chunks_of(html, 100)] == [("A",)]
    assert [each.headings for each in chunks_of(html, 25)] == [("A",), ("A", "C")]


def test_a_heading_stays_with_what_follows() -> None:
    html = f"<p>{WORDS}</p><h2>A</h2><h3>B</h3><p>{WORDS}</p><p>{WORDS}</p>"
    found = chunks_of(html, 14)

    assert [each.text.split("\n")[0] for each in found] == [WORDS, "## A", WORDS]
    assert [each.headings for each in found] == [(), ("A",), ("A", "B")]


def test_paragraphs_are_split_between_sentences() -> None:
    found = chunks_of(f"<p><strong>First.</strong> {SENTENCES}</p>", 25)

    assert all(each.text.endswith(".") and each.tokens <= 25 for each in found)
    assert " ".join(each.text for each in found) == f"**First.** {SENTENCES}"


def test_sentences_of_scripts_without_spaces() -> None:
    found = chunk(of(f"<p>{'港湾委員会は塔を動かさない。' * 20}</p>"), 50)

    assert all(each.text.endswith("。") and each.tokens <= 50 for each in found)
    assert len(found) > 4


def test_lists_are_split_between_items_and_numbered_on() -> None:
    items = "".join(f"<li>{WORDS}</li>" for _ in range(4))
    found = chunks_of(f'<ol start="3">{items}</ol>', 22)

    assert [each.text for each in found] == [f"3. {WORDS}\n4. {WORDS}", f"5. {WORDS}\n6. {WORDS}"]


def test_tables_and_code_stay_whole() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>{WORDS}</td></tr>" for number in range(9))
    found = chunks_of(f"<p>{WORDS}</p><table>{rows}</table><pre>{SENTENCES}</pre>", 12)

    assert len(found) == 3
    assert found[1].text.count(WORDS) == 9
    assert found[2].text.startswith("```")


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("word", 1), ("words", 2), ("日本語", 3), ("日本語 word", 5)])
def test_estimate(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_a_size_below_one_is_refused() -> None:
    with pytest.raises(BadOptions, match="at least 1"):
        chunk(of("<p>a</p>"), 0)
