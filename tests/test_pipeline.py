"""The whole path in one call."""

import json
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from extractor import Extraction, Options, extract
from extractor.models import CONFIDENCE, HERE, PAGES, Models
from extractor.options import MODES, Mode

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 3
PAGE = f"<html lang=en><head><title>Towers</title></head><body><nav>Home</nav><article><h1>Towers</h1><p>{TEXT}</p></article></body></html>"


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode: Mode) -> None:
    extraction = extract(PAGE, options=Options(mode=mode))

    assert any(note.step == "trafilatura" for note in extraction.notes) == (mode == "accurate")
    assert TEXT.strip() in extraction.text


def test_fast_never_asks_trafilatura() -> None:
    steps = {note.step for note in extract(PAGE, options=Options(mode="fast")).notes}

    assert steps == {"blocks"}


def test_to_dict_is_plain_json_with_every_field() -> None:
    plain = extract(PAGE).to_dict()

    assert list(plain) == list(Extraction.__dataclass_fields__)
    assert json.loads(json.dumps(plain))["title"] == "Towers"


def test_an_extraction_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        extract(PAGE).title = "x"  # type: ignore[misc]


def test_a_page_without_text_is_an_answer_with_a_reason() -> None:
    extraction = extract("<html><body><div id=root></div></body></html>")

    assert (extraction.text, extraction.html, extraction.engine, extraction.confidence) == ("", "", "none", 0.0)
    assert extraction.warnings == ("nothing worth keeping was found on this page",)


def test_doubt_is_said(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    (tmp_path / PAGES / CONFIDENCE).write_text('{"slope": 1.0, "offset": -0.5}', encoding="utf-8")

    assert extract(PAGE, models=Models(tmp_path)).warnings == (
        "low confidence: the text may hold too much or too little of the page",
    )


def test_unreadable_characters_are_said() -> None:
    page = PAGE.replace("</p>", " Größe und Länge" * 10 + " X</p>").encode().replace(b"X", b"\xff")

    assert extract(page, content_type="text/html; charset=utf-8").warnings == (
        "1 characters could not be read as utf-8 and stand as U+FFFD",
    )


def test_text_and_bytes_give_the_same_answer() -> None:
    assert extract(PAGE).text == extract(PAGE.encode()).text


@pytest.mark.parametrize(
    "soup", ["<", "<p", "</", "<!", "<![CDATA[", "<html><frameset><frame></frameset>", "<table><td><table>" * 50]
)
def test_soup_is_no_error(soup: str) -> None:
    assert isinstance(extract(soup, content_type="text/html"), Extraction)
