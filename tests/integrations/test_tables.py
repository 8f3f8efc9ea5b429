"""Functions over tables: datasets and Ray rows, Polars, DuckDB."""

import pickle

from extractor.integrations.datasets import RowMapper
from extractor.integrations.page import Converter
from tests.integrations.packages import need
from tests.integrations.test_page import NEWS


def test_a_mapper_can_be_pickled_and_reads_the_named_columns() -> None:
    mapper = pickle.loads(pickle.dumps(RowMapper(page="body", url="address", converter=Converter(form="html"))))  # noqa: S301 - our own

    assert "https://a.example/" in mapper({"body": NEWS, "address": "https://a.example/x/"})["text"]


def test_polars_is_lazy_and_keeps_the_order() -> None:
    need("polars")
    import polars as pl  # noqa: PLC0415 - may be missing

    from extractor.integrations.polars import SCHEMA, extract_pages  # noqa: PLC0415

    table = pl.LazyFrame({"html": [None, NEWS, b"%PDF-1.4"]}).select(extract_pages("html"))
    rows = table.collect()["extracted"]

    assert table.collect_schema() == {"extracted": SCHEMA}
    assert [row["title"] for row in rows] == [None, "Bridge reopens two weeks early", None]
    assert [row["error"] for row in rows] == [None, None, "the input is a PDF, neither HTML nor plain text"]


def test_duckdb_gives_null_for_null_and_for_refused_pages() -> None:
    need("duckdb")
    import duckdb  # noqa: PLC0415 - may be missing

    from extractor.integrations.duckdb import register  # noqa: PLC0415

    with duckdb.connect() as connection:
        register(connection)
        rows = connection.execute(
            "select extract_text(page), extract_page(page, null).error from (values (null), ($1), ('')) as pages(page)",
            [NEWS.decode()],
        ).fetchall()

    assert rows[0] == (None, None)
    assert rows[1][0].startswith("Bridge reopens")
    assert rows[2] == (None, "there is nothing to extract: the input is empty")
