"""The selectolax engine: boilerplate by whole names, the article by weight."""

from extractor.engines.blocks import propose
from extractor.page import parse
from extractor.profiles import PROFILES

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. "
ARTICLE = PROFILES["article"]


def text(html: str, *, forum: bool = False) -> str:
    return propose(parse(f"<html><body>{html}</body></html>"), PROFILES["forum"] if forum else ARTICLE).text


def test_named_boilerplate_is_set_aside() -> None:
    html = f"<nav><a href=/>Home</a></nav><div><p>{TEXT * 3}</p></div><div class='related-posts'><p>{TEXT}</p></div>"

    assert text(html) == (TEXT * 3).strip()


def test_parts_of_names_condemn_nothing() -> None:
    html = "".join(
        f"<div class='{name}'><p>{TEXT}</p></div>" for name in ("messages", "slideshow", "footnote", "adhesive")
    )

    assert text(html).count("harbour council") == 4


def test_a_container_that_holds_the_page_is_spared() -> None:
    assert text(f"<div class='sidebar'><p>{TEXT * 5}</p></div><p>Short.</p>") == (TEXT * 5).strip()


def test_comments_are_content_only_in_forums() -> None:
    post = f"<div class='post'><p>{TEXT * 3}</p></div>" + f"<div class='comment'><p>{TEXT}</p></div>" * 2

    assert text(post).count("harbour council") == 3
    assert text(post, forum=True).count("harbour council") == 5


def test_noscript_is_content_where_it_holds_the_text() -> None:
    assert text(f"<div>Loading</div><noscript><p>{TEXT * 4}</p></noscript>").count("harbour council") == 4
    assert "JavaScript" not in text(f"<p>{TEXT * 4}</p><noscript><p>Please turn JavaScript on.</p></noscript>")


def test_lists_of_links_are_content_where_there_is_no_running_text() -> None:
    cards = "".join(f"<li><a href='/{n}'>Sweater number {n}</a> <span>{n}9.00</span></li>" for n in range(12))

    assert text(f"<main><h1>Sweaters</h1><ul>{cards}</ul></main>").count("Sweater number") == 12


def test_captions_and_pointers_are_dropped_in_articles() -> None:
    html = f"<p>{TEXT * 3}</p><figure><figcaption>A tower</figcaption></figure><p><a href=/x>Another story</a></p><p>{TEXT}</p>"

    assert text(html).split("\n\n") == [(TEXT * 3).strip(), TEXT.strip()]


def test_notes_say_what_was_set_aside() -> None:
    candidate = propose(parse(f"<body><nav class=top>Home</nav><main><p>{TEXT * 3}</p></main></body>"), ARTICLE)

    assert ("set aside <nav>", "top") in [(note.reason, note.text) for note in candidate.notes]


def test_a_page_without_text_gives_an_empty_candidate() -> None:
    assert text("<div></div>") == ""
