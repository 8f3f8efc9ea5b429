"""Text that a page carries only as data."""

import json

from extractor import extract
from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.content.candidate import html_of
from extractor.content.structured import propose
from extractor.document.html import parse
from extractor.structured_data.read import read_structured_data
from extractor.types import Candidate

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. "
SHELL = "<div id='root'>Loading</div>"


def candidate(html: str) -> Candidate:
    page = parse(f"<html><body>{html}</body></html>")
    structured = read_structured_data(page)
    return propose(page, structured, classify(page, structured, shipped().html.stages)[0])


def ld(item: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def test_article_body() -> None:
    found = candidate(SHELL + ld({"@type": "NewsArticle", "articleBody": f"{TEXT * 2}\n{TEXT * 2}"}))

    assert html_of(found).count("<p>") == 2
    assert found.text.count("harbour council") == 4


def test_application_state() -> None:
    state = {"props": {"post": {"title": "Towers", "body_html": f"<h2>Why</h2><p>{TEXT * 3}</p><script>x</script>"}}}
    written = json.dumps(state).replace("</", "<\\/")
    found = candidate(f'{SHELL}<script id="__NEXT_DATA__" type="application/json">{written}</script>')

    assert html_of(found).startswith("<h2>Why</h2><p>")
    assert "script" not in html_of(found)


def test_a_description_of_the_site_is_no_text() -> None:
    assert candidate(SHELL + ld({"@type": "Organization", "description": TEXT * 3})).text == ""


def test_broken_state_is_no_text() -> None:
    assert candidate(f'{SHELL}<script type="application/json">{{"body": "{TEXT}</script>').text == ""


def test_data_are_ignored_if_the_page_shows_its_text() -> None:
    paragraphs = "".join(f"<p>{TEXT}Reason number {number}.</p>" for number in range(6))

    assert candidate(f"<main>{paragraphs}</main>{ld({'@type': 'Article', 'articleBody': TEXT * 40})}").text == ""


def test_the_whole_program_answers_with_the_text_of_the_data() -> None:
    page = f"<html><body>{SHELL}{ld({'@type': 'NewsArticle', 'articleBody': TEXT * 4})}</body></html>"
    answer = extract(page)

    assert answer.engine == "structured"
    assert answer.text.count("harbour council") == 4


def test_a_text_that_would_exhaust_the_parser_is_left_out() -> None:
    found = candidate(SHELL + ld({"@type": "NewsArticle", "articleBody": "<div>" * 40_000 + f"{TEXT * 3}</p>"}))

    assert not found.text
