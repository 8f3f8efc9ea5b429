"""What the shipped models make of an HTML page."""

import subprocess
import sys

import numpy as np
import pytest

from extractor.classify import html as blocks_judge
from extractor.classify import models
from extractor.classify.html import COLUMNS, WITNESS, judge, judge_again, witness
from extractor.document.html import parse
from extractor.features.html import blocks
from extractor.features.html import page_type as pages
from extractor.structured_data.read import read_structured_data
from extractor.types import PAGE_TYPES, PageType

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. "
HTML = f"<body><header>Home News Sport</header><main><h1>Towers</h1><p>{TEXT * 3}</p><p>{TEXT * 4}</p></main></body>"


def test_running_text_is_likelier_than_a_menu() -> None:
    page = parse(HTML)
    chances = judge(page, read_structured_data(page), models.shipped().pages).probabilities

    assert chances.shape == (4,)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert min(chances[2:]) > 0.7
    assert chances[0] < 0.3


def test_names_of_classes_are_only_evidence() -> None:
    plain, named = (parse(HTML.replace("<main>", f"<main class='{name}'>")) for name in ("", "sidebar related"))
    trained = models.shipped().pages
    before, after = (judge(page, read_structured_data(page), trained).probabilities for page in (plain, named))

    assert after[2] < before[2]
    assert after[2] > 0.3


@pytest.mark.parametrize(
    ("html", "page_type"),
    [
        (
            '<meta property="og:type" content="article"><meta property="article:published_time" content="2024">',
            "article",
        ),
        ('<meta name="generator" content="Discourse 3.2">', "forum"),
        (
            '<script type="application/ld+json">{"@type": "Product"}</script><div class="product price">$5</div>',
            "product",
        ),
    ],
)
def test_what_a_page_says_of_itself_tells_its_type(html: str, page_type: PageType) -> None:
    says_nothing, says = (
        chances_of_types(f"<html><head></head>{each}</html>")[PAGE_TYPES.index(page_type)]
        for each in (HTML, html + HTML)
    )

    assert says > says_nothing


def chances_of_types(html: str) -> list[float]:
    page = parse(html)
    sources = read_structured_data(page)
    measures = blocks.measure(page, sources)
    shares = models.shipped().pages.page_type.shares(pages.tokens_of(page, sources, measures), pages.row(measures))
    assert shares.sum() == pytest.approx(1)
    found: list[float] = shares.tolist()
    return found


PROBE = """
import hashlib, sys
from extractor.classify.html import judge
from extractor.classify.models import shipped
from extractor.document.html import parse
from extractor.structured_data.read import read_structured_data
page = parse(sys.stdin.read())
print(hashlib.sha256(judge(page, read_structured_data(page), shipped().pages).table.tobytes()).hexdigest())
"""


def test_every_process_measures_the_same() -> None:
    """Sets have another order in every process, and sums of floats depend on the order."""
    html = HTML.replace("<p>", "<p class='content main post entry article body text related header wrapper row'>")
    found = {
        subprocess.run(
            [sys.executable, "-c", PROBE],
            input=html,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "1234"
    }

    assert len(found) == 1


def test_another_engine_is_heard() -> None:
    page = parse(HTML)
    prediction = judge(page, read_structured_data(page), models.shipped().pages)
    for_it, against = (judge_again(prediction, np.full(4, kept)).probabilities for kept in (1.0, 0.0))

    assert prediction.measures is not None
    assert witness(prediction.measures, prediction.probabilities, np.ones(4)).shape == (4, len(WITNESS))
    assert for_it[2] > against[2]


def test_nothing_to_judge() -> None:
    page = parse("<div></div>")
    prediction = judge(page, read_structured_data(page), models.shipped().pages)

    assert (prediction.page_type, len(prediction.probabilities)) == (None, 0)
    assert judge_again(prediction, np.zeros(0)).probabilities.tolist() == []


def test_models_take_the_columns_that_are_measured() -> None:
    trained = models.shipped().pages

    assert trained.alone.probabilities(np.zeros((2, len(COLUMNS)))).shape == (2,)
    assert trained.with_trafilatura.probabilities(np.zeros((2, len(COLUMNS) + len(WITNESS)))).shape == (2,)


def test_blocks_beyond_the_bound_are_judged_as_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    page = parse(
        f"<body><nav-x class=menu>{'<p>Menu</p>' * 3}</nav-x><main>{f'<p>{TEXT * 3}</p>' * 20}</main><aside>x</aside>"
    )
    trained = models.shipped().pages
    monkeypatch.setattr(blocks_judge, "MAX_BLOCKS", 10)
    prediction = judge(page, read_structured_data(page), trained)

    assert (len(prediction.probabilities), len(prediction.table)) == (24, 10)
    assert prediction.probabilities[10:23] == pytest.approx(prediction.probabilities[3:10].mean())
    assert prediction.probabilities[23] == pytest.approx(
        prediction.probabilities[:10].mean()
    )  # no block of its kind was before
