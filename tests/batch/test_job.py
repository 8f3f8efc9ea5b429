"""`extractor batch` as a process: it writes a row for every record, exactly once, even if it is killed and resumed."""

import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pytest
import zstandard
from moto.server import ThreadedMotoServer
from pyarrow import parquet

from extractor import Options, extract
from extractor.batch.folder import Folder
from extractor.batch.lock import locked
from extractor.batch.parquet_writer import schema
from extractor.batch.readers.read import read
from extractor.batch.readers.record import Columns, Piece, Record
from extractor.batch.rows import COLUMNS, Task, make_row
from extractor.batch.storage import StorageError

COMMAND = (sys.executable, "-m", "extractor", "batch", "--workers", "2", "--mode", "fast")
TEXT = "The harbour council will not switch on its new camera towers before the end of the year. " * 6
PAGES = 1300
TIMEOUT_SECONDS = 900  # long enough for a busy machine
ON_RAY = {"RAY_worker_niceness": "0"}  # by default Ray's workers give way to every other process of a busy machine


def page(number: int) -> str:
    return f"<html><body><article><h1>Notice {number}</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of JSON lines, one with an empty page and one that is invalid JSON."""
    file = tmp_path_factory.mktemp("in") / "pages.jsonl"
    lines = [json.dumps({"id": f"p{number}", "html": page(number)}) for number in range(PAGES)]
    lines[10], lines[20] = json.dumps({"id": "p10", "html": ""}), "not json"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command, env = (*COMMAND, *map(str, arguments)), {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False, env=env)


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    for part in sorted(folder.glob("part-*")):
        with zstandard.open(part, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def outcomes(folder: Path) -> list[tuple[str, str | None, str | None]]:
    return [(row["id"], row["title"], row["error"]) for row in rows(folder)]


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an uninterrupted job."""
    folder = tmp_path_factory.mktemp("out") / "whole"
    assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0
    return folder


@pytest.fixture
def bucket() -> Iterator[dict[str, str]]:
    """Start a local S3 server and yield its environment variables."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    yield {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    server.stop()


def test_every_record_has_a_row(whole: Path) -> None:
    found = list(rows(whole))

    assert [row["id"] for row in found if row["error"] != "Unreadable"] == [
        f"p{number}" for number in range(PAGES) if number != 20
    ]
    assert all(tuple(row) == COLUMNS for row in found)
    assert (found[0]["id"], found[0]["text"]) == ("p0", extract(page(0)).text)
    assert [(number, row["error"]) for number, row in enumerate(found) if row["error"]] == [
        (10, "Empty"),
        (20, "Unreadable"),
    ]
    errors = [json.loads(line) for line in (whole / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [(error["offset"], error["reason"][:8]) for error in errors] == [
        (found[10]["offset"], "there is"),
        (found[20]["offset"], "the line"),
    ]
    manifest = json.loads((whole / "manifest.json").read_text("utf-8"))
    assert (manifest["records"], manifest["failed"], manifest["finished"]) == (PAGES, 2, True)


def test_a_killed_job_resumes_without_losing_or_repeating_records(pages: Path, whole: Path, tmp_path: Path) -> None:
    pick = random.Random(3)  # noqa: S311 - a fixed seed, for the same moments in every run
    folder = tmp_path / "killed"
    for _ in range(4):
        killed = subprocess.Popen((*COMMAND, str(pages), "--output", str(folder)), stderr=subprocess.DEVNULL)
        time.sleep(pick.uniform(2.0, 6.0))
        killed.kill()
        killed.wait()
    assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0

    assert outcomes(folder) == outcomes(whole)
    assert not list(folder.rglob("*.tmp"))


def test_control_c_finishes_the_pages_in_flight_and_says_how_to_resume(
    pages: Path, whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stopped"
    stopped = subprocess.Popen((*COMMAND, str(pages), "--output", str(folder)), stderr=subprocess.PIPE, text=True)
    while stopped.poll() is None and not list(folder.glob("part-*")):
        time.sleep(0.1)
    stopped.send_signal(signal.SIGINT)
    _, stderr = stopped.communicate(timeout=TIMEOUT_SECONDS)
    if stopped.returncode == 4:
        assert "give the same command again" in stderr
        assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0

    assert outcomes(folder) == outcomes(whole)


def test_the_shards_of_all_machines_cover_the_input(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.html").write_text(page(ord(name)), encoding="utf-8")
    found = []
    for shard in ("0/2", "1/2"):
        assert (
            run(
                tmp_path / "a.html",
                tmp_path / "b.html",
                tmp_path / "c.html",
                "--output",
                tmp_path / shard,
                "--shard",
                shard,
            ).returncode
            == 0
        )
        found.append([Path(row["source"]).name for row in rows(tmp_path / shard)])

    assert found == [["a.html", "b.html"], ["c.html"]]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--output", "out", "none"), 2, "none: there is no such file"),
        (("--output", "out", "--shard", "2/2", "page"), 2, "'2/2' is no shard"),
        (("--output", "out", "page", "page.txt"), 3, '"failed": 1'),
        (("--output", "out", "--focus", "recall", "page", "page.txt"), 2, "choose another --output"),
    ],
)
def test_exit_codes(
    tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...], code: int, message: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "codes"
    folder.mkdir(exist_ok=True)
    (folder / "page").write_bytes(b"%PDF-1.7")
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        (*COMMAND, *arguments), capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False, cwd=folder
    )

    assert (done.returncode, message in done.stderr) == (code, True)


def test_a_finished_job_does_nothing_when_it_is_run_again(pages: Path, whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.glob("part-*")}
    again = run(pages, "--output", whole, "--max-failures", "2")

    assert (again.returncode, json.loads(again.stderr.splitlines()[-1])["this_run"]) == (0, {})
    assert {path: path.stat().st_mtime_ns for path in whole.glob("part-*")} == before


def without_times(folder: Path) -> list[dict[str, Any]]:
    return [{**row, "seconds": None} for row in rows(folder)]


def test_ray_writes_the_same_output_as_one_machine(pages: Path, tmp_path: Path) -> None:
    arguments = (pages, "--shard-size", "1", "--max-failures", "2", "--output")
    here = run(*arguments, tmp_path / "here")
    there = run(*arguments, tmp_path / "there", "--engine", "ray", **ON_RAY)

    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    names = [
        sorted(
            re.sub(r"(written(?:-\d+){3}).*", r"\1", path.name) for path in (tmp_path / each).rglob("*")
        )  # sizes vary with `seconds`
        for each in ("here", "there")
    ]
    assert names[0] == names[1]
    assert "done-000000.json" in names[0]
    assert without_times(tmp_path / "here") == without_times(tmp_path / "there")
    again = run(*arguments, tmp_path / "there", "--engine", "ray", **ON_RAY)
    assert (again.returncode, json.loads(again.stderr.splitlines()[-1])["this_run"]) == (0, {})


def test_parquet_is_read_from_and_written_to_an_object_store(
    bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pa.table({"body": [page(1), page(2), ""], "key": ["a", "b", "c"]})
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    system = fsspec.filesystem("s3")
    system.mkdir("crawl")
    with system.open("crawl/in/pages.parquet", "wb") as file:
        parquet.write_table(table, file)
    columns = ("--column", "html=body", "--column", "id=key")
    done = run("s3://crawl/in/*.parquet", "--output", "s3://crawl/out", "--format", "parquet", *columns)

    assert done.returncode == 3, done.stderr
    system.invalidate_cache()
    (name,) = system.glob("crawl/out/part-*.parquet")
    with system.open(name, "rb") as file:
        found = parquet.read_table(file)
    assert found.schema.equals(schema())
    assert found.column("id").to_pylist() == ["a", "b", "c"]
    assert found.column("error").to_pylist() == [None, None, "Empty"]
    assert found.column("title").to_pylist()[:2] == ["Notice 1", "Notice 2"]
    assert dict(found.column("provenance")[0].as_py())["title"]
    (error,) = map(json.loads, system.cat("crawl/out/errors.jsonl").splitlines())
    assert (error["id"], error["source"]) == ("c", "s3://crawl/in/pages.parquet")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("page", "--output", "/dev/null/out"), "cannot be written"),
        (("page", "--output", "out", "--column", "body=x"), "write ROLE=NAME, ROLE one of html"),
        (("-", "--output", "out", "--engine", "ray"), "standard input cannot be read on a cluster"),
    ],
)
def test_bad_usage_is_explained(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "page").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        (*COMMAND, *arguments),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
        cwd=tmp_path,
    )

    assert (done.returncode, message in done.stderr.replace("\n", " ")) == (2, True), done.stderr


