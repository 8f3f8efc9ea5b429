"""Crawl4AI: an extraction strategy without a language model (`crawl4ai`)."""

from typing import Any

from crawl4ai.extraction_strategy import ExtractionStrategy

from extractor.integrations.page import Converter
from extractor.options import DEFAULT_OPTIONS, Options


class ExtractorStrategy(ExtractionStrategy):
    """Gives the main text and the metadata of each page as one JSON object.

    Args:
        form: format of `text`: `text`, `markdown` or `html`.
        options: of the extraction.

    """

    def __init__(self, *, form: str = "markdown", options: Options = DEFAULT_OPTIONS) -> None:
        super().__init__(input_format="html")
        self.converter = Converter(form=form, options=options)

    def extract(self, url: str, html: str, *_: Any, **__: Any) -> list[dict[str, Any]]:
        """Return one dict with `text` and metadata; none, and log a warning, if the page cannot be extracted."""
        found = self.converter.try_convert(html, url if "://" in url else None)
        return [] if found is None else [{"text": found.text, **found.metadata}]
