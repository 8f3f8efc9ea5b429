"""What all integrations share: a page in, its text in one format and its metadata as plain values out."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from extractor.entry import extract
from extractor.errors import BadOptions, ExtractorError
from extractor.options import Options
from extractor.render.formats import FORMATS, render

LOG: Final = logging.getLogger("extractor.integrations")
METADATA: Final = (
    "title",
    "authors",
    "date_published",
    "date_modified",
    "site_name",
    "description",
    "language",
    "canonical_url",
    "image",
    "tags",
    "section",
    "license",
    "page_type",
    "word_count",
    "confidence",
    "warnings",
)
"""Fields of an extraction that integrations pass on."""
COLUMNS: Final[dict[str, type]] = {
    "text": str,
    "title": str,
    "authors": list,
    "date_published": str,
    "date_modified": str,
    "site_name": str,
    "description": str,
    "language": str,
    "page_type": str,
    "word_count": int,
    "confidence": float,
    "error": str,
}
"""Columns of a table of pages with the type of their values; `list`: a list of str. All but `authors` may be None."""


class Converted(NamedTuple):
    """A page that was converted."""

    text: str
    metadata: dict[str, Any]
    """Those of `METADATA` that have a value: str, int, float, or a list of str."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """Converts pages. It can be pickled, so that other processes can use it.

    Raises:
        BadOptions: the format is unknown.

    """

    form: str = "markdown"
    """Format of the text: `text`, `markdown`, `html`, `json` or `xml` (TEI)."""
    options: Options = field(default_factory=Options)

    def __post_init__(self) -> None:
        if self.form not in FORMATS:
            message = f"format must be one of {', '.join(FORMATS)}, not {self.form!r}"
            raise BadOptions(message)

    def convert(self, data: bytes | str, url: str | None = None, content_type: str | None = None) -> Converted:
        """Convert a page.

        Args:
            data: the page; bytes as received, or text.
            url: its address, if known.
            content_type: its HTTP `Content-Type`, if known.

        Raises:
            ExtractorError: see `extractor.extract`.

        """
        extraction = extract(data, url=url, content_type=content_type, options=self.options)
        values = {name: getattr(extraction, name) for name in METADATA}
        metadata = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
        return Converted(render(extraction, self.form), metadata)

    def try_convert(
        self, data: bytes | str, url: str | None = None, content_type: str | None = None, *, name: str = ""
    ) -> Converted | None:
        """Convert a page; return None, and log a warning with the reason, if it cannot be extracted.

        Args:
            data: see `convert`.
            url: see `convert`.
            content_type: see `convert`.
            name: what the warning calls the page.

        """
        try:
            return self.convert(data, url, content_type)
        except ExtractorError as error:
            LOG.warning("%s was left out: %s", name or url or "a page", error)
            return None

    def row(self, data: bytes | str | None, url: str | None = None) -> dict[str, Any]:
        """Convert a page to the values of `COLUMNS`. A page that cannot be extracted has the reason as `error`."""
        row: dict[str, Any] = {name: [] if kind is list else None for name, kind in COLUMNS.items()}
        if data is None:
            return row
        try:
            text, metadata = self.convert(data, url)
        except ExtractorError as error:
            return {**row, "error": str(error)}
        known = {name: value for name, value in metadata.items() if name in COLUMNS}
        return {**row, "word_count": 0, "confidence": 0.0, **known, "text": text}


def files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return one or several paths as a list."""
    return [Path(paths)] if isinstance(paths, str | Path) else [Path(each) for each in paths]
