"""What is measured about blocks: every column has its name, and the telling ones say what they should."""

import numpy as np
import pytest

from extractor.document.html import parse
from extractor.features.html import blocks
from extractor.features.html import names as tokens
from extractor.features.html import page_type as pages
from extractor.features.html import tree as geometry
from extractor.features.html.blocks import Measures
from extractor.features.shared import characters
from extractor.structured_data.read import read_structured_data

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."
HTML = (
    "<html><head><title>Towers stay dark</title></head><body><header><a href=/>Home</a></header>"
    f"<main class='content'><h1>Towers stay dark</h1><p>{SENTENCE}</p><p>{SENTENCE} <a href=/y>More</a></p>"
    "<h2>Related articles</h2><ul><li><a href=/1>One</a></li><li><a href=/2>Two</a></li></ul></main>"
    "<div hidden>Accept 3 cookies for $5?</div></body></html>"
)


def measured(html: str = HTML) -> Measures:
    page = parse(html)
    return blocks.measure(page, read_structured_data(page))


def column(name: str) -> list[float]:
    values: list[float] = measured().table[:, blocks.COLUMNS.index(name)].round(3).tolist()
    return values


def test_every_column_has_a_name() -> None:
    assert measured().table.shape == (8, len(blocks.COLUMNS))
    assert len(set(blocks.COLUMNS)) == len(blocks.COLUMNS)
    assert np.isfinite(measured().table).all()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("words", [1, 3, 16, 17, 2, 1, 1, 5]),
        ("linked_share", [1, 0, 0, 0.059, 0, 1, 1, 0]),
        ("ends", [0, 0, 1, 0, 0, 0, 0, 1]),
        ("kind", [1, 0, 0, 0, 2, 0, 0, 0]),
        ("tag", [0, 1, 0, 0, 2, 7, 7, 0]),
        ("hidden", [0, 0, 0, 0, 0, 0, 0, 1]),
        ("main", [0, 1, 1, 1, 1, 1, 1, 0]),
        ("in_title", [0, 1, 0.062, 0.059, 0, 0, 0, 0]),
        ("since_heading", [-1, -1, 1, 2, 3, 1, 2, 3]),
        ("from_h1", [-1, 0, 1, 2, 3, 4, 5, 6]),
        ("since_end", [-1, -1, -1, -1, 0, 1, 2, 3]),
        ("twin_count", [1, 1, 2, 2, 1, 2, 2, 1]),
        ("root0.75_inside", [0, 1, 1, 1, 1, 1, 1, 0]),
        ("n_money", [0, 0, 0, 0, 0, 0, 0, 1]),
    ],
)
def test_columns(name: str, expected: list[float]) -> None:
    assert column(name) == pytest.approx(expected, abs=0.001)


def test_characters_are_counted_for_each_text() -> None:
    found = characters.count(["Ab1, c.", "日本。", "€5"])

    assert found.lengths.tolist() == [7, 3, 2]
    assert found.counts[:, characters.COLUMNS.index("digit")].tolist() == [1, 0, 1]
    assert found.last[:, characters.COLUMNS.index("stop")].tolist() == [1, 1, 0]
    assert found.first[:, characters.COLUMNS.index("upper")].tolist() == [1, 0, 0]


def test_sums_run_over_everything_inside() -> None:
    page = parse("<body><div><p>a</p><div><p>b</p></div></div><p>c</p></body>")
    shape = geometry.read(page.containers, np.array([block.container for block in page.blocks]))
    inside = shape.inside(np.array([[1.0], [10.0], [100.0]]))[:, 0]
    by_tag = [(container.tag, total) for container, total in zip(page.containers, inside, strict=True)]

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
    assert tokens.names_of(tag, names) == expected


def test_known_names_weigh_and_others_say_nothing() -> None:
    page = parse("<body><div class='good unheard'><p>a</p></div><p>b</p></body>")
    own = np.array([block.container for block in page.blocks])
    shape = geometry.read(page.containers, own)
    encoding = tokens.Encoding(names={"good": 2.0}, words={}, headings={}, prior=-1.0)
    found = tokens.containers(page.containers, own, shape.parents, encoding)
    greatest = found[:, tokens.CONTAINER_COLUMNS.index("max")]

    assert greatest.tolist() == [2.0, -1.0]


def test_words_weigh_for_their_block_and_headings_for_what_follows() -> None:
    encoding = tokens.Encoding(names={}, words={"buy": -2.0}, headings={"reviews": 3.0}, prior=0.0)
    found = tokens.texts([["reviews"], ["buy", "now"], ["word"] * 40], np.array([-1, 0, 0]), encoding)

    assert found[:, tokens.TEXT_COLUMNS.index("word_min")].tolist() == [0.0, -2.0, 0.0]
    assert found[:, tokens.TEXT_COLUMNS.index("heading_max")].tolist() == [0.0, 3.0, 3.0]


def test_a_page_says_what_it_is() -> None:
    html = '<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "Recipe"}</script>'
    page = parse(f"{html}<p>Buy now</p>", "https://forum.a.example/2024/05/the-long-headline-of-it?p=123456")
    found = pages.tokens_of(page, read_structured_data(page), blocks.measure(page, read_structured_data(page)))

    assert {"og:type=article", "type=Recipe", "'buy", "host=forum", "/headline", "#date", "#slug", "#query"} <= found
