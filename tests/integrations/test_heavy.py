"""Integrations whose packages only `make integrations` installs. Their examples run in tests/integrations/test_documents.py."""

import logging
from pathlib import Path

import pytest

from tests.integrations.packages import need
from tests.integrations.test_page import NEWS


def test_llama_index_reads_a_folder_through_its_own_reader(tmp_path: Path) -> None:
    need("llama-index")
    from llama_index.core import SimpleDirectoryReader  # noqa: PLC0415 - may be missing

    from extractor.integrations.llama_index import ExtractorReader  # noqa: PLC0415

    (tmp_path / "a.html").write_bytes(NEWS)
    (document,) = SimpleDirectoryReader(tmp_path, file_extractor={".html": ExtractorReader(form="text")}).load_data()

    assert document.metadata["title"] == "Bridge reopens two weeks early"
    assert document.metadata["file_name"] == "a.html"


def test_haystack_leaves_refused_pages_out_and_can_be_saved(caplog: pytest.LogCaptureFixture) -> None:
    need("haystack")
    from haystack.dataclasses import ByteStream  # noqa: PLC0415 - may be missing

    from extractor.integrations.haystack import ExtractorConverter  # noqa: PLC0415

    converter = ExtractorConverter.from_dict(ExtractorConverter(form="html", mode="fast").to_dict())
    page = ByteStream(NEWS, meta={"url": "https://a.example/x/"}, mime_type="text/html")
    with caplog.at_level(logging.WARNING, logger="extractor.integrations"):
        (document,) = converter.run([page, ByteStream(b"%PDF-1.4")], meta={"kept": 1})["documents"]

    assert document.meta["kept"] == 1
    assert "https://a.example/" in (document.content or "")
    assert "left out" in caplog.text


def test_crawl4ai_gives_nothing_for_a_refused_page() -> None:
    need("crawl4ai")
    from extractor.integrations.crawl4ai import ExtractorStrategy  # noqa: PLC0415 - may be missing

    assert ExtractorStrategy().extract("https://a.example/", "") == []


def test_datatrove_counts_what_it_cannot_extract() -> None:
    need("datatrove")
    from datatrove.data import Document  # noqa: PLC0415 - may be missing

    from extractor.integrations.datatrove import Extractor  # noqa: PLC0415

    block = Extractor(timeout=600)
    (document,) = block.run([Document(text="<div>" * 100_000, id="deep"), Document(text=NEWS.decode(), id="news")])

    assert document.id == "news"
    assert {name: block.stats.stats[name].total for name in ("extracted", "dropped", "forwarded")} == {
        "extracted": 2,
        "dropped": 1,
        "forwarded": 1,
    }
