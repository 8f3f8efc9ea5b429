"""DuckDB: functions of SQL that extract a page (`duckdb`)."""

from typing import Any, Final

from duckdb import DuckDBPyConnection, struct_type

from extractor.integrations.page import COLUMNS, Converter

_TYPES: Final = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", list: "VARCHAR[]"}
TEXT: Final = Converter(form="text")


def register(connection: DuckDBPyConnection, *, converter: Converter = TEXT) -> None:
    """Add two functions to a connection.

    `extract_text(html)` gives the main text; `extract_page(html, url)` gives a struct with text, metadata and `error`.
    A page that cannot be extracted has no text.

    Args:
        connection: an open connection.
        converter: format and options.

    """

    def extract_text(html: str | None) -> str | None:
        text: str | None = converter.row(html)["text"]
        return text

    def extract_page(html: str | None, url: str | None) -> dict[str, Any]:
        return converter.row(html, url)

    special: Any = "special"  # NULL is passed to the functions; the type of this has moved between versions
    columns: Any = {name: _TYPES[kind] for name, kind in COLUMNS.items()}
    connection.create_function("extract_text", extract_text, ["VARCHAR"], "VARCHAR", null_handling=special)
    connection.create_function(
        "extract_page", extract_page, ["VARCHAR", "VARCHAR"], struct_type(columns), null_handling=special
    )
