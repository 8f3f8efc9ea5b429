"""The language as declared, checked against the text, or detected from it."""

import py3langid
import pytest

from extractor.metadata.language import check, detect
from extractor.types import Metadata

GERMAN = "Der Hafenrat wird seine neuen Kameratürme nicht vor dem Ende des Jahres in Betrieb nehmen, hieß es. " * 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The harbour council will not switch on its new camera towers before the end of the year.", "en"),
        ("Der Hafenrat wird seine neuen Kameratürme nicht vor dem Ende des Jahres in Betrieb nehmen, hieß es.", "de"),
        (
            "Старый маяк на мысе снова светит: вчера вечером его зажгли после ремонта, который продолжался два года.",
            "ru",
        ),
        ("停了十一年的钟楼昨天早上又响了起来。码头上的工人放下手里的绳子，听它敲完八下，才继续干活。", "zh"),
    ],
)
def test_detect(text: str, code: str) -> None:
    assert detect(text) == code


def test_english_needs_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(py3langid, "classify", lambda _: ("xx", 0.0))

    assert detect("The council said that the boats which are in the harbour will have to go from there.") == "en"


def test_english_words_in_another_language_do_not_make_it_english() -> None:
    text = "Das Album „The Boats That Have You“ erscheint im Herbst, und die Band geht dann auf eine lange Reise."

    assert detect(f"{text} {GERMAN}") == "de"


def test_a_few_words_say_nothing() -> None:
    assert detect("Hello world") is None


def test_a_template_that_says_english_is_not_believed() -> None:
    found, (doubt,) = check(Metadata(language="en-US", provenance={"language": "html:html[lang]@lang"}), GERMAN)

    assert (found.language, found.provenance["language"]) == ("de", "text:detected")
    assert doubt == "language is de as the text has it, but the page declares en-US"


def test_other_declarations_stand() -> None:
    found, doubts = check(Metadata(language="nl", provenance={"language": "meta:dc.language"}), GERMAN)

    assert (found.language, found.provenance["language"]) == ("nl", "meta:dc.language")
    assert doubts == ("language is nl as the page declares, but the text reads like de",)


@pytest.mark.parametrize(("language", "direction"), [("ar-EG", "rtl"), ("fr", "ltr"), (None, None)])
def test_direction_goes_with_the_language(language: str | None, direction: str | None) -> None:
    assert check(Metadata(language=language), "")[0].direction == direction
