"""What a caller may choose for one page: the same object for library, command line, service and tests."""

from dataclasses import dataclass
from typing import Literal, get_args

from extractor.errors import BadOptions

Mode = Literal["accurate", "fast"]
MODES: tuple[Mode, ...] = get_args(Mode)
Focus = Literal["balanced", "precision", "recall"]
FOCUSES: tuple[Focus, ...] = get_args(Focus)


def mode_of(name: str) -> Mode:
    """The mode of that name.

    Raises:
        BadOptions: there is none.

    """
    for mode in MODES:
        if mode == name:
            return mode
    message = f"mode must be one of {', '.join(MODES)}, not {name!r}"
    raise BadOptions(message)


def focus_of(name: str) -> Focus:
    """The focus of that name.

    Raises:
        BadOptions: there is none.

    """
    for focus in FOCUSES:
        if focus == name:
            return focus
    message = f"focus must be one of {', '.join(FOCUSES)}, not {name!r}"
    raise BadOptions(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices for one page.

    Raises:
        BadOptions: a value is not one of those listed.

    """

    mode: Mode = "accurate"
    """`accurate`: trafilatura is heard as well. `fast`: the selectolax engine alone."""
    focus: Focus = "balanced"
    """`precision`: the article's body alone, without title, byline, captions and what is doubtful. `recall`: also what is
    doubtful, and comments."""
    max_bytes: int = 20_000_000
    """Input above this many bytes (characters, for text) is refused with `TooLarge`."""

    def __post_init__(self) -> None:
        mode_of(self.mode)
        focus_of(self.focus)
        if self.max_bytes < 1:
            message = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise BadOptions(message)
