"""The batch job as a process: every record answered, each exactly once, however often it is killed."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from extractor import extract

COMMAND = (sys.executable, "-m", "extractor", "batch", "--workers", "2", "--mode", "fast")
TEXT = "The harbour council will not switch on its new camera towers before the end of the year. " * 6
PAGES = 1300


def page(number: int) -> str:
    return f"<html><body><article><h1>Notice {number}</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """JSON lines, one of which is empty and one of which is none."""
    file = tmp_path_factory.mktemp("in") / "pages.jsonl"
    rows = [json.dumps({"id": f"p{number}", "html": page(number)}) for number in range(PAGES)]
    rows[10], rows[20] = json.dumps({"id": "p10", "html": ""}), "not json"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run((*COMMAND, *map(str, arguments)), capture_output=True, text=True, timeout=120, check=False)


def answers(folder: Path) -> Iterator[dict[str, Any]]:
    for part in sorted(folder.glob("part-*")):
        with zstandard.open(part, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def same(folder: Path) -> list[tuple[int, str | None, str | None]]:
    return [(answer["record"], answer.get("title"), answer["error"]) for answer in answers(folder)]


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a job that nobody killed."""
    folder = tmp_path_factory.mktemp("out") / "whole"
    assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0
    return folder


def test_every_record_is_answered(whole: Path) -> None:
    found = list(answers(whole))

    assert [answer["record"] for answer in found] == list(range(PAGES))
    assert (found[0]["id"], found[0]["text"]) == ("p0", extract(page(0)).text)
    assert [(answer["record"], answer["error"]) for answer in found if answer["error"]] == [
        (10, "Empty"),
        (20, "Unreadable"),
    ]
    errors = [json.loads(line) for line in (whole / "errors.jsonl").read_text("utf-8").splitlines()]
    assert [(error["record"], error["reason"][:7]) for error in errors] == [(10, "there i"), (20, "line 21")]
    manifest = json.loads((whole / "manifest.json").read_text("utf-8"))
    assert (manifest["records"], manifest["failed"], manifest["finished"]) == (PAGES, 2, True)


def test_a_job_that_is_killed_goes_on_and_nothing_is_lost_or_repeated(pages: Path, whole: Path, tmp_path: Path) -> None:
    pick = random.Random(3)  # noqa: S311 - the same moments every time
    folder = tmp_path / "killed"
    for _ in range(4):
        killed = subprocess.Popen((*COMMAND, str(pages), "--output", str(folder)), stderr=subprocess.DEVNULL)
        time.sleep(pick.uniform(2.0, 6.0))
        killed.kill()
        killed.wait()
    assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0

    assert same(folder) == same(whole)
    assert not list(folder.glob("*.tmp"))


def test_control_c_finishes_what_is_in_hand_and_says_how_to_go_on(pages: Path, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    stopped = subprocess.Popen((*COMMAND, str(pages), "--output", str(folder)), stderr=subprocess.PIPE, text=True)
    time.sleep(4)
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=60)
    if stopped.returncode == 4:
        assert "give the same command again" in said
        assert run(pages, "--output", folder, "--max-failures", "2").returncode == 0

    assert same(folder) == same(whole)


def test_shards_together_are_the_whole(tmp_path: Path) -> None:
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
        found.append([Path(answer["source"]).name for answer in answers(tmp_path / shard)])

    assert found == [["a.html", "c.html"], ["b.html"]]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--output", "out", "none"), 2, "none: there is no such file"),
        (("--output", "out", "--shard", "2/2", "page"), 2, "'2/2' is no shard"),
        (("--output", "out", "page", "page.txt"), 3, '"failed": 1'),
        (("--output", "out", "--focus", "recall", "page", "page.txt"), 2, "choose another --output"),
    ],
)
def test_exit_codes(tmp_path_factory: pytest.TempPathFactory, arguments: tuple[str, ...], code: int, says: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "codes"
    folder.mkdir(exist_ok=True)
    (folder / "page").write_bytes(b"%PDF-1.7")
    (folder / "page.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run((*COMMAND, *arguments), capture_output=True, text=True, timeout=60, check=False, cwd=folder)

    assert (done.returncode, says in done.stderr) == (code, True)
