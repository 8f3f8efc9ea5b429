"""Render labelled HTML pages as plain text, as capture tools save them.

    python -m evaluation.renderers DATA_DIR OUT_DIR [--wrap COLUMNS] [--every N]

Writes OUT_DIR/dumps/ID.txt.gz and OUT_DIR/truth.jsonl. The id of a page picks its renderer, so that a model cannot
rely on one renderer. A label keeps what the rendering holds: lines of the text whose words it has, and a title that it
contains. A page whose rendering has less than half of the labelled words is left out.

Needs the packages html-text and inscriptis. `--wrap` breaks longer lines between words, as mail programs do.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from html_text import extract_text
from inscriptis import get_text
from lxml.etree import LxmlError

from evaluation.datasets import TRUTH, Labels, read_truth
from extractor.document.words import squeeze

MIN_WORD_SHARE: Final = 0.5  # of the labelled words, that a rendering must have

_WORD = re.compile(r"\w+")
_EMPTY_LINES = re.compile(r"\n{2,}")


def _paragraphs(html: str) -> str:
    """Write each block on a line, with empty lines between paragraphs, like text that is copied from a browser."""
    text: str = extract_text(html, guess_layout=True)
    return text


def _layout(html: str) -> str:
    """Keep indentation, list marks and the columns of tables."""
    text: str = get_text(html)
    return text


def _lines(html: str) -> str:
    """Write each block on a line, without empty lines, like the text records of web archives."""
    return _EMPTY_LINES.sub("\n", _paragraphs(html))


RENDERERS: Final[Mapping[str, Callable[[str], str]]] = {"blocks": _paragraphs, "layout": _layout, "wet": _lines}


def renderer_of(page_id: str) -> str:
    """Return the name of the renderer of a page."""
    return list(RENDERERS)[number_of(page_id) % len(RENDERERS)]


def number_of(page_id: str) -> int:
    """Return a number that picks the renderer of a page."""
    return int(hashlib.sha1(page_id.encode(), usedforsecurity=False).hexdigest(), 16)


def render(name: str, html: str) -> str | None:
    """Render a page; None if the renderer fails."""
    try:
        return RENDERERS[name](html)
    except (ValueError, LxmlError):
        return None


def wrap(text: str, columns: int) -> str:
    """Break every line that is longer than `columns` between words."""
    return "\n".join(textwrap.fill(line, columns) if len(line) > columns else line for line in text.split("\n"))


def render_folder(data: Path, out: Path, *, every: int = 1, columns: int | None = None) -> int:
    """Render every `every`-th page of a labelled folder.

    Args:
        data: the folder, whose pages have the label `text`.
        out: the folder to write.
        every: only every so many-th page, by id.
        columns: wrap lines that are longer.

    Returns:
        The number of renderings.

    """
    (out / "dumps").mkdir(parents=True, exist_ok=True)
    chosen = sorted(read_truth(data), key=lambda labels: str(labels["id"]))[::every]
    made = 0
    with (out / TRUTH).open("w", encoding="utf-8") as target:
        for labels in chosen:
            name = renderer_of(labels["id"])
            text = render(name, _html(data / "pages" / f"{labels['id']}.html.gz"))
            kept = None if text is None else labels_in(text, labels)
            if text is None or kept is None:
                continue
            written = wrap(text, columns) if columns else text
            (out / "dumps" / f"{labels['id']}.txt.gz").write_bytes(gzip.compress(written.encode(), mtime=0))
            target.write(json.dumps({**kept, "renderer": name}, ensure_ascii=False) + "\n")
            made += 1
    return made


def _html(path: Path) -> str:
    """Read a page as UTF-8, whatever it declares."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as page:
        return page.read()


def labels_in(text: str, labels: Labels) -> dict[str, Any] | None:
    """Return the labels that a rendering holds; None if it has too few of the labelled words."""
    found, wanted = (Counter(_WORD.findall(each.lower())) for each in (text, labels["text"]))
    if not wanted or (found & wanted).total() < MIN_WORD_SHARE * wanted.total():
        return None
    lines = [line for line in labels["text"].split("\n") if all(found[word] for word in _WORD.findall(line.lower()))]
    kept = {**labels, "text": "\n".join(lines)}
    if squeeze(labels.get("title") or "").lower() not in squeeze(text).lower():
        del kept["title"]
    return kept


def main() -> None:
    """Read the command line, and render."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wrap", type=int, metavar="COLUMNS", help="break lines that are longer")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th page by id")
    arguments = parser.parse_args()
    made = render_folder(arguments.data, arguments.out, every=arguments.every, columns=arguments.wrap)
    sys.stdout.write(f"{made} pages rendered\n")


if __name__ == "__main__":
    main()
