"""Charsets in their order of precedence, HTML and plain text, and refusals."""

import pytest

from extractor import Empty, NotText, TooLarge
from extractor.input.decode import decode
from extractor.input.signatures import SIGNATURES
from extractor.types import Decoded

PROSE = "Über die Straße läuft ein größerer Hund, als man es in dieser Gegend gewöhnlich sieht. " * 3
RUSSIAN = "Старый маяк на мысе снова светит, и рыбаки видят его за двадцать миль. " * 3


def read(data: bytes | str, content_type: str | None = None, *, max_bytes: int = 1_000_000) -> Decoded:
    return decode(data, content_type=content_type, max_bytes=max_bytes)


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("data", "content_type", "charset", "source"),
    [
        (b"\xef\xbb\xbf" + page(PROSE, "windows-1251").encode(), "text/html; charset=koi8-r", "utf-8", "bom"),
        (b"\xff\xfe" + page(PROSE).encode("utf-16-le"), None, "utf-16-le", "bom"),
        (page(RUSSIAN, "utf-8").encode("koi8-r"), "text/html; charset=koi8-r", "koi8-r", "header"),
        (page(RUSSIAN, "windows-1251").encode("cp1251"), "text/html", "cp1251", "meta"),
        (page(PROSE, "iso-8859-1").encode("cp1252"), None, "cp1252", "meta"),
        (page(RUSSIAN).encode("cp1251"), None, "cp1251", "detected"),
        (page(PROSE).encode(), None, "utf-8", "detected"),
        (page(PROSE), None, "unicode", "none"),
    ],
    ids=["bom", "utf-16 bom", "header over meta", "meta", "latin-1 is cp1252", "detected", "utf-8 detected", "text"],
)
def test_charset_and_its_source(data: bytes | str, content_type: str | None, charset: str, source: str) -> None:
    decoded = read(data, content_type)

    assert (decoded.charset, decoded.charset_source, decoded.malformed) == (charset, source, 0)
    assert "größerer Hund" in decoded.text or "Старый маяк" in decoded.text


def test_a_declared_charset_that_cannot_decode_the_bytes_is_ignored() -> None:
    decoded = read(page(RUSSIAN, "utf-8").encode("cp1251"), "text/html; charset=utf-8")

    assert (decoded.charset, decoded.charset_source) == ("cp1251", "detected")
    assert RUSSIAN.strip() in decoded.text


def test_a_malformed_character_is_counted_and_does_not_change_the_charset() -> None:
    decoded = read(page(PROSE, "utf-8").encode().replace(b"</p>", b"\xff</p>"))

    assert (decoded.charset, decoded.charset_source, decoded.malformed) == ("utf-8", "meta", 1)


@pytest.mark.parametrize("content_type", [None, "text/html; charset=gb2312", "text/html; charset=windows-1251"])
def test_valid_utf_8_is_utf_8_whatever_is_declared(content_type: str | None) -> None:
    decoded = read(page("夜班渡轮留下来了", "gb2312").encode(), content_type)

    assert (decoded.charset, decoded.malformed) == ("utf-8", 0)
    assert "夜班渡轮留下来了" in decoded.text


def test_a_few_bytes_that_are_utf_8_by_accident_are_decoded_as_declared() -> None:
    assert read("联通".encode("gb18030"), "text/plain; charset=gb2312").text == "联通"
    assert (
        read("联通".encode("gb18030") + "，今天很好".encode("gb18030"), "text/plain; charset=gb2312").text
        == "联通，今天很好"
    )


def test_ascii_bytes_have_the_declared_charset() -> None:
    assert read(page("plain", "windows-1251").encode()).charset == "cp1251"


