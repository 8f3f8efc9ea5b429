"""Pages that a client sends, the answers to them, and errors."""

from typing import Any, NamedTuple


class ServiceError(Exception):
    """The service refused a page, or cannot be reached.

    Args:
        problem: problem details of the service (RFC 9457), such as `title`, `status` and `detail`.
        retryable: whether the same request may succeed later.
        retry_after: the seconds that the service asks to wait; 0 if it does not say.

    """

    def __init__(self, problem: dict[str, Any], *, retryable: bool, retry_after: float = 0.0) -> None:
        super().__init__(f"{problem.get('title', 'error')}: {problem.get('detail', '')}".rstrip(": "))
        self.problem = problem
        self.retryable = retryable
        self.retry_after = retry_after


class Page(NamedTuple):
    """A page for `extract_many`."""

    id: str
    """The caller's name for the page; its answer has it too."""
    data: bytes | str
    """HTML or plain text, as received or decoded."""
    url: str | None = None
    """Address of the page; it makes links absolute."""
    content_type: str | None = None
    """`Content-Type` of the page; it tells the charset of bytes."""


class Answer(NamedTuple):
    """The answer to a page of `extract_many`: either fields or an error."""

    id: str
    fields: dict[str, Any] | None
    """The JSON object that the service answers for one page; None if it failed."""
    error: ServiceError | None
    """Why it failed; None if it did not."""
