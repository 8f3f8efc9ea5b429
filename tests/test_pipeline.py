"""The whole path in one call."""

import json
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from extractor import BadOptions, Extraction, InternalError, Options, extract
from extractor.classify.models import ARTIFACTS, CALIBRATION, HTML, Models
from extractor.document import plaintext
from extractor.input.limit_values import MAX_TAGS
from extractor.options import MODES, Mode

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 3
PAGE = f"<html lang=en><head><title>Towers</title></head><body><nav>Home</nav><article><h1>Towers</h1><p>{TEXT}</p></article></body></html>"


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode: Mode) -> None:
    extraction = extract(PAGE, options=Options(mode=mode))

    assert any(note.step == "trafilatura" for note in extraction.notes) == (mode == "accurate")
    assert TEXT.strip() in extraction.text


def test_fast_asks_no_second_opinion() -> None:
    steps = {note.step for note in extract(PAGE, options=Options(mode="fast")).notes}

    assert steps == {"blocks"}


def test_to_dict_is_plain_json_with_every_field() -> None:
    plain = extract(PAGE).to_dict()

    assert list(plain) == list(Extraction.__dataclass_fields__)
    assert json.loads(json.dumps(plain))["title"] == "Towers"


def test_an_extraction_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        extract(PAGE).title = "x"  # type: ignore[misc]


def test_a_page_without_text_is_an_answer_with_a_warning() -> None:
    extraction = extract("<html><body><div id=root></div></body></html>")

    assert (extraction.text, extraction.html, extraction.engine, extraction.confidence) == ("", "", "none", 0.0)
    assert extraction.warnings == ("the page has no content worth keeping",)


def test_a_low_confidence_gives_a_warning(tmp_path: Path) -> None:
    shutil.copytree(ARTIFACTS, tmp_path, dirs_exist_ok=True)
    low = {part: {"bias": -1.0, "weights": {}} for part in ("f1", "failure")}
    (tmp_path / HTML / CALIBRATION).write_text(json.dumps({"first": low, "second": low}), encoding="utf-8")

    assert extract(PAGE, models=Models(tmp_path)).warnings == (
        "low confidence: the text may lack content or hold boilerplate",
    )


def test_invalid_characters_give_a_warning() -> None:
    page = PAGE.replace("</p>", " Größe und Länge" * 10 + " X</p>").encode().replace(b"X", b"\xff")

    assert extract(page, content_type="text/html; charset=utf-8").warnings == (
        "1 characters are invalid in utf-8 and became U+FFFD",
    )


def test_text_and_bytes_give_the_same_answer() -> None:
    assert extract(PAGE).text == extract(PAGE.encode()).text


@pytest.mark.parametrize(
    "soup", ["<", "<p", "</", "<!", "<![CDATA[", "<html><frameset><frame></frameset>", "<table><td><table>" * 50]
)
def test_soup_is_no_error(soup: str) -> None:
    assert isinstance(extract(soup, content_type="text/html"), Extraction)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"data": None}, "data must be bytes or str, not NoneType"),
        ({"data": 5}, "data must be bytes or str, not int"),
        ({"data": "x", "url": 5}, "url must be a str or None, not int"),
        ({"data": "x", "content_type": b"text/html"}, "content_type must be a str or None, not bytes"),
    ],
)
def test_arguments_of_another_type_are_named(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(BadOptions, match=says):
        extract(**arguments)


@pytest.mark.parametrize("url", ["http://[bad", "http://[::1/x"])
def test_an_invalid_url_is_ignored(url: str) -> None:
    extraction = extract(PAGE.replace("</p>", " <a href='/x'>More</a> of it.</p>"), url=url)

    assert TEXT.strip() in extraction.text
    assert "the URL of the page is invalid and was ignored" in extraction.warnings


@pytest.mark.parametrize("mode", MODES)
def test_a_tag_that_holds_a_tag_is_no_error(mode: Mode) -> None:
    assert (
        TEXT.strip()
        in extract(PAGE.replace("</p>", "</p><pre><code>a <spa<html b</code></pre>"), options=Options(mode=mode)).text
    )


def test_a_defect_has_one_name_and_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        missing: dict[str, str] = {}
        missing["x"].strip()

    monkeypatch.setattr("extractor.pipeline.read_html", broken)
    with pytest.raises(InternalError, match="extractor has a defect: KeyError: 'x'") as raised:
        extract(PAGE)

    assert isinstance(raised.value.__cause__, KeyError)


def test_a_page_of_too_many_blocks_says_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("classify.html", "pipeline"):
        monkeypatch.setattr(f"extractor.{module}.MAX_BLOCKS", 20)
    extraction = extract(PAGE.replace("</article>", f"{f'<p>{TEXT}</p>' * 40}</article>"), options=Options(mode="fast"))

    assert any(
        "after the first 20, a block was kept or left out like earlier blocks of its kind" in each
        for each in extraction.warnings
    )
    assert extraction.text.count(TEXT.strip()) == 41


def test_a_page_of_too_many_tags_says_where_it_was_cut() -> None:
    extraction = extract(f"<html><body>{'<br>' * MAX_TAGS}<p>{TEXT}</p>")

    assert "the page has more than 100,000 tags; the rest was left out" in extraction.warnings
    assert TEXT.strip() not in extraction.text


def test_a_page_within_a_page_says_where_it_was_cut_too() -> None:
    shown = f"<html><body><p>{TEXT}</p>{'<br>' * MAX_TAGS}".replace("<", "&lt;")
    row = f"<tr><td class=line-number value=1></td><td class=line-content>{shown}</td></tr>"

    assert len([each for each in extract(f"<html><table>{row}</table>").warnings if "100,000 tags" in each]) == 1


def test_a_long_plain_text_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plaintext, "PIECE_LINES", 30)
    paragraphs = (
        TEXT.replace("its camera towers", f"tower {number * 7} on pier {number * 13}") for number in range(100)
    )
    extraction = extract("\n\n".join(paragraphs), content_type="text/plain")

    assert extraction.text.count("harbour council") == 300
    assert any("it was read in pieces of 30" in each for each in extraction.warnings)