@pytest.mark.parametrize(
    "charset", ["hex", "idna", "zlib_codec", "undefined", "utf-7", "unicode_escape", "rot13", "cp037", "x"]
)
def test_codecs_outside_the_encoding_standard_are_ignored(charset: str) -> None:
    for content_type in (None, f"text/html; charset={charset}"):
        decoded = read(page(RUSSIAN, charset).encode("cp1251"), content_type)

        assert (decoded.charset, decoded.charset_source) == ("cp1251", "detected")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [PROSE, RUSSIAN, "夜班渡轮留下来了"])
def test_utf_16_without_a_byte_order_mark_is_detected(charset: str, text: str) -> None:
    decoded = read(page(text).encode(charset), "text/html")

    assert (decoded.charset, decoded.text) == (charset, page(text))


@pytest.mark.parametrize("text", ["Škoda “naïve” café — 10 €", RUSSIAN, "夜班渡轮留下来了"])
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_double_encoding_of_utf_8_is_undone(text: str, wrong: str) -> None:
    try:
        twice = page(text).encode().decode(wrong).encode()
    except UnicodeDecodeError:
        pytest.skip("windows-1252 has no such bytes")
    decoded = read(twice)

    assert decoded.text == page(text)
    assert decoded.notes == ("double encoding of the page as UTF-8 was undone",)


def test_a_page_about_double_encoding_is_unchanged() -> None:
    for text in ("Ã© is what é becomes", "é and Ã© and Ã©Ã©Ã©", "Â«", "Ã", "größer"):
        assert read(page(text).encode()).text == page(text)


def test_utf_16_in_a_meta_tag_means_utf_8() -> None:
    assert read(page(PROSE, "utf-16").encode()).charset == "utf-8"


def test_line_ends_are_normalised_and_control_characters_removed() -> None:
    assert read("a\r\nb\rc\x00d\x0b\ud800").text == "a\nb\ncd"


@pytest.mark.parametrize(
    ("text", "content_type", "kind"),
    [
        ("<!DOCTYPE html><p>x", None, "html"),
        ("\n <!-- saved --> <html lang=en>", None, "html"),
        ("<html><body>x</body></html>", "text/plain", "html"),
        ("<p>Hello</p>", None, "html"),
        (" <p>Hello, not closed", None, "html"),
        ("<3 is no tag, and neither is x < y > z", None, "dump"),
        ("The text of a page.\n\nWith lines.", None, "dump"),
        ("The text of a page.\n\nWith lines.", "text/html", "dump"),
        ("Use <br> for breaks, <p> for paragraphs.", None, "dump"),
        ("<p>shown as text</p>", "text/plain; charset=utf-8", "dump"),
        ("plain text", "application/octet-stream", "dump"),
        ("<!---->" * 40 + "<p>x", None, "html"),
        ("<!-- a -->\n" * 40_000, None, "html"),
        ("<!-- never closed " * 1000, None, "html"),
        ('<?xml version="1.0"?>\n<!-- a --> <?php x ?><html>', "text/plain", "html"),
        ("<!---->" * 40 + "text", None, "dump"),
        (" \n" * 200_000 + "text", None, "dump"),
    ],
)
def test_html_or_plain_text(text: str, content_type: str | None, kind: str) -> None:
    assert read(text, content_type).kind == kind


@pytest.mark.parametrize(("signature", "name"), SIGNATURES, ids=[name for _, name in SIGNATURES])
def test_binary_formats_are_refused_by_name(signature: bytes, name: str) -> None:
    with pytest.raises(NotText, match="neither HTML nor plain text") as refusal:
        read(signature + b"\x00\x01 data" * 20, "text/html")

    assert name in str(refusal.value)


def test_an_input_beyond_max_bytes_is_refused() -> None:
    with pytest.raises(TooLarge, match="11 bytes, more than the 10 allowed"):
        read(b"x" * 11, max_bytes=10)


@pytest.mark.parametrize("data", [b"", "", b" \n\t ", "\u00a0 \n"])
def test_an_empty_input_is_refused(data: bytes | str) -> None:
    with pytest.raises(Empty):
        read(data)
