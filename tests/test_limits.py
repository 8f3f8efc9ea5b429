"""Markup that would take a parser minutes."""

import pytest

from extractor import TooDeep, extract
from extractor.guard import CROWDED, DEEP, check

MANY = DEEP * 4


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<div>" * MANY, "nested more than"),
        ("<b>" * MANY + "</b>" * MANY, "nested more than"),
        ("<DIV CLASS=x>" * MANY, "nested more than"),
        (f"<p {' '.join(f'a{number}=1' for number in range(CROWDED + 1))}>x", "attributes"),
    ],
)
def test_it_is_refused(html: str, says: str) -> None:
    with pytest.raises(TooDeep, match=says):
        extract(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>x" * MANY,
        "<br>" * MANY,
        "<ul>" + "<li>x" * MANY + "</ul>",
        "<div>x</div>" * MANY,
        f"<script>if (a <b {'x ' * MANY}) {'<div>' * MANY}</script><p>x</p>" + "<b>x</b>" * MANY,
        f"<p title='{'x' * CROWDED * 2}'>x</p>",
        f"<p data-x='{'x ' * MANY}'>x</p>",
        "a < b and c " * MANY,
    ],
    ids=["paragraphs", "breaks", "items", "closed", "script", "long attribute", "attribute of many words", "no tags"],
)
def test_long_pages_are_not(html: str) -> None:
    check(html)
