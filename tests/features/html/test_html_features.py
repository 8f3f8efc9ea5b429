"""Values of the features of HTML blocks."""

import numpy as np
import pytest

from extractor.classify.html import BLOCK_FEATURES, STAGES
from extractor.document.html import parse
from extractor.features.html import page
from extractor.features.html.dom import read_dom
from extractor.features.html.inputs import HtmlInputs, read
from extractor.features.html.names import names_of
from extractor.features.shared import characters
from extractor.structured_data.read import read_structured_data

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."
HTML = (
    "<html><head><title>Towers stay dark</title></head><body><header><a href=/>Home</a></header>"
    f"<main class='content'><h1>Towers stay dark</h1><p>{SENTENCE}</p><p>{SENTENCE} <a href=/y>More</a></p>"
    "<h2>Related articles</h2><ul><li><a href=/1>One</a></li><li><a href=/2>Two</a></li></ul></main>"
    "<div hidden>Accept 3 cookies for $5?</div></body></html>"
)
GROUPS = (*BLOCK_FEATURES, page.PAGE_SUMMARY)


def inputs(html: str = HTML, url: str | None = None) -> HtmlInputs:
    document = parse(html, url)
    read_inputs = read(document, read_structured_data(document))
    for group in GROUPS:
        group.add_to(read_inputs)
    return read_inputs


def test_every_value_is_finite() -> None:
    assert all(np.isfinite(np.asarray(value, float)).all() for value in inputs().values.values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("words", [1, 3, 16, 17, 2, 1, 1, 5]),
        ("link_density", [1, 0, 0, 0.059, 0, 1, 1, 0]),
        ("ends_sentence", [0, 0, 1, 0, 0, 0, 0, 1]),
        ("boilerplate_kind", [1, 0, 0, 0, 2, 0, 0, 0]),
        ("tag", [0, 1, 0, 0, 2, 7, 7, 0]),
        ("in_hidden", [0, 0, 0, 0, 0, 0, 0, 1]),
        ("in_main", [0, 1, 1, 1, 1, 1, 1, 0]),
        ("share_in_title", [0, 1, 0.062, 0.059, 0, 0, 0, 0]),
        ("since_heading", [-1, -1, 1, 2, 3, 1, 2, 3]),
        ("from_h1", [-1, 0, 1, 2, 3, 4, 5, 6]),
        ("since_end_label", [-1, -1, -1, -1, 0, 1, 2, 3]),
        ("signature_count", [1, 1, 2, 2, 1, 2, 2, 1]),
        ("main0.75_inside", [0, 1, 1, 1, 1, 1, 1, 0]),
        ("money_signs", [0, 0, 0, 0, 0, 0, 0, 1]),
        ("page_blocks", 8),
        ("log_page_blocks", np.log(9)),
    ],
)
def test_values(name: str, expected: list[float] | float) -> None:
    assert np.asarray(inputs().values[name], float) == pytest.approx(expected, abs=0.001)


def test_every_stage_has_different_feature_names() -> None:
    for stage in STAGES:
        assert len(set(stage.features.names)) == len(stage.features.names)


def test_characters_are_counted_for_each_text() -> None:
    found = characters.count(["Ab1, c.", "日本。", "€5"])

    assert found.lengths.tolist() == [7, 3, 2]
    assert found.count_of("digit").tolist() == [1, 0, 1]
    assert found.ends_with("stop").tolist() == [1, 1, 0]
    assert found.starts_with("upper").tolist() == [1, 0, 0]


def test_sums_run_over_subtrees() -> None:
    document = parse("<body><div><p>a</p><div><p>b</p></div></div><p>c</p></body>")
    dom = read_dom(document.containers, np.array([block.container for block in document.blocks]))
    inside = dom.inside(np.array([[1.0], [10.0], [100.0]]))[:, 0]
    by_tag = [(container.tag, total) for container, total in zip(document.containers, inside, strict=True)]

    assert by_tag[-6:] == [("body", 111), ("div", 11), ("p", 1), ("div", 10), ("p", 10), ("p", 100)]


@pytest.mark.parametrize(
    ("tag", "names", "expected"),
    [
        ("div", "relatedPosts side-bar_2", {"<div>", "related", "posts", "side", "bar"}),
        ("p", "", {"<p>"}),
        ("div", "XMLFeed", {"<div>", "xml", "feed"}),
    ],
)
def test_names(tag: str, names: str, expected: set[str]) -> None:
    assert names_of(tag, names) == expected


def test_tokens_of_a_page() -> None:
    html = '<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "Recipe"}</script>'
    found = inputs(f"{html}<p>Buy now</p>", "https://forum.a.example/2024/05/the-long-headline-of-it?p=1").page_tokens

    assert {"og:type=article", "type=Recipe", "'buy", "host=forum", "/headline", "#date", "#slug", "#query"} <= found
