"""The engine of `fast` mode on small pages in the shape of the web."""

import pytest

from extractor.classify.html import FIRST, classify
from extractor.classify.models import shipped
from extractor.content.blocks import propose
from extractor.document.html import parse
from extractor.options import Focus, Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Candidate

pytestmark = pytest.mark.models
TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. "
LONG = "".join(
    f"<p>{TEXT}Reason number {n} was given at length, and nobody asked about it again.</p>" for n in range(6)
)


def candidate(html: str, focus: Focus = "balanced") -> Candidate:
    page = parse(f"<html><head><title>Towers</title></head><body>{html}</body></html>")
    models = shipped().html
    prediction, inputs = classify(page, read_structured_data(page), models.stages)
    return propose(page, inputs, prediction, models.calibrations[FIRST], Options(focus=focus))


def test_related_stories_are_left_out() -> None:
    teasers = "".join(f"<li><a href='/{n}'>Another story about something else</a></li>" for n in range(5))
    text = candidate(
        f"<main><article><h1>Towers</h1>{LONG}</article></main><div class='related-posts'><h3>Related</h3><ul>{teasers}</ul></div>"
    ).text

    assert text.count("Reason number") == 6
    assert "Another story" not in text


def test_class_names_that_contain_a_boilerplate_word_drop_nothing() -> None:
    html = "".join(f"<div class='{name}'>{LONG}</div>" for name in ("messages", "slideshow", "footnote", "adhesive"))

    assert candidate(html).text.count("Reason number") == 24


def test_noscript_is_content_if_it_has_the_text() -> None:
    assert candidate(f"<div>Loading</div><noscript>{LONG}</noscript>").text.count("Reason number") == 6
    assert (
        "JavaScript"
        not in candidate(f"{LONG}<noscript><p>Please enable JavaScript to view this page.</p></noscript>").text
    )


def test_pages_in_languages_without_blanks_are_read() -> None:
    html = "".join(
        f"<p>港の委員会は、年末までカメラ塔を稼働させないと発表した。理由は{n}つある。</p>" for n in range(8)
    )

    assert candidate(f"<main><h1>カメラ塔</h1>{html}</main><footer>© 港</footer>").text.count("カメラ塔を稼働") == 8


def test_confidence_is_higher_for_an_article_than_for_scraps() -> None:
    article, scraps = (
        candidate(f"<main><h1>Towers</h1>{LONG}</main>"),
        candidate("<div>a</div><a href=/>b</a><div>c</div>"),
    )

    assert article.expected > 0.85 > scraps.expected


def test_notes_name_dropped_blocks() -> None:
    notes = candidate(
        f"<main><h1>Towers</h1>{LONG}</main><div class='newsletter'>Sign up for our newsletter</div>"
    ).notes

    assert any(note.text.startswith("Sign up") for note in notes)


def test_a_page_without_text_gives_an_empty_candidate() -> None:
    assert candidate("<div></div>").text == ""
