"""Comments stand apart from an article; the posts of a thread are its text."""

import numpy as np
import pytest

from extractor.classify.threads import Span
from extractor.content.comments import with_posts
from extractor.document.html import parse
from extractor.options import Comments
from extractor.types import PageType
from tests.predictions import prediction

TEXT = "The harbour council will not switch on its camera towers before the end of the year."
PAGE = parse(f"<p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p>")
SPANS = (Span((1, 2), (), 0),)


def kept(page_type: PageType, comments: Comments, probabilities: list[float], likely: list[bool]) -> list[bool]:
    about = prediction(probabilities, page_type)._replace(posts=SPANS)
    return [bool(each) for each in with_posts(PAGE, np.array(likely), about, comments)]


@pytest.mark.parametrize(
    ("page_type", "comments", "expected"),
    [
        ("article", "separate", [True, False, False]),
        ("article", "drop", [True, False, False]),
        ("article", "include", [True, True, True]),
        ("forum", "separate", [True, True, True]),
        ("forum", "drop", [True, True, True]),
    ],
)
def test_place_of_comments(page_type: PageType, comments: Comments, expected: list[bool]) -> None:
    assert kept(page_type, comments, [0.9, 0.45, 0.4], [True, True, False]) == expected


def test_what_is_surely_content_is_no_comment() -> None:
    assert kept("article", "separate", [0.9, 0.9, 0.8], [True, True, True]) == [True, True, True]


def test_comments_behind_an_article_are_no_content() -> None:
    article = "<p>" + f"{TEXT} " * 10 + "</p>"
    page = parse(f"{article}<p>{TEXT}</p>")
    about = prediction([0.9, 0.9], "article")._replace(posts=(Span((1,), (), 0),))
    assert with_posts(page, np.array([True, True]), about, "separate").tolist() == [True, False]
    assert with_posts(page, np.array([True, True]), about, "include").tolist() == [True, True]


def test_a_post_of_which_little_is_likely_stays_out() -> None:
    assert kept("forum", "separate", [0.9, 0.1, 0.1], [True, False, False]) == [True, False, False]
