"""Haystack: a converter from pages to documents (`haystack`)."""

from pathlib import Path
from typing import Any

from haystack import Document, component, default_from_dict, default_to_dict
from haystack.components.converters.utils import get_bytestream_from_source, normalize_metadata
from haystack.dataclasses import ByteStream

from extractor.integrations.page import Converter
from extractor.options import options_of


@component
class ExtractorConverter:
    """Converts pages to documents with metadata.

    Args:
        form: format of the content: `text`, `markdown` or `html`.
        mode: `accurate` or `fast`, see `extractor.Options`.
        focus: `balanced`, `precision` or `recall`.
        comments: `separate`, `include` or `drop`.

    """

    def __init__(
        self, form: str = "markdown", mode: str = "accurate", focus: str = "balanced", comments: str = "separate"
    ) -> None:
        self.given = {"form": form, "mode": mode, "focus": focus, "comments": comments}
        self.converter = Converter(form=form, options=options_of(mode=mode, focus=focus, comments=comments))

    def to_dict(self) -> dict[str, Any]:
        """Return the component as a dict, for pipelines in YAML."""
        return dict(default_to_dict(self, **self.given))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ExtractorConverter":
        """Make the component from what `to_dict` returned."""
        made: ExtractorConverter = default_from_dict(cls, data)
        return made

    @component.output_types(documents=list[Document])
    def run(
        self, sources: list[str | Path | ByteStream], meta: dict[str, Any] | list[dict[str, Any]] | None = None
    ) -> dict[str, list[Document]]:
        """Convert pages. A page that cannot be extracted is left out with a warning in the log.

        Args:
            sources: paths, or streams. The `url` in a stream's metadata is the address of the page.
            meta: metadata of all documents, or a dict for each source.

        Raises:
            OSError: a file cannot be read.

        """
        documents: list[Document] = []
        for source, extra in zip(sources, normalize_metadata(meta=meta, sources_count=len(sources)), strict=True):
            stream = get_bytestream_from_source(source)
            known = {**stream.meta, **extra}
            found = self.converter.try_convert(
                stream.data, known.get("url"), stream.mime_type, name=str(known.get("file_path", ""))
            )
            if found is not None:
                documents.append(Document(content=found.text, meta={**known, **found.metadata}))
        return {"documents": documents}
