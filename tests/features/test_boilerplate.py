"""What boilerplate says in several languages."""

import pytest

from extractor.document.words import count
from extractor.features import phrases
from extractor.features.boilerplate import BOILERPLATE, END, TEXT, kinds


def kind(text: str) -> int:
    (found,) = kinds([text.lower()], [count(text)])
    return int(found)


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
    assert kind(text) == END


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement", "Advertisement. Scroll to continue reading.", "Anzeige", "Publicité", "Реклама", "5 min read",
        "Skip to content", "Share on Facebook | Twitter", "Your email address:*", "Read more", "© 2008-2021 Somebody Ltd.",
        "We use cookies to give you the best experience.", "A pier at dusk. Photo: Nora Dahl", "Go deeper: The other story",
        "Please upgrade your browser, this is an outdated version of the browser.", "Lesen Sie auch: Etwas anderes",
    ],
)  # fmt: skip
def test_boilerplate(text: str) -> None:
    assert kind(text) != TEXT


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
def test_text_is_not_boilerplate(text: str) -> None:
    assert kind(text) == TEXT


@pytest.mark.parametrize(
    "text", [", ,", "facebook, x & email", "(share, tweet!)", "* required fields", "*Indicates required"]
)
def test_lines_of_labels_and_signs(text: str) -> None:
    assert kind(text) == BOILERPLATE


@pytest.mark.parametrize(
    "text", ["required reading for sailors", "facebook, a history", "...", "share this\nand go on reading"]
)
def test_lines_that_only_begin_so(text: str) -> None:
    assert kind(text) == TEXT


@pytest.mark.parametrize("unit", [",", " ", "\n", "share ", "sign up newsletter ", "read more · "])
@pytest.mark.parametrize("name", ["IS_END", "IS_BOILERPLATE", "IS_POINTER"])
def test_no_line_is_read_more_than_once(name: str, unit: str) -> None:
    """What backtracks takes hours over the first three."""
    assert getattr(phrases, name).match(unit * 40_000 + "\nz") is None
