"""Labelled folders of our own pages."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_folder(folder: Path, pages: Iterable[tuple[str, dict[str, Any]]]) -> Path:
    """Write pages, each with its HTML and labels, which get the number of the page as their id."""
    (folder / "pages").mkdir()
    lines = []
    for number, (html, labels) in enumerate(pages):
        name = f"{number:04}"
        (folder / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(html.encode()))
        lines.append(json.dumps({"id": name, **labels}) + "\n")
    (folder / "truth.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder
