"""What inputs are, and the records in them."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType

from extractor import BadOptions
from extractor.batch.records import Record, find, read

PAGE = "<html><body><p>The harbour council met.</p></body></html>"


def of(tmp_path: Path, data: bytes) -> list[Record]:
    file = tmp_path / "input"
    file.write_bytes(data)
    return list(read(file, io.BytesIO()))


def warc(kind: WarcRecordType, body: bytes, content_type: str) -> bytes:
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.headers["WARC-Target-URI"] = "https://a.example/x"
    record.headers["Content-Type"] = content_type
    record.set_bytes_content(body)
    written = io.BytesIO()
    record.write(written)
    return written.getvalue()


def http(content_type: str, body: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return warc(WarcRecordType.response, (head + body).encode(), "application/http; msgtype=response")


LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ({"id": 7, "html": PAGE, "url": "u"}, {"text": "x"}))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_json_lines(tmp_path: Path, pack: object) -> None:
    first, second = of(tmp_path, pack(LINES))  # type: ignore[operator]

    assert first[:1] + first[1:2] + first[3:6] == (0, "7", "u", "text/html", PAGE)
    assert (second.number, second.content_type, second.data) == (1, "text/plain", "x")


def test_a_line_that_is_none_is_a_record_with_its_reason(tmp_path: Path) -> None:
    bad, blank, worse, good = of(tmp_path, b'{"html": 5}\n\n{"x\n' + LINES.splitlines()[1])

    assert bad.reason == "line 1 is no JSON object with html or text"
    assert (blank.skipped, worse.data, good.data) == (True, None, "x")


def test_a_page_and_an_archive_of_pages(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/one.html", PAGE)
        archive.writestr("two.html", PAGE)

    assert [record.data for record in of(tmp_path, gzip.compress(PAGE.encode()))] == [PAGE.encode()]
    assert [record.id.rpartition("#")[2] for record in of(tmp_path, held.getvalue())] == ["a/one.html", "two.html"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_warc(tmp_path: Path, pack: object) -> None:
    held = (
        warc(WarcRecordType.warcinfo, b"x", "application/warc-fields")
        + http("text/html; charset=windows-1251", PAGE)
        + http("image/png", "x")
        + warc(WarcRecordType.conversion, b"A text.", "text/plain")
    )
    info, page, image, text = of(tmp_path, pack(held))  # type: ignore[operator]

    assert (info.skipped, image.skipped) == (True, True)
    assert (page.url, page.content_type, page.data) == (
        "https://a.example/x",
        "text/html; charset=windows-1251",
        PAGE.encode(),
    )
    assert (text.content_type, text.data) == ("text/plain; charset=utf-8", b"A text.")
    assert [record.number for record in (info, page, image, text)] == [0, 1, 2, 3]


def test_an_input_that_breaks_off_says_so(tmp_path: Path) -> None:
    *_, last = of(tmp_path, gzip.compress(LINES * 1000)[:-20])

    assert last.data is None
    assert "cannot be read behind its first" in last.reason


def test_directories_are_read_in_order_and_each_file_once(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "c/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    found = find([str(tmp_path), str(tmp_path / "a.html"), "-"])
    assert [path and path.name for path in found] == ["a.html", "b.html", "d.html", None]
    with pytest.raises(BadOptions, match="there is no such file"):
        find([str(tmp_path / "none")])
