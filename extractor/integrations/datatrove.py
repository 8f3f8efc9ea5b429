"""datatrove: an extractor block, to stand where its Trafilatura block stands (`datatrove`)."""

from datatrove.pipeline.extractors.base import BaseExtractor

from extractor.integrations.page import Converter
from extractor.options import DEFAULT_OPTIONS, Options

TIMEOUT_SECONDS = 30.0


class Extractor(BaseExtractor):
    """Replaces the HTML of documents by their main text.

    datatrove counts a page that cannot be extracted as `dropped`, and leaves it out.

    Args:
        form: format of the text: `text`, `markdown` or `html`.
        options: of the extraction.
        timeout: seconds that a page may take. The first page of each process also loads the models.

    """

    name = "⛏ extractor"

    def __init__(
        self, *, form: str = "text", options: Options = DEFAULT_OPTIONS, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        super().__init__(timeout)
        self.converter = Converter(form=form, options=options)

    def extract(self, text: str) -> str:
        """Return the main text of a page; empty, with a warning in the log, if it cannot be extracted.

        An exception would end the process that datatrove extracts pages in.
        """
        if not text.strip():  # datatrove starts each process with an empty page
            return ""
        found = self.converter.try_convert(text)
        return "" if found is None else found.text
