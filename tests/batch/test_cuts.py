"""Archives that are cut or damaged: all that was readable is answered, what was not is told, half a page is none."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from benchmarks import cuts
from extractor.batch import storage
from extractor.batch.readers import json_lines
from extractor.batch.readers.read import read
from extractor.batch.readers.record import Columns, Piece, Record
from extractor.batch.readers.statuses import Statuses, parse
from extractor.batch.storage import StorageError
from extractor.errors import BadOptions

PAGE = b"<html><body><p>The harbour council met.</p></body></html>"


def of(tmp_path: Path, data: bytes, limit: int = 10_000, statuses: Statuses = Statuses()) -> list[Record]:  # noqa: B008
    file = tmp_path / "input"
    file.write_bytes(data)
    return [json_lines.parse(each) for each in read(Piece(str(file), len(data)), Columns(), limit, None, statuses)]


@pytest.mark.parametrize("kind", cuts.KINDS)
def test_cut(kind: str, tmp_path: Path) -> None:
    found = cuts.cut(kind, 15, 2, tmp_path)

    assert {name: found[name] for name in ("lost", "half", "repeated")} == {"lost": 0, "half": 0, "repeated": 0}
    assert found["told"] + found["silent"] == 15


@pytest.mark.parametrize("kind", cuts.KINDS)
def test_damaged(kind: str, tmp_path: Path) -> None:
    found = cuts.damage(kind, 15, 2, tmp_path)

    assert {name: found[name] for name in ("lost", "altered", "repeated")} == {"lost": 0, "altered": 0, "repeated": 0}


def answer(status: str, body: bytes = PAGE, kind: str = "text/html") -> bytes:
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: <https://a.example/x>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def test_every_cut_of_a_small_warc(tmp_path: Path) -> None:
    first, second = answer("200 OK"), answer("200 OK", PAGE * 2)
    data = first + second
    for place in range(len(data) + 1):
        found = of(tmp_path, data[:place])
        pages = [record.data for record in found if record.data and record.fault != "Damaged" and place > 1]
        told = any(record.fault == "Damaged" for record in found)
        if place > 4:
            whole = (place >= len(first) - 4) + (place >= len(data) - 4)
            assert pages == [PAGE, PAGE * 2][:whole], place
            assert told == (place not in {len(first), len(data)}), place


@pytest.mark.parametrize(
    ("given", "pages"),
    [("2xx", [200, 204]), ("404, 2xx", [200, 204, 404]), ("503", [503]), ("any", [200, 204, 404, 503])],
)
def test_answers_of_the_wanted_statuses_are_pages(tmp_path: Path, given: str, pages: list[int]) -> None:
    data = b"".join(map(answer, ("200 OK", "204 No Content", "404 Not Found", "503 Service Unavailable")))
    found = of(tmp_path, data, statuses=parse(given))

    assert [record.http_status for record in found if not record.skipped] == pages
    assert {(record.crawl_date, record.url) for record in found} == {("2024-05-01T10:00:00Z", "https://a.example/x")}
    assert len(found) == 4


def test_an_answer_without_a_status_is_a_page(tmp_path: Path) -> None:
    (page,) = of(tmp_path, answer("").replace(b"HTTP/1.1 \r\n", b"HTTP/1.1 \r\n"))

    assert (page.http_status, page.data) == (None, PAGE)


@pytest.mark.parametrize("given", ["", "20", "2xx,", "all", "600x"])
def test_invalid_statuses_are_refused(given: str) -> None:
    with pytest.raises(BadOptions, match="write codes and classes such as 2xx,404, or any"):
        parse(given)


def test_a_body_that_is_unpacked_already_is_read_and_one_that_is_not_costs_itself(tmp_path: Path) -> None:
    lying = answer("200 OK", kind="text/html\r\nContent-Encoding: gzip")
    broken = answer("200 OK", b"\x1f\x8bnothing", kind="text/html\r\nContent-Encoding: gzip")
    one, two, three = of(tmp_path, lying + broken + answer("200 OK"))

    assert (one.data, two.data, three.data) == (PAGE, None, PAGE)
    assert "cannot be decoded as its headers state" in two.reason
    assert two.fault == "Unreadable"


def test_garbage_between_records_is_told_once_with_its_place(tmp_path: Path) -> None:
    first = answer("200 OK")
    one, told, two = of(tmp_path, first + b"garbage WARC/x garbage" + first)

    assert (one.data, two.data, told.fault, told.offset) == (PAGE, PAGE, "Damaged", len(first))


def test_a_record_that_lacks_bytes_in_its_middle_is_no_page(tmp_path: Path) -> None:
    whole = answer("200 OK", PAGE * 4)
    told, page = of(tmp_path, whole.replace(PAGE * 4, PAGE * 3) + answer("200 OK"))

    assert (told.fault, page.data) == ("Damaged", PAGE)


def test_a_line_longer_than_any_page_is_refused_by_its_place(tmp_path: Path) -> None:
    long = json.dumps({"id": "long", "html": "x" * 200_000}).encode()
    short = json.dumps({"id": "short", "html": "x"}).encode()
    data = b"\n".join([short, long, short])
    for held in (data, gzip.compress(data)):
        first, refused, last = of(tmp_path, held, limit=10_000)

        assert (first.id, last.id) == ("short", "short")
        assert (refused.fault, refused.offset) == ("TooLarge", len(short) + 1)
        assert "has 200,027 bytes; a page needs at most 125,536" in refused.reason


def test_a_page_of_escapes_is_as_long_as_its_characters(tmp_path: Path) -> None:
    (page,) = of(tmp_path, json.dumps({"html": "é" * 10_000}).encode(), limit=10_000)

    assert page.data == "é" * 10_000


def test_members_of_jsonl_behind_damage_are_read(tmp_path: Path) -> None:
    member = gzip.compress(b"".join(json.dumps({"html": "x" * number}).encode() + b"\n" for number in range(1, 50)))
    damaged = member[:60] + b"\xff" * 8 + member[68:]
    found = of(tmp_path, damaged + member)

    assert sum(record.fault == "Damaged" for record in found) == 1
    assert [len(record.data or "") for record in found][-49:] == list(range(1, 50))


def tar(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


def test_a_tar_with_a_bad_header_and_a_bad_member(tmp_path: Path) -> None:
    data = bytearray(tar(("a", PAGE), ("b", PAGE), ("c.gz", gzip.compress(PAGE)[:-9]), ("d" * 200, PAGE), ("é", PAGE)))
    data[1024 + 10] ^= 0xFF  # the header of b
    a, b, c, d, e = of(tmp_path, bytes(data))

    assert (a.data, d.data, e.data) == (PAGE, PAGE, PAGE)
    assert ([each.offset for each in (a, b, c, d, e)], b.fault, c.fault) == ([0, 1, 2, 3, 4], "Damaged", "Unreadable")
    assert "the header of a member at byte 1024 is damaged" in b.reason
    assert "cut short" in c.reason
    assert (d.id.rpartition("#")[2], e.id.rpartition("#")[2]) == ("d" * 200, "é")


class _Unseekable(io.RawIOBase):
    """Somewhere that a ZIP is written to as a stream, its sizes behind its members."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def test_a_zip_without_its_directory(tmp_path: Path) -> None:
    stream = _Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.html", "b.html"):
            archive.writestr(name, PAGE)
        archive.writestr(zipfile.ZipInfo("stored.html"), PAGE)
    place = stream.data.index(b"PK\x01\x02")
    a, b, stored, told = of(tmp_path, stream.data[:place])

    assert (a.data, b.data, stored.data) == (PAGE, PAGE, None)
    assert "only the directory states its size" in stored.reason
    assert told.fault == "Damaged"


