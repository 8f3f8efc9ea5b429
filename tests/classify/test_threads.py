"""Posts are found in the containers that repeat, with what stands about them."""

import numpy as np
import pytest

from extractor.classify.threads import Span, find
from extractor.document.html import parse

TEXT = "I have crossed this bridge every day for nine years and never once saw the lamp lit."


def posts(html: str, probability: float = 0.9, *, is_thread: bool = False) -> tuple[Span, ...]:
    """Find the posts, with blocks that hold `TEXT` as their text."""
    page = parse(f"<body>{html}</body>")
    found = np.array([probability if TEXT in block.text else 0.05 for block in page.blocks])
    return find(page, found, found, is_thread=is_thread)


def test_a_post_is_a_container_with_author_and_date() -> None:
    item = "<li class='comment'><cite class='fn'>Ida</cite><span>5 May 2012</span><div><p>{}</p><p>{}</p></div></li>"
    found = posts(f"<h1>Lamps</h1><ol>{item.format(TEXT, TEXT)}{item.format(TEXT, TEXT)}</ol>")

    assert [(span.text, span.about) for span in found] == [((2, 3), (1,)), ((5, 6), (4,))]


def test_a_reply_inside_a_post_is_a_post_of_its_own() -> None:
    reply = f"<li class='comment'><p>{TEXT}</p></li>"
    found = posts(
        f"<ol><li class='comment'><p>{TEXT}</p><ol>{reply}</ol></li><li class='comment'><p>{TEXT}</p></li></ol>"
    )

    assert [span.depth for span in found] == [0, 1, 0]


def test_headers_may_stand_in_rows_of_their_own() -> None:
    rows = "".join(
        f"<tr><td class='author'>{name} 5 May 2012</td></tr><tr class='body'><td class='says'><p>{TEXT}</p></td></tr>"
        for name in ("Ida", "Ola", "Kim")
    )
    found = posts(f"<table><tr><td><form></form></td></tr>{rows}</table>")

    assert len(found) == 3
    assert all(span.about and max(span.about) < span.text[0] for span in found)


def test_an_opening_post_may_have_other_markup() -> None:
    item = f"<div class='reply'><b class='author'>Ola</b><div><p>{TEXT}</p></div></div>"
    found = posts(f"<div class='question'><p>{TEXT}</p></div>{item}{item}{item}")

    assert len(found) == 4


def test_blank_names_are_no_names() -> None:
    item = f"<div class='  '><a href='/user/1'>Ida</a> 5 May 2012<div><p>{TEXT}</p></div></div>"

    assert len(posts(item + item)) == 2


@pytest.mark.parametrize("html", ["", "<p>Nothing that anybody wrote.</p>", f"<p>{TEXT}</p>"])
def test_a_page_without_posts_has_none(html: str) -> None:
    assert posts(html) == ()


ITEM = "<div class='post'><b class='author'>Ida</b><p class='time'>5 May 2012</p><p class='says'>{}</p></div>"


def test_a_short_post_is_found_by_its_place_in_the_template() -> None:
    page = parse(f"<body>{ITEM.format(TEXT)}{ITEM.format('Me too.')}{ITEM.format(TEXT)}</body>")
    probabilities = np.array([{TEXT: 0.9, "Me too.": 0.2}.get(block.text, 0.05) for block in page.blocks])

    found = find(page, probabilities, probabilities, is_thread=False)

    assert [page.blocks[span.text[0]].text for span in found] == [TEXT, "Me too.", TEXT]


def test_a_thread_has_posts_even_where_all_are_unlikely() -> None:
    items = ITEM.format(TEXT) + ITEM.format(TEXT)

    assert len(posts(items, 0.2, is_thread=True)) == 2
    assert posts(items, 0.2) == ()


def test_a_date_is_never_the_text_of_a_post() -> None:
    page = parse(f"<body>{ITEM.format(TEXT)}{ITEM.format(TEXT)}</body>")

    found = find(page, np.full(len(page.blocks), 0.9), np.full(len(page.blocks), 0.9), is_thread=False)

    assert all("5 May 2012" not in [page.blocks[index].text for index in span.text] for span in found)
