"""LlamaIndex: a reader for saved pages (`llama-index`)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from extractor.integrations.page import Converter, files
from extractor.options import DEFAULT_OPTIONS, Options


class ExtractorReader(BaseReader):
    """Reads saved pages as documents with metadata. It fits `SimpleDirectoryReader(file_extractor={".html": ...})`.

    Args:
        form: format of the text: `text`, `markdown` or `html`.
        options: of the extraction.

    """

    def __init__(self, *, form: str = "markdown", options: Options = DEFAULT_OPTIONS) -> None:
        self.converter = Converter(form=form, options=options)

    def lazy_load_data(
        self, file: str | Path | Iterable[str | Path], extra_info: dict[str, Any] | None = None, **_: Any
    ) -> Iterable[Document]:
        """Yield a document for each page. A page that cannot be extracted is left out with a warning in the log.

        Args:
            file: one or several files.
            extra_info: metadata of all documents.

        Raises:
            OSError: a file cannot be read.

        """
        for path in files(file):
            found = self.converter.try_convert(path.read_bytes(), name=str(path))
            if found is not None:
                yield Document(
                    text=found.text, metadata={"file_path": str(path), **(extra_info or {}), **found.metadata}
                )
