"""The files that inputs stand for, and the shards they are split into."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from extractor import BadOptions
from extractor.batch.shards import MAX_SHARD_FILES, Shard, digest, split
from extractor.batch.storage import File, connect, find


def names(shards: list[Shard]) -> list[list[tuple[str, int | None, int | None]]]:
    return [[(Path(piece.url).name, piece.start, piece.stop) for piece in shard.pieces] for shard in shards]


def test_directories_are_read_in_order_and_each_file_once(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "c/d.html", ".hidden", "out/part-1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    found = find([str(tmp_path), str(tmp_path / "a.html"), "-"], exclude=str(tmp_path / "out"))
    assert [Path(file.url).name for file in found] == ["a.html", "b.html", "d.html", "-"]
    assert [Path(file.url).name for file in find([str(tmp_path / "*.html")], exclude="out")] == ["a.html", "b.html"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none", "there is no such file or directory"),
        ("*.none", "no files are there"),
        ("what://is/this", "what://is/this: Protocol not known"),
    ],
)
def test_an_input_without_files_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(BadOptions, match=message):
        find([name if "//" in name else str(tmp_path / name)], exclude="out")


@pytest.mark.parametrize("url", ["s3://bucket/key", "gs://bucket/key", "az://container/key"])
def test_object_stores_are_supported(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    monkeypatch.setenv("AZURE_STORAGE_ANON", "true")
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:1")  # keeps Google's library off the network

    assert connect(url)[1].endswith("/key")


def test_small_files_are_grouped() -> None:
    files = [File(f"/{number}", 10) for number in range(MAX_SHARD_FILES + 1)]

    assert [len(shard.pieces) for shard in split(files, shard_bytes=1000)] == [100] * 5 + [1]
    assert [len(shard.pieces) for shard in split(files, shard_bytes=0)] == [MAX_SHARD_FILES, 1]
    assert [len(shard.pieces) for shard in split(files[:6], shard_bytes=1000, machines=4)] == [2, 2, 2]
    assert [shard.number for shard in split(files, shard_bytes=1000)] == list(range(6))


def test_large_files_are_split_if_their_format_allows_it(tmp_path: Path) -> None:
    lines, rows, page = tmp_path / "lines", tmp_path / "rows", tmp_path / "page"
    lines.write_bytes(b'{"html": "x"}\n' * 30)
    parquet.write_table(pa.table({"html": [str(number) * 50 for number in range(6)]}), rows, row_group_size=2)
    page.write_bytes(b"<p>" * 200)
    files = [File(str(path), path.stat().st_size) for path in (lines, rows, page)]

    assert names(split(files, shard_bytes=200)) == [
        [("lines", 0, 200)],
        [("lines", 200, 400)],
        [("lines", 400, 600)],
        [("rows", 0, 2)],
        [("rows", 2, 3)],
        [("page", None, None)],
    ]
    assert sum(shard.size for shard in split(files[:1], shard_bytes=200)) == 420


def test_the_digest_depends_on_names_sizes_and_order() -> None:
    one, two = File("a", 1), File("b", 2)

    assert digest([one, two]) == digest([one, two])
    assert len({digest(files) for files in ([one, two], [two, one], [one], [File("a", 2), two])}) == 4


def test_small_files_are_not_opened(tmp_path: Path) -> None:
    gone = File(str(tmp_path / "gone"), 10)

    assert names(split([gone], shard_bytes=100)) == [[("gone", None, None)]]
