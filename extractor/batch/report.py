"""Report the progress of a job: a bar on a terminal, and lines of JSON elsewhere."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from extractor.batch.progress import Step, Watch

REPORT_SECONDS = 5.0  # between lines of JSON


class Report:
    """The counts of a job so far, and where they are shown.

    Args:
        total: bytes of input; 0 if unknown.
        console: where to write to.
        bytes_done: bytes of input that earlier runs have read.

    """

    def __init__(self, total: int, console: Console, bytes_done: int = 0) -> None:
        self.total, self.bytes_done, self.console = total, bytes_done, console
        self.counts: Counter[str] = Counter()
        """Number of records by outcome."""
        self.page_size = 0
        """Bytes or characters of all pages."""
        self.start = self.last_line = time.monotonic()
        self.bar: tuple[Progress, TaskID] | None = None
        self.watch = Watch(self.add, self.say)

    def begin(self, bytes_done: int) -> None:
        """Start the clock, with the bytes of input that earlier runs have read."""
        self.bytes_done = bytes_done
        self.start = self.last_line = time.monotonic()
        if self.bar:
            self.bar[0].update(self.bar[1], completed=bytes_done)

    def add(self, step: Step) -> None:
        """Add a step to the counts, and show them if it is time."""
        if step.outcome:
            self.counts[step.outcome] += step.records
        self.page_size += step.page_size
        self.bytes_done += step.input_bytes
        now = time.monotonic()
        if self.bar:
            self._update_bar(*self.bar)
        elif now - self.last_line >= REPORT_SECONDS or self.start == self.last_line:
            self.last_line = now
            self.console.print(json.dumps(self._figures()), soft_wrap=True, highlight=False, markup=False)

    def say(self, message: str) -> None:
        """Print a message."""
        self.console.print(f"extractor: {message}", soft_wrap=True, highlight=False, markup=False)

    def _figures(self) -> dict[str, Any]:
        seconds = max(time.monotonic() - self.start, 1e-6)
        pages = self.counts["extracted"] + self.counts["failed"]
        return {
            **{name: self.counts[name] for name in ("extracted", "failed", "skipped")},
            "seconds": round(seconds, 1),
            "pages_per_second": round(pages / seconds, 1),
            "megabytes_per_second": round(self.page_size / seconds / 1e6, 2),
            "input": round(self.bytes_done / self.total, 3) if self.total else None,
        }

    def _update_bar(self, bar: Progress, task: TaskID) -> None:
        figures = self._figures()
        pages = figures["extracted"] + figures["failed"]
        rates = f"{figures['pages_per_second']} pages/s, {figures['megabytes_per_second']} MB/s"
        bar.update(task, completed=self.bytes_done, description=f"{pages} pages, {rates}, {figures['failed']} failed")


@contextmanager
def reporting(total: int) -> Iterator[Report]:
    """Yield a report that writes to standard error.

    Args:
        total: bytes of input; 0 if unknown.

    """
    console = Console(stderr=True)
    report = Report(total, console)
    if not console.is_terminal:
        yield report
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    remaining = (TextColumn("left:"), TimeRemainingColumn()) if total else ()
    with Progress(*columns, *remaining, console=console) as bar:
        report.bar = bar, bar.add_task("starting", total=total or None)
        yield report
