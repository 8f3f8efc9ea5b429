"""Author and date in the header of a post."""

import pytest

from extractor.classify.threads import Span
from extractor.document.html import parse
from extractor.metadata.posts import read
from tests.predictions import prediction

TEXT = "I have crossed this bridge every day for nine years."


def header(html: str) -> tuple[str | None, str | None, str | None]:
    """Return author, date, and the date as written, of a post with this header."""
    page = parse(f"<body><div>{html}</div><p>{TEXT}</p></body>", "https://forum.example/t/1")
    last = len(page.blocks) - 1
    about = prediction([0.9] * (last + 1), "forum")._replace(posts=(Span((last,), tuple(range(last)), 0),))
    ((post,), comments) = read(page, about, "separate")
    assert (post.text, post.position, comments) == (TEXT, 1, ())
    return post.author, post.date, post.date_text


@pytest.mark.parametrize(
    ("html", "author", "date", "written"),
    [
        ("<a href='/members/ida.3/'>Ida</a> <span>5 May 2012</span>", "Ida", "2012-05-05", "5 May 2012"),
        ("<cite class='fn'>Ola Nord</cite> <em>says:</em>", "Ola Nord", None, None),
        ("Posted by Kim on 2019-03-04", "Kim", "2019-03-04", "2019-03-04"),
        ("<span class='username'>lamp_fan</span><div>2 hours ago</div>", "lamp_fan", None, "2 hours ago"),
        ("<p class='author'>Ida</p><p>Joined: 3 March 2004</p><p>6 May 2012</p>", "Ida", "2012-05-06", "6 May 2012"),
        ("<div class='userinfo'>Ida</div><time datetime='2012-05-06T10:00:00Z'>today</time>", "Ida",
         "2012-05-06T10:00:00Z", "today"),
        ("<a href='#'>Reply</a><p>17.244</p>", None, None, None),
    ],
)  # fmt: skip
def test_header(html: str, author: str | None, date: str | None, written: str | None) -> None:
    found = header(html)

    assert found[0] == author
    assert found[2] == written
    assert (found[1] or "")[:10] == (date or "")[:10]


def test_a_profile_address_is_absolute() -> None:
    page = parse(f"<body><a href='/user/ida'>Ida</a><p>{TEXT}</p></body>", "https://forum.example/t/1")
    about = prediction([0.9, 0.9], "forum")._replace(posts=(Span((1,), (0,), 0),))

    assert read(page, about, "separate")[0][0].author_url == "https://forum.example/user/ida"


@pytest.mark.parametrize(("comments", "count"), [("separate", 1), ("include", 1), ("drop", 0)])
def test_comments_are_left_out_on_request(comments: str, count: int) -> None:
    page = parse(f"<body><p>{TEXT}</p></body>")
    about = prediction([0.1], "article")._replace(posts=(Span((0,), (), 0),))

    assert [len(part) for part in read(page, about, comments)] == [0, count]  # type: ignore[arg-type]
