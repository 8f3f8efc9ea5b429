"""Content images stand in place; icons, placeholders and the images of teasers do not."""

import pytest

from extractor.document import media
from extractor.document.fragment import assemble
from extractor.document.html import parse

BASE = "https://a.example/"


def fragment(html: str, *dropped: str) -> str:
    page = parse(html, BASE)
    return assemble(media.place(page, [block.text not in dropped for block in page.blocks]), BASE)


def test_images_stand_between_their_blocks() -> None:
    html = "<article><h1>T</h1><img src=a.jpg alt=A><p>One</p><figure><img src=b.jpg><figcaption>B</figcaption></figure></article>"

    assert fragment(html) == (
        '<h1>T</h1><p><img src="https://a.example/a.jpg" alt="A"></p><p>One</p>'
        '<p><img src="https://a.example/b.jpg" alt=""></p><p>B</p>'
    )


def test_images_stand_inside_items_and_cells() -> None:
    html = "<ul><li>One<img src=a.jpg></li><li>Two</li></ul><table><tr><td><img src=b.jpg>x</td><td>y</td></tr></table>"

    assert fragment(html) == (
        '<ul><li>One<p><img src="https://a.example/a.jpg" alt=""></p></li><li>Two</li></ul>'
        '<table><tr><td><img src="https://a.example/b.jpg" alt="">x</td><td>y</td></tr></table>'
    )


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ('<img src="blank.gif" data-src="a.jpg">', "a.jpg"),
        ('<img data-srcset="s.jpg 320w, a.jpg 640w">', "a.jpg"),
        ('<img src="data:image/gif;base64,R0" srcset="s.jpg 1x, a.jpg 2x">', "a.jpg"),
        ('<picture><source srcset="a.jpg 800w"><img alt="x"></picture>', "a.jpg"),
        ('<img src="tiny.jpg" width="90"><noscript><img src="a.jpg" width="90"></noscript>', "a.jpg"),
        ('<img src="a.jpg"><img src="a.jpg">', "a.jpg"),
    ],
)
def test_the_url_of_an_image(image: str, url: str) -> None:
    assert fragment(f"<p>One</p>{image}<p>Two</p>").count("<img") == 1
    assert f'<img src="{BASE}{url}"' in fragment(f"<p>One</p>{image}<p>Two</p>")


@pytest.mark.parametrize(
    "image",
    [
        '<img src="a.jpg" width="16" height="16">',
        '<img src="a.jpg" class="author-avatar">',
        '<img src="/avatars/7.png">',
        '<img src="spacer.gif">',
        '<img src="javascript:alert(1)">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="file:///etc/x.png">',
        "<header><img src='logo.png'></header>",
    ],
)
def test_what_is_no_content_image(image: str) -> None:
    assert "<img" not in fragment(f"<p>One</p>{image}<p>Two</p>")


def test_images_of_dropped_teasers_are_dropped() -> None:
    html = (
        "<main><p>One</p><div><a href=/x>More</a><img src=t.jpg></div><p>Two</p></main>"
        "<aside><p>Ad</p><p>Ad</p><p>Ad</p><p>Ad</p><img src=ad.jpg></aside>"
    )

    assert "<img" not in fragment(html, "More", "Ad")


def test_a_page_without_kept_blocks_has_no_images() -> None:
    assert not fragment("<p>One</p><img src=a.jpg>", "One")


def test_copies_of_an_image_stand_once() -> None:
    text = "A paragraph of the article that is kept."
    page = parse(
        f"<article><p>{text}</p><img src='/a-300x200.jpg'><img src='/a.jpg?w=9'><img src='/i.php?id=1'>"
        f"<img src='/i.php?id=2'><img data-loader='/b.png' src='data:image/gif;base64,R0'><p>{text}</p></article>"
    )
    found = assemble(media.place(page, [True, True]))

    assert [part.split('"')[0] for part in found.split('<img src="')[1:]] == [
        "/a-300x200.jpg",
        "/i.php?id=1",
        "/i.php?id=2",
        "/b.png",
    ]
