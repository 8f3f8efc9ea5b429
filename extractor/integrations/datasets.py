"""Hugging Face `datasets`, Ray Data and other tools that map a function over rows (`datasets`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.integrations.page import Converter


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapper:
    """A function for `Dataset.map`: it adds `text`, metadata and `error` to a row. It can be pickled.

    A page that cannot be extracted has no text, and the reason in the column `error`.
    """

    page: str = "html"
    """Column that holds the page, str or bytes."""
    url: str | None = None
    """Column that holds its address; None for no such column."""
    converter: Converter = field(default_factory=lambda: Converter(form="text"))

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the new columns of a row (`extractor.integrations.page.COLUMNS`)."""
        return self.converter.row(row[self.page], None if self.url is None else row[self.url])
