"""Everything that can go wrong by name, and what the caller does next.

    ExtractorError
    ├── Refused              the input is not ours to extract: do not retry
    │   ├── NotText          a PDF, an image, an archive, or other binary data
    │   ├── Garbled          compressed bytes that do not unpack, or a record that cannot be read
    │   ├── TooLarge         more bytes than `Options.max_bytes`, as they came or unpacked
    │   ├── TooDeep          elements nested, or attributes crowded, as no page does: a parser would take minutes
    │   └── Empty            no bytes, or white space only
    ├── Interrupted          the page was too much for us
    │   ├── Busy             the queue is full, or no worker was free in time: retry soon
    │   ├── DeadlinePassed   its worker was not done in time: retry with a longer deadline, or leave it
    │   └── WorkerDied       it killed the process that read it: do not retry
    ├── BadOptions           the caller asked for something that does not exist: mend the call
    └── InternalError        extractor itself has a defect: report it; the page costs only itself

Messy HTML is not an error, and neither is a page without an article: both give an `Extraction`.
"""


class ExtractorError(Exception):
    """The root of all errors raised on purpose; `str(error)` is one sentence that says what to do."""


class Refused(ExtractorError):
    """The input is not ours to extract; the same input will be refused again."""


class NotText(Refused):
    """The bytes are neither HTML nor plain text."""


class Garbled(Refused):
    """The bytes are not what they were said to be: a broken archive, or JSON that is none."""


class TooDeep(Refused):
    """The markup is built to exhaust a parser."""


class TooLarge(Refused):
    """The input is larger than the caller or operator allows."""


class Empty(Refused):
    """There is no input."""


class Interrupted(ExtractorError):
    """Work on the page was broken off."""


class Busy(Interrupted):
    """The queue is full, no worker was free in time, or requests in flight use all of their memory."""


class DeadlinePassed(Interrupted):
    """The worker was not done with the page within its deadline. The time in the queue does not count."""


class WorkerDied(Interrupted):
    """The process that worked on the page died of it."""


class BadOptions(ExtractorError):
    """An option or an argument has a value that it cannot have."""


class InternalError(ExtractorError):
    """extractor has a defect that this input shows; `__cause__` is the exception that was raised, where it is known."""
