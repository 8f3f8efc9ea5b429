"""What all integrations share."""

import logging
import pickle

import pytest

from extractor.errors import BadOptions, NotText
from extractor.integrations.page import COLUMNS, METADATA, Converter
from extractor.options import Options
from tests.cases import ROOT

NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()


def test_metadata_are_plain_and_have_values() -> None:
    metadata = Converter().convert(NEWS, "https://courier.example/bridge").metadata

    assert metadata["authors"] == ["Ida Berg", "Tom Falk"]
    assert metadata.keys() <= set(METADATA)
    assert all(value and isinstance(value, str | int | float | list) for value in metadata.values())


def test_form_and_options_reach_the_library() -> None:
    assert Converter(form="html").convert(NEWS).text.startswith("<h1>")
    precise, thorough = (
        len(Converter(options=Options(focus=focus)).convert(NEWS).text) for focus in ("precision", "recall")
    )
    assert precise < thorough


def test_an_unknown_format_is_a_bad_option() -> None:
    with pytest.raises(BadOptions, match="format must be one of"):
        Converter(form="pdf")


def test_a_converter_can_be_pickled() -> None:
    converter = Converter(form="text", options=Options(mode="fast"))

    assert pickle.loads(pickle.dumps(converter)) == converter  # noqa: S301 - our own


def test_a_refused_page_is_logged_with_its_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert Converter().try_convert(b"%PDF-1.4", name="a.pdf") is None
    assert caplog.messages == ["a.pdf was left out: the input is a PDF, neither HTML nor plain text"]
    with pytest.raises(NotText):
        Converter().convert(b"%PDF-1.4")


@pytest.mark.parametrize("page", [NEWS, b"%PDF-1.4", None, "<p></p>"])
def test_rows_have_all_columns_with_values_of_their_types(page: bytes | str | None) -> None:
    row = Converter(form="text").row(page)

    assert row.keys() == COLUMNS.keys()
    assert all(value is None or isinstance(value, COLUMNS[name]) for name, value in row.items())
    assert row["authors"] is not None


def test_a_row_has_a_text_or_an_error_unless_there_is_no_page() -> None:
    convert = Converter(form="text").row

    assert (convert(NEWS)["text"] or "").startswith("Bridge")
    assert convert(NEWS)["error"] is None
    assert (convert("")["text"], convert("")["error"]) == (None, "there is nothing to extract: the input is empty")
    assert (convert(None)["text"], convert(None)["error"]) == (None, None)