def test_a_page_from_standard_input_is_written_to_parquet(tmp_path: Path) -> None:
    command = (*COMMAND, "-", "--output", "out", "--format", "parquet")
    done = subprocess.run(
        command, input=page(5).encode(), capture_output=True, timeout=TIMEOUT_SECONDS, check=False, cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    (part,) = tmp_path.glob("out/part-*.parquet")
    assert parquet.read_table(part).column("title").to_pylist() == ["Notice 5"]


def test_unreachable_storage_stops_the_job_but_a_missing_file_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class UnreachableSystem:
        def open(self, *_: object) -> None:
            raise ConnectionResetError

    monkeypatch.setattr("extractor.batch.storage.connect", lambda _: (UnreachableSystem(), "away"))
    with pytest.raises(StorageError, match="s3://away: ConnectionResetError; check the credentials"):
        list(read(Piece("s3://away", 1), Columns(), 100))
    monkeypatch.undo()
    (gone,) = read(Piece("none", 1), Columns(), 100)
    assert "No such file" in gone.reason


def test_an_exception_in_extract_costs_only_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("extractor.batch.rows.extract", broken)
    done = make_row(Task(Record(id="a", source="s", offset=0, data="x"), Options()))

    assert (json.loads(done.line)["error"], json.loads(done.error or b"")["error"]) == ("InternalError",) * 2
    monkeypatch.setattr("extractor.batch.rows.extract", lambda *_, **__: [0] * 10**15)
    with pytest.raises(MemoryError):  # the worker has to be replaced
        make_row(Task(Record(id="a", source="s", offset=0, data="x"), Options()))


def test_an_output_that_can_no_longer_be_written_stops_the_job(pages: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "_state" / "errors-000000-000000000.jsonl" / "a folder where a file should be").mkdir(
        parents=True
    )
    stopped = run(pages, "--output", tmp_path / "out")

    assert (stopped.returncode, "Traceback" in stopped.stderr) == (4, False), stopped.stderr
    assert "give the same command again" in stopped.stderr


def test_only_records_of_missing_parts_are_extracted_again(pages: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deleted"
    shutil.copytree(whole, folder)
    (folder / "part-000000-000000500-000000999.jsonl.zst").unlink()
    last = folder / "part-000000-000001000-000001299.jsonl.zst"
    last.write_bytes(last.read_bytes()[:-100])
    again = run(pages, "--output", folder, "--max-failures", "2")

    assert again.returncode == 0, again.stderr
    assert "1 finished shards lack 800 records, which are extracted again" in again.stderr
    assert json.loads(again.stderr.splitlines()[-1])["this_run"] == {"extracted": 800}
    assert outcomes(folder) == outcomes(whole)


def test_a_second_job_on_the_same_output_is_refused(pages: Path, tmp_path: Path) -> None:
    with locked(Folder(str(tmp_path)), print):
        second = run(pages, "--output", tmp_path)

    assert second.returncode == 2
    assert f"another job (process {os.getpid()} on" in second.stderr
    assert not list(tmp_path.glob("part-*"))


def test_a_pipe_is_refused_by_name_and_left_out_of_a_directory(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    refused = run(folder / "pipe", "--output", tmp_path / "out")

    assert refused.returncode == 2
    assert "is a pipe or a device" in refused.stderr
    assert run(folder, "--output", tmp_path / "out").returncode == 0
    assert [Path(row["source"]).name for row in rows(tmp_path / "out")] == ["page.txt"]


def test_sigterm_stops_a_job_that_waits_for_standard_input(tmp_path: Path) -> None:
    command = (*COMMAND, "-", "--output", str(tmp_path / "out"))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not (tmp_path / "out" / "manifest.json").exists():
            time.sleep(0.1)
        time.sleep(0.5)  # the handlers are set now; before that, SIGTERM kills the job
        running.terminate()
        assert running.wait(60) in {4, -signal.SIGTERM}
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


@pytest.mark.parametrize("where", ["input", "output"])
def test_missing_credentials_give_one_clear_message(tmp_path: Path, where: str) -> None:
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    given, output = (
        ("s3://crawl/a", tmp_path / "out") if where == "input" else (tmp_path / "page.txt", "s3://crawl/out")
    )
    environment = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL"), "")
    environment |= {
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
    }
    del environment["AWS_PROFILE"], environment["AWS_ENDPOINT_URL"]
    done = run(given, "--output", output, **environment)

    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "check the credentials" in done.stderr


def test_the_row_of_a_line_past_its_deadline_has_its_id_and_url(tmp_path: Path) -> None:
    line = {
        "id": "slow",
        "url": "https://a.example/",
        "html": "".join(f"<li><a href=/{n}>Link {n}</a>" for n in range(60_000)),
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    command = ("--mode", "accurate", "--deadline", "0.2")
    assert run(tmp_path / "in.jsonl", "--output", tmp_path / "out", *command).returncode == 3

    (row,) = rows(tmp_path / "out")
    assert (row["id"], row["url"], row["error"]) == ("slow", "https://a.example/", "DeadlinePassed")


def test_truncated_input_fails_the_job_whatever_max_failures_says(tmp_path: Path) -> None:
    whole = "".join(json.dumps({"id": str(number), "html": page(number)}) + "\n" for number in range(20)).encode()
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(whole)[:-9])
    done = run(tmp_path / "in.jsonl.gz", "--output", tmp_path / "out", "--max-failures", "100")

    assert done.returncode == 3
    assert "input is damaged or cut short at 1 places: see errors.jsonl" in done.stderr
    found = list(rows(tmp_path / "out"))
    assert [row["error"] for row in found] == [None] * (len(found) - 1) + ["Damaged"]
    assert len(found) > 18


def test_the_text_of_a_row_may_be_markdown() -> None:
    page = f"<article><h1>T</h1><p>{'word ' * 60}<b>bold</b></p></article>"
    rows = [
        json.loads(make_row(Task(Record(id="a", source="s", offset=0, data=page), Options(), form)).line)
        for form in ("text", "markdown")
    ]

    assert rows[0]["text"].endswith("word bold")
    assert rows[1]["text"].endswith("word **bold**\n")
    assert rows[0]["options"] != rows[1]["options"]


def test_a_row_may_have_chunks() -> None:
    page = f"<article><h1>T</h1>{'<p>A sentence of seven words is here.</p>' * 40}</article>"
    task = Task(Record(id="a", source="s", offset=0, data=page), Options())
    plain, chunked = (json.loads(make_row(each).line) for each in (task, task._replace(chunk_tokens=100)))

    assert plain["chunks"] is None
    assert len(chunked["chunks"]) > 2
    assert all(each["tokens"] <= 100 for each in chunked["chunks"])
    assert plain["options"] != chunked["options"]
