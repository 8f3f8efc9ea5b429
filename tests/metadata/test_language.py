"""The language detected where none is declared."""

import pytest

from extractor.metadata.language import detect


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


def test_a_few_words_say_nothing() -> None:
    assert detect("Hello world") is None