def test_a_corrupt_row_group_costs_itself(tmp_path: Path) -> None:
    held = io.BytesIO()
    pages = [f"{number}" * 3000 for number in range(6)]
    parquet.write_table(pa.table({"html": pages}), held, row_group_size=2, compression="none", use_dictionary=False)
    column = parquet.ParquetFile(held).metadata.row_group(1).column(0)
    data = bytearray(held.getvalue())
    data[column.data_page_offset : column.data_page_offset + 40] = b"\xff" * 40
    one, two, told, five, six = of(tmp_path, bytes(data))

    assert [each.data for each in (one, two, five, six)] == [pages[0], pages[1], pages[4], pages[5]]
    assert (told.fault, told.offset, five.offset) == ("Damaged", 2, 4)
    assert "rows 2 to 3, in row group 1, cannot be read" in told.reason


class _Failing(io.RawIOBase):
    """A file far away that answers a few times, and then not any more."""

    def __init__(self, data: bytes) -> None:
        self.file, self.left = io.BytesIO(data), 1

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self.file.seek(place, whence)

    def tell(self) -> int:
        return self.file.tell()

    def readinto(self, buffer: object, /) -> int:
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("the token expired")  # noqa: EM101, TRY003 - what packages behind storages raise
        return self.file.readinto(memoryview(buffer)[:2000])  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["warc", "jsonl.gz", "tar", "zip", "parquet"])
def test_a_storage_that_fails_is_no_damage(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = cuts.KINDS[kind]([PAGE.decode() * 100 + str(number) for number in range(50)]).data

    class Far:
        def open(self, *_: object, **__: object) -> _Failing:
            return _Failing(data)

    monkeypatch.setattr(storage, "connect", lambda _: (Far(), "a"))
    with pytest.raises(StorageError, match="far://a cannot be read: the token expired"):
        list(read(Piece("far://a", len(data)), Columns(), 100_000))
