"""What a caller may choose for one page: the same object for library, command line, service and tests."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor.errors import BadOptions

Mode = Literal["accurate", "fast"]
MODES: tuple[Mode, ...] = get_args(Mode)
Focus = Literal["balanced", "precision", "recall"]
FOCUSES: tuple[Focus, ...] = get_args(Focus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices for one page.

    Raises:
        BadOptions: a value is not one of those listed.

    """

    mode: Mode = "accurate"
    """`accurate`: trafilatura is heard as well. `fast`: the selectolax engine alone."""
    focus: Focus = "balanced"
    """`precision`: the article's body alone, without title, byline, captions and what is doubtful.
    `recall`: also what is doubtful, and comments."""
    images: bool = False
    """Whether to list the article's pictures with their captions."""
    max_bytes: int = 20_000_000
    """Input above this many bytes (characters, for text) is refused with `TooLarge`."""

    def __post_init__(self) -> None:
        for name, value, known in (("mode", self.mode, MODES), ("focus", self.focus, FOCUSES)):
            if value not in known:
                message = f"{name} must be one of {', '.join(known)}, not {value!r}"
                raise BadOptions(message)
        if self.max_bytes < 1:
            message = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise BadOptions(message)


def options_of(**given: Any) -> Options:
    """Options by name, as callers outside Python write them; None stands for the default.

    Raises:
        BadOptions: a value is not one of those listed.

    """
    return Options(**{name: value for name, value in given.items() if value is not None})
