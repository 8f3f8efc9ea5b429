"""`extractor extract`: output, exit codes, and errors of one line."""

import gzip
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from extractor import Extraction, InternalError, extract
from tests.cases import ROOT
from tests.cli.run import run

NEWS = str(ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html")
DUMP = str(ROOT / "dump--dateline-gives-date-and-section" / "dump.txt")
PDF = str(ROOT / "refused--a-pdf-is-named" / "page.html")


def test_one_file_prints_readable_json() -> None:
    result = run("extract", NEWS)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Bridge reopens two weeks early"
    assert result.stdout.startswith('{\n  "title"')
    assert not result.stderr


@pytest.mark.parametrize(
    ("form", "start"), [("text", "Bridge reopens"), ("markdown", "# Bridge reopens"), ("html", "<h1>Bridge reopens")]
)
def test_format_option(form: str, start: str) -> None:
    assert run("extract", NEWS, "--format", form).stdout.startswith(start)


def test_several_files_print_one_json_line_each() -> None:
    lines = run("extract", NEWS, DUMP).stdout.splitlines()

    assert [json.loads(line)["source"] for line in lines] == [NEWS, DUMP]


def test_text_of_several_files_is_headed_by_file_names() -> None:
    lines = run("extract", NEWS, DUMP, "--format", "text").stdout.splitlines()

    assert [line for line in lines if line.startswith("==>")] == [f"==> {NEWS} <==", f"==> {DUMP} <=="]


def test_a_dash_is_standard_input() -> None:
    result = run("extract", "-", "--fields", "title,engine", given=Path(DUMP).read_bytes())

    assert json.loads(result.stdout) == {
        "title": "Ferry line to drop paper tickets on all northern routes from June",
        "engine": "lines",
    }


def test_options_reach_the_library() -> None:
    result = run("extract", NEWS, "--mode", "fast", "--url", "https://other.example/x/", "--fields", "engine,image")

    assert json.loads(result.stdout) == {"engine": "blocks", "image": "https://other.example/img/bridge.jpg"}


def test_precision_gives_less_text_than_recall() -> None:
    texts = [json.loads(run("extract", NEWS, "--focus", focus).stdout)["text"] for focus in ("precision", "recall")]

    assert len(texts[0]) < len(texts[1])


def test_a_refused_file_is_reported_and_the_others_are_extracted() -> None:
    result = run("extract", PDF, "/nowhere.html", DUMP)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"extractor: {PDF}: the input is a PDF, neither HTML nor plain text",
        "extractor: /nowhere.html: No such file or directory: check the path",
    ]
    assert json.loads(result.stdout)["source"] == DUMP


def test_an_internal_error_fails_one_file_and_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, **options: Any) -> Extraction:
        if data.startswith(b"%PDF"):
            message = "extractor has a defect: KeyError:\n'x'"
            raise InternalError(message)
        return extract(data, **options)

    monkeypatch.setattr("extractor.cli.extract.extract", broken)
    result = run("extract", PDF, DUMP)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"extractor: {PDF}: extractor has a defect: KeyError: 'x'"]
    assert json.loads(result.stdout)["source"] == DUMP


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(Path(DUMP).read_bytes()), daemon=True)
    writer.start()

    assert run("extract", str(pipe), "--fields", "engine").exit_code == 0
    writer.join()


def test_a_directory_and_an_endless_device_are_refused_in_one_line_each(tmp_path: Path) -> None:
    result = run("extract", str(tmp_path), "/dev/zero")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"extractor: {tmp_path}: Is a directory: check the path",
        "extractor: /dev/zero: the page has 20,000,001 bytes, more than the 20,000,000 allowed; raise max_bytes to take it",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument"),
        ((NEWS, "--format", "pdf"), "'pdf' is not one of"),
        ((NEWS, "--fields", "titel"), "no field 'titel'; known are title"),
        ((NEWS, "--fields", "title", "--format", "text"), "fields trims JSON only"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], message: str) -> None:
    result = run("extract", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr


def test_markdown_for_people_has_the_title() -> None:
    assert run("extract", NEWS, "--format", "markdown", "--no-title-heading").stdout.startswith("![](")
    assert run("extract", NEWS, "--format", "markdown", "--front-matter").stdout.startswith(
        '---\ntitle: "Bridge reopens two weeks early"\n'
    )


def test_markdown_is_a_field_on_request() -> None:
    fields = json.loads(run("extract", NEWS, "--fields", "title,markdown").stdout)

    assert list(fields) == ["title", "markdown"]
    assert fields["markdown"].startswith("![](")


def test_chunks_are_a_field_on_request() -> None:
    fields = json.loads(run("extract", NEWS, "--fields", "title", "--chunks", "60").stdout)

    assert list(fields) == ["title", "chunks"]
    assert all(each["text"] and each["tokens"] <= 60 for each in fields["chunks"])
    assert run("extract", NEWS, "--chunks", "60", "--format", "text").exit_code == 2


def test_output_writes_a_file_for_each_page(tmp_path: Path) -> None:
    page = Path(NEWS).read_bytes()
    pages, output = tmp_path / "pages", tmp_path / "out"
    (pages / "a").mkdir(parents=True)
    (pages / "a" / "one.html").write_bytes(page)
    (pages / "two.html.gz").write_bytes(gzip.compress(page))
    (pages / "many.jsonl").write_text(
        "".join(json.dumps({"id": name, "html": page.decode()}) + "\n" for name in ("x/y", "x y", "z")), "utf-8"
    )
    (pages / "bad.html").write_bytes(b"%PDF-1.4")
    result = run("extract", str(pages), "--output", str(output))

    assert result.exit_code == 1
    assert "bad.html" in result.stderr
    assert "5 pages written" in result.stderr
    names = sorted(str(path.relative_to(output)) for path in output.rglob("*") if path.is_file())
    assert names == ["a/one.md", "many/x_y-2.md", "many/x_y.md", "many/z.md", "two.md"]
    assert all((output / name).read_text("utf-8").startswith("---\ntitle: ") for name in names)


@pytest.mark.parametrize(("form", "name"), [("json", "page.json"), ("text", "page.txt"), ("xml", "page.xml")])
def test_output_in_other_formats(tmp_path: Path, form: str, name: str) -> None:
    assert run("extract", NEWS, "--output", str(tmp_path), "--format", form).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_input_that_is_missing_is_bad_usage(tmp_path: Path) -> None:
    result = run("extract", str(tmp_path / "none"), "--output", str(tmp_path / "out"))

    assert result.exit_code == 2
    assert "no such file" in result.stderr


def test_a_defect_in_writing_costs_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(Path(NEWS).read_bytes())
    calls: list[object] = []

    def broken(*given: object) -> str:
        calls.append(given)
        if len(calls) == 1:
            raise ZeroDivisionError
        return "text"

    monkeypatch.setattr("extractor.cli.extract.render", broken)
    result = run("extract", str(tmp_path), "--output", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert "extractor has a defect: ZeroDivisionError" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.md"]
