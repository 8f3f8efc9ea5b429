"""Saved pages: wrappers that are removed, elements that are closed, and pages that stay unchanged."""

import pytest

from extractor import Garbled, NotText, extract
from extractor.input.decode import decode
from extractor.input.saved_pages import close_empty_elements
from extractor.types import Decoded

PAGE = '<html lang="en"><head><title>x</title></head><body><p class="a">The ferry sails at ten.</p></body></html>'
WARC = (
    "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://karvel.example/tower\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
    "Content-Type: {content_type}\r\nContent-Length: 99\r\n\r\n"
)
HEADERS = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\nServer: x\r\n"
MHTML = (
    "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n"
    "Snapshot-Content-Location: https://a.example/x\r\n\r\n"
)


def read(data: bytes | str, content_type: str | None = None) -> Decoded:
    return decode(data, content_type=content_type, max_bytes=1_000_000)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_http_headers_are_removed_and_their_charset_counts(line_end: str) -> None:
    data = f"{HEADERS}\r\n{PAGE}Паром".replace("\r\n", line_end).encode("koi8-r")
    decoded = read(data)

    assert (decoded.text, decoded.charset, decoded.charset_source) == (f"{PAGE}Паром", "koi8-r", "header")
    assert read(data, "text/html; charset=cp866").charset == "cp866"  # the caller's type takes precedence


def test_headers_of_a_redirect_are_removed_as_well() -> None:
    assert read(f"HTTP/1.0 302 Found\r\nLocation: /y\r\n\r\n{HEADERS}\r\n{PAGE}").text == PAGE


def test_a_record_of_a_web_archive_names_the_address_of_its_page() -> None:
    response = WARC.format(kind="response", content_type="application/http; msgtype=response")
    page = read(f"{response}{HEADERS}\r\n{PAGE}")
    text = read(WARC.format(kind="conversion", content_type="text/plain") + "The ferry sails at ten.\nHome\n")

    assert (page.text, page.url, page.kind) == (PAGE, "https://karvel.example/tower", "html")
    assert (text.text, text.url, text.kind) == (
        "The ferry sails at ten.\nHome\n",
        "https://karvel.example/tower",
        "dump",
    )


def test_headers_without_a_status_line_are_removed_before_markup_only() -> None:
    assert read(f"Date: today\nContent-Type: text/html\n\n{PAGE}").text == PAGE
    assert read("Date: today\nTitle: A text\n\nIts text.").text == "Date: today\nTitle: A text\n\nIts text."


def test_chunks_are_joined() -> None:
    chunks = f"10\r\n{PAGE[:16]}\r\n{len(PAGE) - 16:x};x=y\r\n{PAGE[16:]}\r\n0\r\n\r\n"

    assert read(f"{HEADERS}Transfer-Encoding: chunked\r\n\r\n{chunks}").text == PAGE
    assert read(f"{HEADERS}Transfer-Encoding: chunked\r\n\r\n{PAGE}").text == PAGE  # already joined


def test_a_compressed_body_after_headers_is_refused() -> None:
    with pytest.raises(Garbled, match="compressed with br; decompress it first"):
        read(f"{HEADERS}Content-Encoding: br\r\n\r\n".encode() + b"\x0b\x02\x80" * 20)

    assert read(f"{HEADERS}Content-Encoding: br\r\n\r\n{PAGE}").text == PAGE  # already decoded


def test_the_page_of_an_archive_is_its_start_part_or_the_first_html_part() -> None:
    parts = "".join(
        f"--b\r\nContent-Type: {kind}\r\nContent-ID: <{name}>\r\n\r\n<html><p>{name}</p>\r\n"
        for kind, name in (("image/svg+xml", "s"), ("text/html", "frame"), ("text/html", "page"))
    )
    named = MHTML.replace("boundary=b", 'boundary=b; start="<page>"')

    assert "<p>frame</p>" in read(f"{MHTML}{parts}--b--\r\n").text
    assert "<p>page</p>" in read(f"{named}{parts}--b--\r\n").text
    assert read(f"{MHTML}{parts}--b--\r\n").url == "https://a.example/x"


