"""Parts, markers, locks, and what a killed job leaves behind."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extractor import BadOptions, Options
from extractor.batch import lock
from extractor.batch.folder import Folder
from extractor.batch.lock import locked
from extractor.batch.output import Output
from extractor.batch.readers.record import Record
from extractor.batch.rows import Task, make_error_row
from extractor.batch.writers import COMPRESSIONS, FORMATS

LINE, ERROR = b'{"id": 1}\n', b'{"id": 1, "error": "Empty"}\n'
JOB = {"files": 1}


def opened(folder: str | Path) -> Output:
    return Output(str(folder), "jsonl", "none")


@pytest.fixture(params=["local", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "out") if request.param == "local" else f"memory:/{tmp_path}"


def test_file_names_record_which_rows_are_written(folder: str) -> None:
    output = opened(folder)
    output.claim(JOB)
    output.write(3, 0, [LINE, LINE], [ERROR])
    output.write(3, 2, [LINE], [])
    output.mark_done(3, {"records": 3, "skipped": 2})

    again = opened(folder)
    again.claim(JOB)
    assert again.done == {3}
    assert [again.has_row(3, number) for number in range(4)] == [True, True, True, False]
    assert not again.has_row(4, 0)
    totals = again.finish(JOB, {"finished": True})
    assert totals == {"records": 3, "failed": 1, "damaged": 0, "skipped": 2, "finished": True}
    assert again.folder.read("part-000003-000000000-000000001.jsonl") == LINE * 2
    assert again.folder.read("errors.jsonl") == ERROR
    assert json.loads(again.folder.read("manifest.json")) == {"job": JOB, **totals}


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("form", FORMATS)
def test_parts_of_every_format_are_found_again(tmp_path: Path, form: str, compression: str) -> None:
    row = make_error_row(Task(Record(id="a", source="s", offset=0), Options()), "Empty", "the page is empty")
    Output(str(tmp_path), form, compression).write(0, 0, [row.line], [])

    assert Output(str(tmp_path), form, compression).has_row(0, 0)


def test_errors_without_a_part_are_not_counted(folder: str) -> None:
    output = opened(folder)
    output.folder.put("_state/errors-000000-000000000.jsonl", ERROR)

    assert opened(folder).finish(JOB, {})["failed"] == 0
    output.write(0, 0, [LINE], [])
    assert opened(folder).finish(JOB, {})["failed"] == 0


def test_a_folder_belongs_to_one_job(folder: str) -> None:
    opened(folder).claim(JOB)

    with pytest.raises(BadOptions, match="a job with other files, options"):
        opened(folder).claim({"files": 2, "options": {}})


def test_temporary_files_are_removed(tmp_path: Path) -> None:
    (tmp_path / "part-000000-000000000-000000001.jsonl.tmp").write_bytes(LINE)
    output = opened(tmp_path)
    output.claim(JOB)

    assert not output.has_row(0, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


FIRST, SECOND, THIRD = (f"part-000000-{first:09d}-{first + 1:09d}.jsonl" for first in (0, 2, 4))


@pytest.fixture
def finished(folder: str) -> str:
    output = opened(folder)
    output.claim(JOB)
    for first in (0, 2, 4):
        output.write(0, first, [LINE, LINE], [ERROR] if first == 2 else [])
    output.mark_done(0, {"records": 6, "skipped": 0})
    return folder


def test_a_deleted_part_is_detected(finished: str) -> None:
    opened(finished).folder.remove(SECOND)

    output = opened(finished)
    assert output.check() == "parts are gone; 1 finished shards lack 2 records, which are extracted again"
    assert (output.done, [output.has_row(0, number) for number in range(6)]) == (
        set(),
        [True, True, False, False, True, True],
    )
    output.write(0, 2, [LINE, LINE], [])
    output.mark_done(0, {"records": 6, "skipped": 0})
    again = opened(finished)
    assert (again.check(), again.done) == ("", {0})
    assert again.finish(JOB, {}).items() >= {"records": 6, "failed": 0}.items()


@pytest.mark.parametrize("name", [THIRD, "_state/errors-000000-000000002.jsonl"])
def test_a_part_of_another_size_is_detected_and_removed(finished: str, name: str) -> None:
    folder = opened(finished).folder
    folder.put(name, folder.read(name)[:-1])

    output = opened(finished)
    assert output.check().startswith("1 parts of the output were incomplete or changed")
    assert output.done == set()
    parts = [each for each in folder.sizes() if each.startswith("part-")]
    assert len(parts) == 2


def test_a_part_whose_size_was_not_recorded_does_not_count(folder: str) -> None:
    opened(folder).folder.put(FIRST, LINE * 2)

    assert not opened(folder).has_row(0, 0)


def test_a_complete_output_is_not_changed(finished: str) -> None:
    output = opened(finished)

    assert (output.check(), output.done) == ("", {0})


HOLD_LOCK = """
import sys
from extractor.batch.folder import Folder
from extractor.batch.lock import locked
with locked(Folder(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_job_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    with subprocess.Popen(
        (sys.executable, "-c", HOLD_LOCK, str(tmp_path)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == b"held\n"
        with (
            pytest.raises(BadOptions, match=rf"another job \(process {first.pid} on .*choose another --output"),
            locked(Folder(str(tmp_path)), print),
        ):
            pass
        first.kill()
        first.wait()
    with locked(Folder(str(tmp_path)), print):
        pass


def test_a_second_job_is_refused_while_a_lease_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LEASE_RENEWAL_SECONDS", 0.01)
    folder = Folder(f"memory:/{tmp_path}")
    with locked(folder, print):
        with pytest.raises(BadOptions, match="another job"), locked(folder, print):
            pass
        assert folder.sizes()
    assert not folder.sizes()


def test_an_expired_lease_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LEASE_EXPIRY_SECONDS", 0.05)
    folder = Folder(f"memory:/{tmp_path}")
    folder.put(lock.LOCK_NAME, b"left by a job that was killed")
    with locked(folder, print):
        assert b"left by" not in folder.read(lock.LOCK_NAME)


def test_a_job_learns_that_its_lease_was_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LEASE_RENEWAL_SECONDS", 0.01)
    folder, told = Folder(f"memory:/{tmp_path}"), threading.Event()
    with locked(folder, lambda _: told.set()):
        folder.put(lock.LOCK_NAME, b"another job")
        assert told.wait(60)
    assert folder.read(lock.LOCK_NAME) == b"another job"
