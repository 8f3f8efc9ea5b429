"""Models over words and names, with weights of our own."""

import numpy as np
import pytest

from extractor.classify.bag_of_words import BagOfWords
from extractor.classify.target_encoding import TargetEncoding
from extractor.document.html import parse
from extractor.features.html.inputs import read
from extractor.features.html.predicted import TOKEN_FEATURES
from extractor.features.shared.vocabulary import build
from extractor.structured_data.read import read_structured_data


def encoded(html: str, encoding: TargetEncoding) -> dict[str, list[float]]:
    page = parse(html)
    values = encoding.predict(read(page, read_structured_data(page)))
    return dict(zip(TOKEN_FEATURES, values.tolist(), strict=True))


def test_known_names_have_weights_and_others_the_prior() -> None:
    encoding = TargetEncoding(names={"good": 2.0}, words={}, headings={}, prior=-1.0)

    assert encoded("<div class='good unknown'><p>a</p></div><p>b</p>", encoding)["names_max"] == [2.0, -1.0]


def test_words_count_for_their_block_and_for_the_blocks_below_a_heading() -> None:
    encoding = TargetEncoding(names={}, words={"buy": -2.0}, headings={"reviews": 3.0}, prior=0.0)
    found = encoded(f"<h2>Reviews</h2><p>Buy now</p><p>{'word ' * 40}</p>", encoding)

    assert found["words_min"] == [0.0, -2.0, 0.0]
    assert found["heading_words_max"] == [0.0, 3.0, 3.0]


def test_log_odds_of_lines() -> None:
    model = BagOfWords.of(
        {"subscribe": [-1.0, -2.0, -4.0, 0.0, 0.0], "now": [0.0, 0.0, 0.0, -8.0, 0.0]}, {"home": 3.0}, 0.5
    )
    vocabulary, no_heading = build([["subscribe", "now"], ["home"], ["other"]]), np.full(3, -1)

    assert model.log_odds(vocabulary, no_heading).tolist() == pytest.approx(
        [0.5 + (-1 - 2 - 4 - 8) / np.sqrt(2 * 2 + 2 + 1), 0.5 + 3 / np.sqrt(2 + 2 + 1), 0.5]
    )


def test_the_heading_above_counts() -> None:
    model = BagOfWords.of({"related": [0.0, 0.0, 0.0, 0.0, -5.0]}, {}, 0.0)

    assert model.log_odds(build([["related"], ["other", "words"]]), np.array([-1, 0]))[1] < 0