def test_a_truncated_archive_gets_a_note() -> None:
    half = f"{MHTML}--b\r\nContent-Type: text/html\r\n\r\n<html><p>half"

    assert "the MHTML archive is truncated within the page" in read(half).notes
    assert "the MHTML archive is truncated within the page" not in read(f"{half}\r\n--b--\r\n").notes


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(NotText, match="MHTML archive without an HTML page"):
        read(f"{MHTML}--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n")


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        (r"<p class=\"x\">caf\u00e9\n<\/p>\t", '<p class="x">café\n</p>'),
        (r'"\u003cp class=\"x\"\u003e\ud83d\ude00\u003c/p\u003e"', '<p class="x">😀</p>'),
        (r"<p class=\'x\'>it\'s \\ and \"more\"</p>", "<p class='x'>it's \\ and \"more\"</p>"),
    ],
)
def test_json_escapes_are_decoded(escaped: str, plain: str) -> None:
    assert read(escaped).text.strip() == plain


@pytest.mark.parametrize(
    "text",
    [
        r'<p class="x">\"quoted\" \n\n\n\n</p>',
        r'<script>var a = "\"\n\u003c\"";</script><p title="y">x</p>',
        r"C:\new\table is no escape",
        r"A text that says \"x\" \n \n \n",
    ],
)
def test_other_backslashes_are_unchanged(text: str) -> None:
    assert read(text).text == text


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- saved from url=(0021)https://a.example/b/c -->", "https://a.example/b/c"),
        ("<!--\n Page saved with SingleFile \n url: https://a.example/b \n-->", "https://a.example/b"),
        ("<!-- saved from url=(0014)about:internet -->", None),
        ("<p>saved from url=(0021)https://a.example/b/c</p>", None),
    ],
)
def test_the_url_in_a_saved_from_comment(comment: str, url: str | None) -> None:
    assert read(f"{comment}\n{PAGE}").url == url


def test_the_url_of_the_caller_takes_precedence() -> None:
    page = f"<!-- saved from url=(0021)https://a.example/b/c -->{PAGE[:-14]}<p>See <a href='d'>the table</a> of all ferries.</p>"

    assert "https://z.example/d" in extract(page, url="https://z.example/").html
    assert "https://a.example/b/d" in extract(page).html


@pytest.mark.parametrize(
    ("html", "closed"),
    [
        ("<div/><p>x</p>", "<div/></div><p>x</p>"),
        ("<br/><img src='/a'/>", "<br/><img src='/a'/>"),
        ("<a href=/x/>y", "<a href=/x/>y"),  # the slash is part of the URL
        ("<script src='/a'/><p>x", "<script src='/a'/></script><p>x"),
        ("<script>'<div/>'</script><i/>", "<script>'<div/>'</script><i/></i>"),
        ("<title/>x<title>y", "<title/></title>x<title>y</title>"),
        ("<iframe><p>x", "<iframe></iframe><p>x"),
        ("<!-- a --><!-- b <p>x<!-- c", "<!-- a --> b <p>x c"),
        ("<style>a<p>b", "<style>a<p>b"),
    ],
)
def test_empty_elements_get_an_end_tag(html: str, closed: str) -> None:
    assert close_empty_elements(html) == closed


def test_text_hidden_by_an_unclosed_element_is_restored_with_a_warning() -> None:
    text = "The ferry sails at ten, the harbour office said on Monday. " * 6
    answer = extract(f"<html><body><p>Menu</p><noscript><iframe src='x'/></noscript><p>{text}</p></body></html>")

    assert text.strip() in answer.text
    assert "elements without end tags hid most of the text; they were closed where they start" in answer.warnings


def test_a_page_without_hidden_text_is_parsed_as_in_browsers() -> None:
    text = "The ferry sails at ten, the harbour office said on Monday. " * 6
    answer = extract(f"<html><body><p>{text}</p><script src='x'/>var a = 'not text';</script></body></html>")

    assert "not text" not in answer.text
    assert not [warning for warning in answer.warnings if "end tags" in warning]
