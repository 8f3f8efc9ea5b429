"""What inputs are, and the records in them."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType
from pyarrow import parquet

from extractor.batch.readers import json_lines
from extractor.batch.readers.read import read
from extractor.batch.readers.record import ByteCounter, Columns, Piece, Record

DEFAULT = Columns()
PAGE = "<html><body><p>The harbour council met.</p></body></html>"


LIMIT = 10_000


def of(
    tmp_path: Path, data: bytes, columns: Columns = DEFAULT, *, start: int | None = None, stop: int | None = None
) -> list[Record]:
    file = tmp_path / "input"
    file.write_bytes(data)
    return [json_lines.parse(record) for record in read(Piece(str(file), len(data), start, stop), columns, LIMIT)]


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

    assert (first.id, first.offset, *first[3:6]) == ("7", 0, "u", "text/html", PAGE)
    assert (second.offset, second.content_type, second.data) == (LINES.index(b"\n") + 1, "text/plain", "x")


def test_a_counter_is_told_how_far_it_is(tmp_path: Path) -> None:
    file, counter = tmp_path / "input", ByteCounter()
    file.write_bytes(gzip.compress(LINES))
    size = file.stat().st_size
    list(read(Piece(str(file), size), DEFAULT, LIMIT, counter))

    assert counter.count == size


def test_an_invalid_line_is_a_record_with_a_reason(tmp_path: Path) -> None:
    bad, blank, worse, good = of(tmp_path, b'{"html": 5}\n\n{"x\n' + LINES.splitlines()[1])

    assert bad.reason == "the line at byte 0 is not a JSON object with html or text"
    assert (blank.skipped, worse.data, good.data) == (True, None, "x")


def test_a_page_and_an_archive_of_pages(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/one.html", PAGE)
        archive.writestr("two.html", PAGE)

    assert [record.data for record in of(tmp_path, gzip.compress(PAGE.encode()))] == [PAGE.encode()]
    assert [record.id.rpartition("#")[2] for record in of(tmp_path, held.getvalue())] == ["a/one.html", "two.html"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_warc(tmp_path: Path, pack: object) -> None:
    held = [
        pack(record)  # type: ignore[operator]
        for record in (
            warc(WarcRecordType.warcinfo, b"x", "application/warc-fields"),
            http("text/html; charset=windows-1251", PAGE),
            http("image/png", "x"),
            warc(WarcRecordType.conversion, b"A text.", "text/plain"),
        )
    ]
    info, page, image, text = of(tmp_path, b"".join(held))

    assert (info.skipped, image.skipped) == (True, True)
    assert (page.url, page.content_type, page.data) == (
        "https://a.example/x",
        "text/html; charset=windows-1251",
        PAGE.encode(),
    )
    assert (text.content_type, text.data) == ("text/plain; charset=utf-8", b"A text.")
    assert [record.offset for record in (info, page, image)] == [0, len(held[0]), len(held[0]) + len(held[1])]


def test_an_input_that_breaks_off_says_so(tmp_path: Path) -> None:
    *_, last = of(tmp_path, gzip.compress(LINES * 1000)[:-20])

    assert last.data is None
    assert last.fault == "Damaged"
    assert "cut short: lines may be missing there" in last.reason


def test_a_page_of_a_warc_is_unpacked_as_its_headers_say(tmp_path: Path) -> None:
    body = gzip.compress(PAGE.encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"

    (page,) = of(tmp_path, warc(WarcRecordType.response, head + chunked, "application/http; msgtype=response"))
    assert page.data == PAGE.encode()


def tar(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_tar(tmp_path: Path, pack: object) -> None:
    held = tar(("a/one.html", PAGE.encode()), ("two.html.gz", gzip.compress(PAGE.encode())))
    one, two = of(tmp_path, pack(held))  # type: ignore[operator]

    assert (one.id.rpartition("#")[2], one.offset, one.data) == ("a/one.html", 0, PAGE.encode())
    assert (two.offset, two.data) == (1, PAGE.encode())


@pytest.mark.parametrize("held", [PAGE, PAGE.encode()], ids=["text", "bytes"])
def test_parquet(tmp_path: Path, held: str | bytes) -> None:
    table = pa.table({"body": [held, None, held], "address": ["u", "v", None], "other": [1, 2, 3]})
    written = io.BytesIO()
    parquet.write_table(table, written, row_group_size=2)
    columns = Columns(html="body", url="address")
    first, second, third = of(tmp_path, written.getvalue(), columns)

    assert (first.url, first.content_type, first.data) == ("u", "text/html", held)
    assert (second.data, second.reason) == (None, "row 1 has neither body nor text")
    assert (third.offset, third.url, third.data) == (2, None, held)
    assert of(tmp_path, written.getvalue(), columns, start=1, stop=2) == [third]


def test_parquet_without_such_a_column_says_which_there_are(tmp_path: Path) -> None:
    written = io.BytesIO()
    parquet.write_table(pa.table({"body": [PAGE]}), written)
    (only,) = of(tmp_path, written.getvalue())

    assert "no column html or text; there are body" in only.reason


def test_parts_of_json_lines_are_the_whole(tmp_path: Path) -> None:
    rows = [json.dumps({"id": number, "html": "x" * (number * 7 % 50)}).encode() for number in range(40)]
    held = b"\n".join(rows)
    whole = [record.id for record in of(tmp_path, held)]

    assert whole == [str(number) for number in range(40)]
    for size in (1, 33, len(rows[0]) + 1, 500):
        parts = [of(tmp_path, held, start=start, stop=start + size) for start in range(0, len(held), size)]
        assert [record.id for part in parts for record in part] == whole


@pytest.mark.parametrize(
    "held", [b"x" * 30_000, gzip.compress(b"x" * 3_000_000), tar(("a", b"x" * 30_000))], ids=["page", "bomb", "tar"]
)
def test_no_more_of_a_page_is_read_than_may_be_sent(tmp_path: Path, held: bytes) -> None:
    (page,) = of(tmp_path, held)

    assert len(page.data or b"") == LIMIT + 1
