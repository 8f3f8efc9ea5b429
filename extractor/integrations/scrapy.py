"""Scrapy: an item pipeline that replaces the page of an item by its text and metadata (`scrapy`)."""

from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response

from extractor.errors import ExtractorError
from extractor.integrations.page import Converter
from extractor.options import options_of


def page_item(response: Response) -> dict[str, Any]:
    """Return the item that a spider yields for a response: `url`, `content_type` and `page`, its bytes."""
    declared = response.headers.get("Content-Type") or b""
    return {"url": response.url, "content_type": declared.decode("latin-1") or None, "page": response.body}


class ExtractorPipeline:
    """Replaces the field `page` of an item by `text` and metadata. Items without that field pass through.

    Settings of the crawl: `EXTRACTOR_FORMAT` (`markdown`), `EXTRACTOR_MODE` (`accurate`), `EXTRACTOR_FOCUS`
    (`balanced`) and `EXTRACTOR_COMMENTS` (`separate`).
    """

    def __init__(self, converter: Converter) -> None:
        self.converter = converter

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of a crawl.

        Raises:
            BadOptions: a setting has an invalid value.

        """
        settings = crawler.settings
        options = options_of(
            **{name: settings.get(f"EXTRACTOR_{name.upper()}") for name in ("mode", "focus", "comments")}
        )
        return cls(Converter(form=settings.get("EXTRACTOR_FORMAT", "markdown"), options=options))

    def process_item(self, item: Any) -> Any:
        """Extract the page of an item.

        Raises:
            DropItem: the page cannot be extracted.

        """
        fields = ItemAdapter(item)
        if "page" not in fields:
            return item
        try:
            found = self.converter.convert(fields.pop("page"), fields.get("url"), fields.pop("content_type", None))
        except ExtractorError as error:
            message = f"{fields.get('url')}: {error}"
            raise DropItem(message) from error
        fields.update({**found.metadata, "text": found.text})
        return item
