"""An explanation says of every block what became of it, and why."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, fsum
from typing import Any

import pytest

from extractor import Extraction, Options, extract
from extractor.explain.find import find
from extractor.explanation import DECIDING_STAGES, BlockExplanation, Explanation
from extractor.options import MODES, Mode
from tests.cases import EXTRACTED, ROOT, Case

NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
DUMP = (ROOT / "dump--menus-teasers-and-footer-are-cut" / "dump.txt").read_bytes()
PROSE = (
    "The council of the harbour decided on Monday that the old bridge stays open until the end of the year, and {}. "
)


def explained(data: bytes | str, **options: Any) -> tuple[Extraction, Explanation]:
    answer = extract(data, options=Options(explain=True, **options))
    assert answer.explanation
    return answer, answer.explanation


def by_text(explanation: Explanation, text: str) -> BlockExplanation:
    (block,) = find(explanation.blocks, text)
    return block


def test_nothing_is_explained_unless_asked() -> None:
    assert extract(NEWS).explanation is None
    assert extract(NEWS, options=Options(explain=True, fields=frozenset({"text"}))).explanation is None


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_the_answer_is_the_same(case: Case) -> None:
    given = case.given
    plain = extract(case.data, url=given.get("url"), content_type=given.get("content_type"))
    told = extract(
        case.data, url=given.get("url"), content_type=given.get("content_type"), options=Options(explain=True)
    )

    assert replace(told, explanation=None) == plain


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_kept_blocks_are_the_text(case: Case, mode: Mode) -> None:
    answer, explanation = explained(case.data, mode=mode)
    if answer.engine == "structured":
        assert {block.verdict for block in explanation.blocks} <= {"dropped"}
        return
    words = "".join(filter(str.isalnum, answer.text))
    at = 0
    for block in explanation.blocks:
        assert block.stage in DECIDING_STAGES
        if block.verdict == "kept":
            part = "".join(filter(str.isalnum, block.text.partition(" ")[2] if block.path == "" else block.text))
            assert words.find(part, at) >= at, block
            at = words.find(part, at)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_contributions_sum_to_the_score(case: Case, mode: Mode) -> None:
    _, explanation = explained(case.data, mode=mode)
    for block in explanation.blocks:
        if score := block.score:
            parts = fsum((score.base, score.rest, *(reason.contribution for reason in score.reasons)))
            assert parts == pytest.approx(score.log_odds, abs=1e-6)
            if score.model != "posts":
                assert 1 / (1 + exp(-score.log_odds)) == pytest.approx(block.probability, abs=1e-6)
            assert {reason.feature for reason in score.reasons} <= explanation.meanings.keys()


def test_a_block_has_its_place() -> None:
    _, explanation = explained(NEWS)
    block = by_text(explanation, "Seal on the tram")

    assert [each.index for each in explanation.blocks] == list(range(len(explanation.blocks)))
    assert (block.tag, block.path) == ("li", "html > body > div.layout.has-sidebar > aside.sidebar > ol > li")
    assert block.verdict == "dropped"


def test_the_stage_that_decided_is_named() -> None:
    _, explanation = explained(NEWS)
    read_also = by_text(explanation, "Read also: Why nobody wants the tunnel")

    assert (read_also.verdict, read_also.stage) == ("dropped", "boilerplate")
    assert "reads like boilerplate" in read_also.why


def test_focus_is_named() -> None:
    _, explanation = explained(NEWS, focus="precision")
    title = by_text(explanation, "Bridge reopens two weeks early")

    assert (title.verdict, title.stage) == ("dropped", "focus")


def test_the_last_resort_is_named() -> None:
    body = PROSE.format("nobody objected") * 12
    page = (
        f'<body><p>Loading.</p><script type="application/ld+json">{{"@type":"Article","articleBody":"{body}"}}</script>'
    )
    answer, explanation = explained(page)

    assert answer.engine == "structured"
    assert {(block.verdict, block.stage) for block in explanation.blocks} == {("dropped", "structured_data")}
    assert [engine.engine for engine in explanation.engines if engine.chosen] == ["structured"]


def test_comments_stand_apart() -> None:
    paragraphs = "".join(f"<p>{PROSE.format(f'{word} more')}</p>" for word in ("one", "two", "three", "four", "five"))
    posts = "".join(
        f"<li class='comment'><span class='author'>reader{number}</span><time>May {number}, 2024</time>"
        f"<div class='comment-content'><p>I have crossed it every day for {number} years, thank you for this.</p></div>"
        for number in range(1, 6)
    )
    page = f"<article><h1>The bridge stays open</h1>{paragraphs}</article><ol class='commentlist'>{posts}</ol>"
    answer, explanation = explained(page)
    found = by_text(explanation, "every day for 3 years")

    assert len(answer.comments) == 5
    assert (found.verdict, found.post) == ("comment", 3)
    assert found.score
    assert found.score.model == "posts"
    dropped = by_text(explained(page, comments="drop")[1], "every day for 3 years")
    assert dropped.verdict == "dropped"
    included = by_text(explained(page, comments="include")[1], "every day for 3 years")
    assert (included.verdict, included.stage) == ("kept", "posts")


def test_engines_are_compared() -> None:
    answer, explanation = explained(NEWS)
    engines = {engine.engine: engine for engine in explanation.engines}

    assert set(engines) == {"blocks", "trafilatura", "both models"}
    assert engines["both models"].chosen
    assert engines["both models"].text == answer.text
    assert engines["trafilatura"].words
    assert [engine.engine for engine in explained(NEWS, mode="fast")[1].engines] == ["blocks"]
    assert [engine.engine for engine in explained(DUMP)[1].engines] == ["lines"]


def fields(explanation: Explanation) -> Mapping[str, Any]:
    return {field.field: field for field in explanation.fields}


def test_fields_name_the_values_that_lost() -> None:
    answer, explanation = explained(NEWS)
    found = fields(explanation)

    assert found["title"].value == answer.title
    assert found["title"].probability > 0.9
    assert "Bridge reopens two weeks early | The Lindeby Courier" in {each.value for each in found["title"].rejected}
    assert found["authors"].value == "Ida Berg, Tom Falk"
    assert {each.value for each in found["page_type"].rejected} >= {"forum", "product"}
    assert all(each.provenance for field in explanation.fields for each in field.rejected)


def test_lines_are_explained() -> None:
    answer, explanation = explained(DUMP)

    assert explanation.kind == "dump"
    assert by_text(explanation, "Subscribe to our weekly newsletter").verdict == "dropped"
    assert fields(explanation)["title"].value == answer.title


def test_a_page_without_text_is_explained() -> None:
    _, explanation = explained("<body><img src=a.png></body>")

    assert explanation.blocks == ()
    assert explanation.confidence == "No text was found on the page."
