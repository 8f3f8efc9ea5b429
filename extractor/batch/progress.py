"""What a running job reports, and how it is stopped."""

import signal
from collections.abc import Callable
from typing import NamedTuple


class Step(NamedTuple):
    """Progress of a job: records that were processed, or input that was read."""

    outcome: str
    """extracted, failed or skipped; empty if only input was read."""
    page_size: int = 0
    """Bytes or characters of the pages."""
    input_bytes: int = 0
    """Bytes of input, as stored, that were read since the last step."""
    records: int = 1
    """Number of records with this outcome."""


class Watch:
    """Where a job reports to, and the flag that stops it.

    Args:
        report: called with each step.
        say: called with each message, a sentence.

    """

    def __init__(self, report: Callable[[Step], None], say: Callable[[str], None]) -> None:
        self.report, self.say = report, say
        self.stopping = False

    def stop(self) -> None:
        """Have the job finish the pages in flight and stop."""
        self.stopping = True

    def heed_signals(self) -> None:
        """Stop the job on SIGINT (Ctrl-C) and SIGTERM."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: self.stop())
