"""LangChain: a document loader for saved pages, and a transformer for documents that hold pages (`langchain`)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import BaseDocumentTransformer, Document

from extractor.integrations.page import Converter, files
from extractor.options import DEFAULT_OPTIONS, Options


class ExtractorLoader(BaseLoader):
    """Loads saved pages as documents with metadata; `source` is the path.

    Args:
        paths: one or several files. A page that cannot be extracted is left out with a warning in the log.
        form: format of `page_content`: `text`, `markdown` or `html`.
        options: of the extraction.

    """

    def __init__(
        self, paths: str | Path | Iterable[str | Path], *, form: str = "markdown", options: Options = DEFAULT_OPTIONS
    ) -> None:
        self.paths = files(paths)
        self.converter = Converter(form=form, options=options)

    def lazy_load(self) -> Iterator[Document]:
        """Yield a document for each page.

        Raises:
            OSError: a file cannot be read.

        """
        for path in self.paths:
            found = self.converter.try_convert(path.read_bytes(), name=str(path))
            if found is not None:
                yield Document(page_content=found.text, metadata={"source": str(path), **found.metadata})


class ExtractorTransformer(BaseDocumentTransformer):
    """Replaces the HTML of documents by their main text, and adds metadata.

    The address of a page is its metadata `url` or else `source`, if that is one.

    Args:
        form: format of `page_content`: `text`, `markdown` or `html`.
        options: of the extraction.

    """

    def __init__(self, *, form: str = "markdown", options: Options = DEFAULT_OPTIONS) -> None:
        self.converter = Converter(form=form, options=options)

    def transform_documents(self, documents: Sequence[Document], **_: Any) -> Sequence[Document]:
        """Return new documents. A page that cannot be extracted is left out with a warning in the log."""
        transformed: list[Document] = []
        for document in documents:
            source = str(document.metadata.get("source", ""))
            url = document.metadata.get("url") or (source if "://" in source else None)
            found = self.converter.try_convert(document.page_content, url, name=source)
            if found is not None:
                metadata = {**document.metadata, **found.metadata}
                transformed.append(Document(id=document.id, page_content=found.text, metadata=metadata))
        return transformed
