"""Measure how well Markdown keeps the structure of pages, and whether what it keeps hangs together.

    python -m benchmarks.markdown DATA_DIR [--mode MODE] [--by FIELD] [--pages N]

Labels with `markdown` or `html` are compared by `evaluation.structure`: one row of F1 for each kind, and for each value
of FIELD. Labels with `text` give the share of its words that are lost inside the text: those of labelled paragraphs
between the first and the last one that is kept. All pages give the number of pages with a heading without text after
it that has text in the page, and of those with a table without rows that has rows in the page.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from evaluation.coherence import empty_headings, lost_inside, tables_without_rows
from evaluation.datasets import LabelledPage, read_pages
from evaluation.structure import elements_of_html, elements_of_markdown, scores
from extractor import Extraction, Options, Refused, extract, render
from extractor.document import html
from extractor.input.decode import decode
from extractor.options import MODES
from extractor.preload import preload


class Answer(NamedTuple):
    """A page and what was extracted from it."""

    page: LabelledPage
    extraction: Extraction | None
    markdown: str


def answer(page: LabelledPage, options: Options) -> Answer:
    """Extract a page; a refused page has no extraction."""
    try:
        extraction = extract(page.read_bytes(), url=page.url, content_type=page.content_type, options=options)
    except Refused:
        return Answer(page, None, "")
    return Answer(page, extraction, render(extraction, "markdown"))


def incoherent(each: Answer) -> tuple[bool, bool]:
    """Return whether an answer has an empty heading, and whether it has a table without rows, that the page has not."""
    if each.extraction is None:
        return False, False
    text = decode(each.page.read_bytes(), content_type=each.page.content_type, max_bytes=Options().max_bytes).text
    blocks, source = html.blocks_of(each.extraction.html), html.blocks_of(text)
    headings = set(empty_headings(blocks)) - set(empty_headings(source))
    return bool(headings), bool(set(tables_without_rows(blocks)) - set(tables_without_rows(source)))


def structure_rows(answers: Iterable[Answer], by: str | None) -> Iterator[dict[str, object]]:
    """Yield a row of scores for all pages with a reference, and for each value of a field."""
    groups = defaultdict(list)
    for each in answers:
        truth = each.page.truth
        if truth.get("markdown") is not None or truth.get("html"):
            markdown = truth.get("markdown")
            wanted = elements_of_markdown(markdown) if markdown is not None else elements_of_html(truth["html"])
            pair = wanted, elements_of_markdown(each.markdown)
            groups["all"].append(pair)
            if by:
                groups[str(truth.get(by))].append(pair)
    for name, pairs in groups.items():
        yield {"group": name, "pages": len(pairs), **{kind: round(value, 4) for kind, value in scores(pairs).items()}}


def coherence_row(answers: Sequence[Answer]) -> dict[str, object]:
    """Return the counts of what does not hang together."""
    counts = [incoherent(each) for each in answers]
    lost = [
        lost_inside(each.extraction.text, each.page.truth["text"])
        for each in answers
        if each.extraction is not None and each.page.truth.get("text")
    ]
    labelled = sum(words for _, words in lost)
    return {
        "pages": len(answers),
        "pages_with_empty_heading": sum(heading for heading, _ in counts),
        "pages_with_table_without_rows": sum(table for _, table in counts),
        "lost_inside": round(sum(words for words, _ in lost) / labelled, 4) if labelled else None,
    }


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--mode", choices=MODES, default="accurate")
    parser.add_argument("--by", metavar="FIELD")
    parser.add_argument("--pages", type=int, metavar="N", help="only N pages, evenly spread")
    arguments = parser.parse_args()
    pages = [page for page in read_pages(arguments.data) if page.content_type is None]
    if arguments.pages:
        pages = pages[:: max(len(pages) // arguments.pages, 1)][: arguments.pages]
    preload()
    options, console = Options(mode=arguments.mode), Console(stderr=True)
    answers = [answer(page, options) for page in track(pages, console=console, disable=not console.is_terminal)]
    for row in (*structure_rows(answers, arguments.by), coherence_row(answers)):
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
