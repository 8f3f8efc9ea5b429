"""Options of Markdown output, shared by library, command line and service."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor.errors import BadOptions

Links = Literal["inline", "reference", "none"]
LINKS: tuple[Links, ...] = get_args(Links)
RaggedTables = Literal["html", "list", "pipe"]
RAGGED_TABLES: tuple[RaggedTables, ...] = get_args(RaggedTables)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownOptions:
    """Options of Markdown output.

    Raises:
        BadOptions: a value is invalid.

    """

    links: Links = "inline"
    """`inline`: `[text](url)`; `reference`: `[text][1]` with the addresses at the end; `none`: the text only."""
    images: bool = True
    """Whether to write images."""
    ragged_tables: RaggedTables = "html"
    """How to write a table with lists, code or quotes in its cells, which Markdown cannot: as HTML, as a list with an
    item for each row, or as a pipe table with each cell in one line."""
    pad_tables: bool = False
    """Whether to align the columns of tables with spaces."""
    title_heading: bool = False
    """Whether to start with the title as a heading of level 1. Otherwise the title is left out, because the metadata
    holds it. Headings of the text start at level 2 either way."""
    front_matter: bool = False
    """Whether to start with the metadata as YAML between two lines of `---`."""
    chunk_tokens: int = 500
    """The size of the field `chunks` of JSON: the tokens that a chunk has at most, by an estimate."""

    def __post_init__(self) -> None:
        for name, value, known in (
            ("links", self.links, LINKS),
            ("ragged_tables", self.ragged_tables, RAGGED_TABLES),
        ):
            if value not in known:
                message = f"{name} must be one of {', '.join(known)}, not {value!r}"
                raise BadOptions(message)
        if self.chunk_tokens < 1:
            message = f"chunks must have at least 1 token, not {self.chunk_tokens}"
            raise BadOptions(message)


DEFAULT = MarkdownOptions()


def markdown_options_of(**given: Any) -> MarkdownOptions:
    """Return the options of the given names; None stands for the default.

    Raises:
        BadOptions: a value is invalid.

    """
    return MarkdownOptions(**{name: value for name, value in given.items() if value is not None})
