"""What furniture says in several languages, and where the article stands in a dump."""

import pytest

from extractor.dump import parse
from extractor.features import layout
from extractor.features.furniture import kind
from extractor.words import count

SENTENCE = "The harbour council will not switch on its new camera towers before the end of the year."


@pytest.mark.parametrize(
    "text",
    [
        "You May Also Like", "Related articles:", "3 Comments", "Leave a Reply", "Written By", "Share this article",
        "Subscribe to our daily newsletter", "Das könnte Sie auch interessieren", "À lire aussi", "Artículos relacionados",
        "Leggi anche", "Leia também", "Lees ook", "Czytaj także", "Читайте также", "関連記事", "相关阅读", "관련 기사",
    ],
)  # fmt: skip
def test_lines_that_end_an_article(text: str) -> None:
    assert kind(text, count(text)) == "end"


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement", "Advertisement. Scroll to continue reading.", "Anzeige", "Publicité", "Реклама", "5 min read",
        "Skip to content", "Share on Facebook | Twitter", "Your email address:*", "Read more", "© 2008-2021 Somebody Ltd.",
        "We use cookies to give you the best experience.", "A pier at dusk. Photo: Nora Dahl", "Go deeper: The other story",
        "Please upgrade your browser, this is an outdated version of the browser.", "Lesen Sie auch: Etwas anderes",
    ],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert kind(text, count(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "The big picture: a federal study found that most systems fail.",
        "Related work on tides goes back to the nineteenth century.",
        "She shared the recipe with the whole village.",
        "Comments by the minister were met with silence, and nobody wrote them down.",
        "Tags are sewn into the collar of each sweater.",
        "Photographs of the pier hang in the town hall.",
    ],
)
def test_text_is_not_furniture(text: str) -> None:
    assert kind(text, count(text)) is None


def found(text: str) -> list[str]:
    dump = parse(text)
    article = layout.read(dump)
    return [line.text for line in dump.lines[article.start : article.end]]


def test_menus_and_teasers_are_outside() -> None:
    teaser = "A story that somebody else wrote about something else and that goes on..."
    menu = "Home\nNews\nAbout us\nContact"

    assert found(f"{menu}\n\n{SENTENCE}\n\n{SENTENCE}\n\n{teaser}\n\n{teaser}") == [SENTENCE, SENTENCE]


def test_an_end_line_cuts_full_sentences_behind_it() -> None:
    body = "\n\n".join([SENTENCE] * 6)

    assert found(f"{body}\n\nYou may also like\n\n{SENTENCE}\n\n{SENTENCE}") == [SENTENCE] * 6


def test_an_end_line_at_the_top_cuts_nothing() -> None:
    body = "\n\n".join([SENTENCE] * 6)

    assert found(f"Share\n\n{body}") == [SENTENCE] * 6


def test_an_advertisement_in_the_middle_does_not_end_the_article() -> None:
    body = "\n\n".join([SENTENCE] * 4)

    assert found(f"{body}\n\nAdvertisement\n\n{SENTENCE}")[-1] == SENTENCE


def test_nothing_is_found_in_a_menu() -> None:
    assert found("Home\nNews\nAbout us") == []
