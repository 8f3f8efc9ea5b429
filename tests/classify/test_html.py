"""Classification of HTML pages by the shipped models."""

import numpy as np
import pytest

from extractor.classify import html as classify_html
from extractor.classify.html import classify, classify_again
from extractor.classify.models import shipped
from extractor.classify.prediction import Prediction
from extractor.document.html import parse
from extractor.features.html.inputs import HtmlInputs
from extractor.structured_data.read import read_structured_data
from extractor.types import PAGE_TYPES, PageType

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. "
HTML = f"<body><header>Home News Sport</header><main><h1>Towers</h1><p>{TEXT * 3}</p><p>{TEXT * 4}</p></main></body>"


def classified(html: str) -> tuple[Prediction, HtmlInputs | None]:
    page = parse(html)
    return classify(page, read_structured_data(page), shipped().html.stages)


@pytest.mark.models
def test_running_text_is_likelier_than_a_menu() -> None:
    probabilities = classified(HTML)[0].probabilities

    assert probabilities.shape == (4,)
    assert min(probabilities[2:]) > 0.7
    assert probabilities[0] < 0.3


@pytest.mark.models
def test_class_names_lower_a_probability_but_do_not_decide() -> None:
    plain, named = (
        classified(HTML.replace("<main>", f"<main class='{name}'>"))[0].probabilities[2]
        for name in ("", "sidebar related")
    )

    assert plain > named > 0.3


@pytest.mark.models
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
def test_structured_data_raises_the_probability_of_a_page_type(html: str, page_type: PageType) -> None:
    without, with_data = (
        classified(f"<html><head></head>{each}</html>")[0].page_type_probabilities[PAGE_TYPES.index(page_type)]
        for each in (HTML, html + HTML)
    )

    assert with_data > without


def test_page_type_probabilities_sum_to_one() -> None:
    assert classified(HTML)[0].page_type_probabilities.sum() == pytest.approx(1)


@pytest.mark.models
def test_a_second_opinion_can_only_lower_probabilities() -> None:
    prediction, inputs = classified(HTML)
    assert inputs
    kept, dropped = (
        classify_again(inputs, prediction, np.full(4, share), shipped().html.stages).probabilities
        for share in (1.0, 0.0)
    )

    assert (kept <= prediction.probabilities).all()
    assert dropped[2] < prediction.probabilities[2]


def test_a_page_without_blocks_has_no_probabilities() -> None:
    prediction, inputs = classified("<div></div>")

    assert (prediction.page_type, prediction.page_type_probability, len(prediction.probabilities)) == (None, 0.0, 0)
    assert inputs is None


def test_the_second_stage_needs_an_opinion() -> None:
    inputs = classified(HTML)[1]

    assert inputs
    with pytest.raises(ValueError, match="second stage needs"):
        classify_html.SECOND_STAGES[0].compute(inputs)


def test_later_blocks_have_the_mean_of_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    html = (
        f"<body><nav-x class=menu>{'<p>Menu</p>' * 3}</nav-x><main>{f'<p>{TEXT * 3}</p>' * 20}</main><aside>x</aside>"
    )
    monkeypatch.setattr(classify_html, "MAX_BLOCKS", 10)
    prediction, inputs = classified(html)

    assert inputs
    assert (len(prediction.probabilities), inputs.size) == (24, 10)
    assert prediction.probabilities[10:23] == pytest.approx(prediction.probabilities[3:10].mean())
    assert prediction.probabilities[23] == pytest.approx(prediction.probabilities[:10].mean())  # a kind of its own
