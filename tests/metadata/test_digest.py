"""A page with several articles is told from one with bylines of teasers."""

import pytest

from extractor.document.plaintext import parse
from extractor.features.plaintext.inputs import read
from extractor.metadata.digest import articles
from extractor.types import PageType
from tests.predictions import prediction

SENTENCE = "The harbour council will not switch on its new camera towers before the end of the year."
BYLINES = ("By Anna Kowalska, 11 March 2026", "12 March 2026", "von Jens Holm, 3.4.2026")


def page_of(sentences: int) -> str:
    article = "\n\n".join([SENTENCE] * sentences)
    return "\n\n".join(f"News number {number}\n{byline}\n\n{article}" for number, byline in enumerate(BYLINES))


@pytest.mark.parametrize(
    ("text", "page_type", "expected"),
    [
        (page_of(6), "article", 3),
        (page_of(1), "article", 0),
        (page_of(6), "forum", 0),
        (page_of(6).split("News number 1")[0], "article", 0),
        (SENTENCE, "article", 0),
    ],
)
def test_number_of_articles(text: str, page_type: PageType, expected: int) -> None:
    page = parse(text)
    lines = read(page)
    probabilities = [0.95 if line.words > 10 else 0.1 for line in page.lines]
    assert articles(page, lines, prediction(probabilities, page_type)) == expected
