"""YAML front matter: the metadata of an extraction before its Markdown."""

import json
from collections.abc import Iterator

from extractor.extraction import Extraction


def front_matter(extraction: Extraction) -> str:
    """Return the stated metadata between two lines of `---`. Values are JSON, which is YAML as well."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _fields(extraction) if value)
    return "\n".join(["---", *lines, "---"]) + "\n"


def _fields(extraction: Extraction) -> Iterator[tuple[str, object]]:
    """Yield names as static site generators use them, and the values."""
    yield "title", extraction.title
    yield "authors", list(extraction.authors)
    yield "date", extraction.date_published
    yield "modified", extraction.date_modified
    yield "url", extraction.canonical_url
    yield "site", extraction.site_name
    yield "description", extraction.description
    yield "language", extraction.language
    yield "image", extraction.image
    yield "tags", list(extraction.tags)
    yield "license", extraction.license
