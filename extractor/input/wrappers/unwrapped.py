"""The result of a wrapper rule."""

from typing import Generic, NamedTuple, TypeVar

HEAD_SIZE = 5_000  # bytes or characters at the start of a page that rules search

Content = TypeVar("Content", bound=bytes | str)


class Unwrapped(NamedTuple, Generic[Content]):
    """A page without its wrapper, and the metadata of the wrapper."""

    content: Content
    content_type: str | None = None
    """`Content-Type` that the wrapper declares."""
    url: str | None = None
    """URL that the wrapper names as the page's origin."""
    notes: tuple[str, ...] = ()
    """What was undone, one sentence each."""
