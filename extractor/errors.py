"""The error tree, by what a caller does next.

    ExtractorError
    ├── Refused              the input cannot be extracted: do not retry
    │   ├── NotText          a PDF, an image, an archive, or other binary data
    │   ├── Garbled          bytes that cannot be decompressed, or a wrapper or record that cannot be read
    │   ├── TooLarge         more than `Options.max_bytes`, as sent or decompressed
    │   ├── TooDeep          nesting or attributes beyond the limits, which would take a parser minutes
    │   └── Empty            no bytes, or white space only
    ├── Interrupted          the work on the page was stopped
    │   ├── Busy             the queue is full, or no worker was free in time: retry soon
    │   ├── DeadlinePassed   the worker was not done in time: retry with a longer deadline, or skip the page
    │   └── WorkerDied       the page killed its worker process: do not retry
    ├── BadOptions           an option or argument is invalid: correct the call
    └── InternalError        extractor has a defect: report it; other pages are not affected

Messy HTML and a page without an article are no errors: both give an `Extraction`.
"""


class ExtractorError(Exception):
    """The base class of all errors that extractor raises; `str(error)` is one sentence that says what to do."""


class Refused(ExtractorError):
    """The input cannot be extracted; a retry will fail in the same way."""


class NotText(Refused):
    """The bytes are neither HTML nor plain text."""


class Garbled(Refused):
    """The bytes are not in their declared format: a broken archive, or invalid JSON."""


class TooDeep(Refused):
    """The markup is nested or repeated so much that a parser would need excessive time or memory."""


class TooLarge(Refused):
    """The input is larger than the caller or operator allows."""


class Empty(Refused):
    """The input is empty."""


class Interrupted(ExtractorError):
    """The work on the page was stopped."""


class Busy(Interrupted):
    """The queue is full, no worker was free in time, or the requests in flight use all memory reserved for them."""


class DeadlinePassed(Interrupted):
    """The worker did not finish the page before its deadline. Time in the queue does not count."""


class WorkerDied(Interrupted):
    """The worker process died while it worked on the page."""


class BadOptions(ExtractorError):
    """An option or an argument has an invalid value."""


class InternalError(ExtractorError):
    """extractor has a defect that this input reveals; `__cause__` is the original exception, if it is known."""
