"""Declared and detected language."""

import py3langid
import pytest

from extractor.extraction import Metadata
from extractor.metadata.language import check, detect

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


def test_plain_english_is_found_without_the_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(py3langid, "classify", lambda _: ("xx", 0.0))

    assert detect("The council said that the boats which are in the harbour will have to go from there.") == "en"


def test_a_text_with_english_words_is_not_english() -> None:
    text = "Das Album „The Boats That Have You“ erscheint im Herbst, und die Band geht dann auf eine lange Reise."

    assert detect(f"{text} {GERMAN}") == "de"


def test_a_few_words_are_not_detected() -> None:
    assert detect("Hello world") is None


def test_a_long_text_overrides_declared_english() -> None:
    found, warnings = check(Metadata(language="en-US", provenance={"language": "html:html[lang]@lang"}), GERMAN)

    assert (found.language, found.provenance["language"]) == ("de", "text:detected")
    assert warnings == ("language is de (detected in the text), but the page declares en-US",)


def test_other_declarations_are_kept() -> None:
    found, warnings = check(Metadata(language="nl", provenance={"language": "meta:dc.language"}), GERMAN)

    assert (found.language, found.provenance["language"]) == ("nl", "meta:dc.language")
    assert warnings == ("language is nl (declared by the page), but the text seems to be de",)


@pytest.mark.parametrize(("language", "direction"), [("ar-EG", "rtl"), ("fr", "ltr"), (None, None)])
def test_direction_follows_the_language(language: str | None, direction: str | None) -> None:
    assert check(Metadata(language=language), "")[0].direction == direction
