"""Polars: an expression that extracts a column of pages (`polars`)."""

from typing import Final

import polars as pl

from extractor.integrations.page import COLUMNS, Converter

_TYPES: Final = {str: pl.String(), int: pl.Int64(), float: pl.Float64(), list: pl.List(pl.String)}
SCHEMA: Final = pl.Struct({name: _TYPES[kind] for name, kind in COLUMNS.items()})
"""The type of the column that `extract_pages` makes."""
TEXT: Final = Converter(form="text")


def extract_pages(page: str | pl.Expr, url: str | pl.Expr | None = None, *, converter: Converter = TEXT) -> pl.Expr:
    """Return an expression with a struct for each page: text, metadata, and `error` if it cannot be extracted.

    Args:
        page: column of pages, str or bytes.
        url: column of their addresses.
        converter: format and options.

    """
    pages, urls = (
        pl.col(each) if isinstance(each, str) else pl.lit(None) if each is None else each for each in (page, url)
    )

    def rows(column: pl.Series) -> pl.Series:
        found = [converter.row(each["page"], each["url"]) for each in column]
        return pl.Series(column.name, found, dtype=SCHEMA)

    return (
        pl.struct(page=pages, url=urls).map_batches(rows, return_dtype=SCHEMA, is_elementwise=True).alias("extracted")
    )
