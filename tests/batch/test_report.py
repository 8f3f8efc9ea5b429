"""The progress that a job reports."""

import io
import json

import pytest
from rich.console import Console

from extractor.batch.progress import Step
from extractor.batch.report import Report, reporting


def test_progress_is_lines_of_json_without_a_terminal() -> None:
    written = io.StringIO()
    report = Report(1000, Console(file=written), 200)
    report.watch.report(Step("extracted", page_size=50))
    for step in (Step("failed"), Step("skipped", records=3), Step("", input_bytes=300)):
        report.watch.report(step)
    report.watch.say("a [sentence]")

    first, message = written.getvalue().splitlines()  # one line at the start; the next one is due seconds later
    assert json.loads(first).items() >= {"extracted": 1, "failed": 0, "skipped": 0, "input": 0.2}.items()
    assert message == "extractor: a [sentence]"
    assert (dict(report.counts), report.bytes_done, report.page_size) == (
        {"extracted": 1, "failed": 1, "skipped": 3},
        500,
        50,
    )


@pytest.mark.parametrize(("total", "time_left"), [(1000, True), (0, False)])
def test_progress_is_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch, total: int, *, time_left: bool) -> None:
    written = io.StringIO()
    monkeypatch.setattr(
        "extractor.batch.report.Console", lambda **_: Console(file=written, force_terminal=True, width=200)
    )
    with reporting(total) as report:
        report.watch.report(Step("failed", page_size=50))

    assert "1 pages" in written.getvalue()
    assert "1 failed" in written.getvalue()
    assert ("left:" in written.getvalue()) is time_left
