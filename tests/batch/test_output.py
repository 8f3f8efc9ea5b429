"""Parts, markers and what a killed job leaves."""

import json
from pathlib import Path

import pytest

from extractor import BadOptions
from extractor.batch.output import Output

LINE, ERROR = b'{"id": 1}\n', b'{"id": 1, "error": "Empty"}\n'
JOB = {"files": 1}


def opened(folder: str | Path) -> Output:
    return Output(str(folder), "jsonl", "none")


@pytest.fixture(params=["local", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "out") if request.param == "local" else f"memory:/{tmp_path}"


def test_names_say_what_is_done(folder: str) -> None:
    output = opened(folder)
    output.claim(JOB)
    output.write(3, 0, [LINE, LINE], [ERROR])
    output.write(3, 2, [LINE], [])
    output.mark(3, {"records": 3, "skipped": 2})

    again = opened(folder)
    again.claim(JOB)
    assert (again.done, again.next_record(3), again.next_record(4)) == ({3}, 3, 0)
    totals = again.finish(JOB, {"finished": True})
    assert totals == {"records": 3, "failed": 1, "skipped": 2, "finished": True}
    assert again.folder.read("part-000003-000000000-000000001.jsonl") == LINE * 2
    assert again.folder.read("errors.jsonl") == ERROR
    assert json.loads(again.folder.read("manifest.json")) == {"job": JOB, **totals}


def test_errors_whose_part_was_never_written_do_not_count(folder: str) -> None:
    output = opened(folder)
    output.folder.put("_state/errors-000000-000000000.jsonl", ERROR)

    assert opened(folder).finish(JOB, {})["failed"] == 0
    output.write(0, 0, [LINE], [])
    assert opened(folder).finish(JOB, {})["failed"] == 0


def test_a_folder_is_one_jobs(folder: str) -> None:
    opened(folder).claim(JOB)

    with pytest.raises(BadOptions, match="a job with other files, options"):
        opened(folder).claim({"files": 2, "options": {}})


def test_what_was_half_written_is_removed(tmp_path: Path) -> None:
    (tmp_path / "part-000000-000000000-000000001.jsonl.tmp").write_bytes(LINE)
    output = opened(tmp_path)
    output.claim(JOB)

    assert output.next_record(0) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
