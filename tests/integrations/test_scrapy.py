"""Scrapy's item pipeline. docs/integrations/scrapy.md has a whole crawl, which tests/integrations/test_documents.py runs."""

from tests.integrations.packages import need

need("scrapy")

from types import SimpleNamespace  # noqa: E402 - after the skip
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from scrapy.exceptions import DropItem  # noqa: E402
from scrapy.http import HtmlResponse  # noqa: E402
from scrapy.settings import Settings  # noqa: E402

from extractor.errors import BadOptions  # noqa: E402
from extractor.integrations.scrapy import ExtractorPipeline, page_item  # noqa: E402
from tests.integrations.test_page import NEWS  # noqa: E402

URL = "https://courier.example/bridge"


def pipeline(**settings: str) -> ExtractorPipeline:
    crawler: Any = SimpleNamespace(settings=Settings(settings))
    return ExtractorPipeline.from_crawler(crawler)


def test_the_page_is_replaced_by_text_and_metadata() -> None:
    response = HtmlResponse(URL, headers={"Content-Type": "text/html; charset=utf-8"}, body=NEWS)
    item = pipeline(EXTRACTOR_FORMAT="text").process_item({**page_item(response), "kept": 1})

    assert (item["url"], item["kept"], item["authors"]) == (URL, 1, ["Ida Berg", "Tom Falk"])
    assert item["text"].startswith("Bridge reopens")
    assert not {"page", "content_type"} & item.keys()


def test_a_refused_page_is_dropped_with_the_reason() -> None:
    with pytest.raises(DropItem, match=f"{URL}: the input is a PDF"):
        pipeline().process_item({"url": URL, "page": b"%PDF-1.4"})


def test_other_items_pass_through() -> None:
    assert pipeline().process_item({"price": 3}) == {"price": 3}


@pytest.mark.parametrize("settings", [{"EXTRACTOR_MODE": "slow"}, {"EXTRACTOR_FORMAT": "pdf"}])
def test_a_bad_setting_stops_the_crawl_at_its_start(settings: dict[str, str]) -> None:
    with pytest.raises(BadOptions):
        pipeline(**settings)
