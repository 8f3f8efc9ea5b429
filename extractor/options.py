"""Options of one extraction, shared by library, command line and service."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor.errors import BadOptions

Mode = Literal["accurate", "fast"]
MODES: tuple[Mode, ...] = get_args(Mode)
Focus = Literal["balanced", "precision", "recall"]
FOCUSES: tuple[Focus, ...] = get_args(Focus)
Comments = Literal["separate", "include", "drop"]
COMMENTS: tuple[Comments, ...] = get_args(Comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one extraction.

    Raises:
        BadOptions: a value is invalid.

    """

    mode: Mode = "accurate"
    """`accurate`: a second model corrects the first one's answer with trafilatura's as a second opinion.
    `fast`: the first model only."""
    focus: Focus = "balanced"
    """`precision`: the body of the article only, without title, byline, captions and doubtful blocks.
    `recall`: doubtful blocks as well."""
    comments: Comments = "separate"
    """What to do with readers' comments under an article. `separate`: return them in `Extraction.comments`, apart from
    the text. `include`: the same, and keep them in the text. `drop`: leave them out. Posts of a thread are its text."""
    images: bool = False
    """Whether to list the images of the article with their captions."""
    structured_data: bool = False
    """Whether to return the items of structured data as the page states them."""
    explain: bool = False
    """Whether to return in `Extraction.explanation` why each block was kept or not."""
    fields: frozenset[str] | None = None
    """Fields of `Extraction` that the caller reads; None for all. The others may be empty."""
    max_bytes: int = 20_000_000
    """Largest input in bytes (characters, for text input); a larger one raises `TooLarge`."""

    def __post_init__(self) -> None:
        choices = (("mode", self.mode, MODES), ("focus", self.focus, FOCUSES), ("comments", self.comments, COMMENTS))
        for name, value, known in choices:
            if value not in known:
                message = f"{name} must be one of {', '.join(known)}, not {value!r}"
                raise BadOptions(message)
        if self.max_bytes < 1:
            message = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise BadOptions(message)


def options_of(**given: Any) -> Options:
    """Return the options of the given names; None stands for the default.

    Raises:
        BadOptions: a value is invalid.

    """
    return Options(**{name: value for name, value in given.items() if value is not None})


DEFAULT_OPTIONS = Options()
