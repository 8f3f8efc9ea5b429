"""How far a job is: a bar on a terminal, a line of JSON now and then where nobody watches."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from extractor.batch.job import Step, Watch

EVERY = 5.0  # seconds between lines


class Report:
    """What was told so far, and whom to tell on.

    Args:
        total: bytes of input; 0 where nobody can say.
        console: where to tell it.
        behind: how many of the bytes earlier runs have done.

    """

    def __init__(self, total: int, console: Console, behind: int = 0) -> None:
        self.total, self.behind, self.console = total, behind, console
        self.counts: Counter[str] = Counter()
        self.size = 0
        self.start = self.told = time.monotonic()
        self.bar: tuple[Progress, TaskID] | None = None
        self.watch = Watch(self.tell, self.say)

    def begin(self, behind: int) -> None:
        """Start the clock, with so many bytes of input done by earlier runs."""
        self.behind = behind
        self.start = self.told = time.monotonic()
        if self.bar:
            self.bar[0].update(self.bar[1], completed=behind)

    def tell(self, step: Step) -> None:
        """Count it, and show it."""
        if step.outcome:
            self.counts[step.outcome] += step.times
        self.size += step.size
        self.behind += step.read
        now = time.monotonic()
        if self.bar:
            self._show(*self.bar)
        elif now - self.told >= EVERY or self.start == self.told:
            self.told = now
            self.console.print(json.dumps(self._figures()), soft_wrap=True, highlight=False, markup=False)

    def say(self, what: str) -> None:
        """A sentence to whoever watches."""
        self.console.print(f"extractor: {what}", soft_wrap=True, highlight=False, markup=False)

    def _figures(self) -> dict[str, Any]:
        seconds = max(time.monotonic() - self.start, 1e-6)
        done = self.counts["extracted"] + self.counts["failed"]
        return {
            **{name: self.counts[name] for name in ("extracted", "failed", "skipped")},
            "seconds": round(seconds, 1),
            "pages_per_second": round(done / seconds, 1),
            "megabytes_per_second": round(self.size / seconds / 1e6, 2),
            "input": round(self.behind / self.total, 3) if self.total else None,
        }

    def _show(self, bar: Progress, task: TaskID) -> None:
        found = self._figures()
        pages = found["extracted"] + found["failed"]
        rates = f"{found['pages_per_second']} pages/s, {found['megabytes_per_second']} MB/s"
        bar.update(task, completed=self.behind, description=f"{pages} pages, {rates}, {found['failed']} failed")


@contextmanager
def reporting(total: int) -> Iterator[Report]:
    """A report to standard error."""
    console = Console(stderr=True)
    report = Report(total, console)
    if not console.is_terminal:
        yield report
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    left = (TextColumn("left:"), TimeRemainingColumn()) if total else ()
    with Progress(*columns, *left, console=console) as bar:
        report.bar = bar, bar.add_task("starting", total=total or None)
        yield report
