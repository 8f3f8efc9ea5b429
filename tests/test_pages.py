"""Every fixture: one test for its text, one for each field, one for each invariant."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from extractor import ExtractorError, extract
from extractor.document.html import parse
from extractor.document.words import words
from extractor.render.formats import render
from tests.cases import CASES, EXTRACTED, FIELDS, Case

IDS = [case.name for case in EXTRACTED]
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "li": {"id", "value", "class"},
    "abbr": {"title"},
    **{tag: {"class"} for tag in ("code", "span", "blockquote", "p", "section")},
    **{tag: {"colspan", "rowspan"} for tag in ("td", "th")},
}
pytestmark = pytest.mark.models
every_page = pytest.mark.parametrize("case", EXTRACTED, ids=IDS)


@cache
def found(case: Case) -> tuple[dict[str, Any], str]:
    """One run for all the tests of a case."""
    return case.found()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case_says_why_it_exists(case: Case) -> None:
    assert len(case.given["why"]) > 20
    assert "--" in case.name


@every_page
def test_text(case: Case) -> None:
    assert found(case)[1] == case.markdown


@pytest.mark.parametrize("field", FIELDS)
@every_page
def test_field(case: Case, field: str) -> None:
    assert found(case)[0][field] == case.expected[field]


@pytest.mark.parametrize("case", [case for case in CASES if case not in EXTRACTED], ids=lambda case: case.name)
def test_refusal(case: Case) -> None:
    with pytest.raises(ExtractorError) as refusal:
        case.run()

    assert {"refused": type(refusal.value).__name__, "says": str(refusal.value)} == case.expected


@every_page
def test_second_run_gives_the_same_bytes(case: Case) -> None:
    assert render(case.run(), "json") == render(case.run(), "json")


@every_page
def test_own_html_keeps_its_text(case: Case) -> None:
    first = case.run()
    if not first.text:
        pytest.skip("nothing worth keeping")

    again = extract(f"<html><body><article>{first.html}</article></body></html>")

    # A fragment no longer says what type of page it came from, so a label or two may be judged anew, and its first
    # heading may be the title only.
    lost = Counter(words(first.text)) - Counter(words(f"{again.title} {again.text}"))
    assert lost.total() <= 0.05 * len(words(first.text)), lost


@every_page
def test_every_set_field_has_a_source(case: Case) -> None:
    plain = case.run().to_dict()
    stated = {name for name in FIELDS[: FIELDS.index("page_type") + 1] if plain[name]}

    assert set(plain["provenance"]) == stated


@every_page
def test_html_is_a_clean_fragment(case: Case) -> None:
    tree = parse(case.run().html).tree

    assert tree.css_first("script, style, iframe, object, form, input, svg") is None
    for node in tree.css("*"):
        assert set(node.attributes) <= ATTRIBUTES.get(node.tag or "", set())
        for name in ("href", "src"):
            assert not (node.attributes.get(name) or "").lower().startswith(("javascript:", "data:", "vbscript:"))
