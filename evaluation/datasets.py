"""Read labelled folders: `truth.jsonl` with the labels, and `pages/ID.html.gz` or `dumps/ID.txt.gz`.

A line of `truth.jsonl` has an `id` and any labels: `text`, `comments`, `must_have`, `must_not_have`, `title`,
`author`, `date`, `page_type`. A missing label is unknown; `null` means that the page has none. `url`, `domain` and
`set` say where the page comes from. A folder without `truth.jsonl` holds unlabelled pages.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from extractor.input.decode import decode
from extractor.options import Options
from extractor.parse import parse
from extractor.types import HtmlDocument

Labels = dict[str, Any]
"""One line of `truth.jsonl`."""
TRUTH = "truth.jsonl"
PLAIN_TEXT = "text/plain"


class LabelledPage(NamedTuple):
    """An HTML page or a plain-text dump with its labels."""

    path: Path
    """The gzipped input."""
    truth: Labels
    """The labels; only the id where the folder has none."""

    @property
    def id(self) -> str:
        """Return the id, which is unique within the folder."""
        return str(self.truth["id"])

    @property
    def folder(self) -> Path:
        """Return the labelled folder."""
        return self.path.parent.parent

    @property
    def content_type(self) -> str | None:
        """Return the declared type: `text/plain` for a dump, nothing for a page."""
        return PLAIN_TEXT if self.path.name.endswith(".txt.gz") else None

    @property
    def url(self) -> str | None:
        """Return the address of the page, if known."""
        return self.truth.get("url") or None

    @property
    def domain(self) -> str:
        """Return the site; a page without an address is a site of its own."""
        return self.truth.get("domain") or urlsplit(self.url or "").hostname or self.id

    @property
    def collection(self) -> str:
        """Return the collection that the page comes from."""
        return self.truth.get("set") or self.folder.name

    def read_bytes(self) -> bytes:
        """Return the input as it was captured."""
        return gzip.decompress(self.path.read_bytes())

    def text(self) -> str:
        """Return the decoded input."""
        return decode(self.read_bytes(), content_type=self.content_type, max_bytes=Options().max_bytes).text

    def parse(self) -> HtmlDocument:
        """Return the blocks of an HTML page."""
        return parse(self.text(), self.url).document


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file with one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_truth(folder: Path) -> list[Labels]:
    """Return the labels of a folder, in the order of the file."""
    return list(read_json_lines(folder / TRUTH))


def read_pages(folder: Path) -> list[LabelledPage]:
    """Return the pages of a folder, or else its dumps, in the order of their ids.

    Raises:
        SystemExit: the folder has neither.

    """
    paths = {page_id(path): path for path in folder.glob("pages/*.html.gz")}
    paths = paths or {page_id(path): path for path in folder.glob("dumps/*.txt.gz")}
    if not paths:
        message = f"no pages/*.html.gz and no dumps/*.txt.gz in {folder}"
        raise SystemExit(message)
    truths = {str(truth["id"]): truth for truth in read_truth(folder)} if (folder / TRUTH).exists() else {}
    return [LabelledPage(paths[name], truths.get(name, {"id": name})) for name in sorted(paths)]


def page_id(path: Path) -> str:
    """Return the id that the name of a page's file stands for."""
    return path.name.split(".")[0]
