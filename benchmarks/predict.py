"""Run the library over a labelled folder, and write predictions that `evaluation.scores` reads.

    python -m benchmarks.predict DATA_DIR OUT.jsonl [--mode MODE] [--limit N]

One process reads the pages in the order of their ids. A line of OUT.jsonl is one page: {"id", "text", "title",
"author", "date", "engine", "confidence", "ms"}. `author` is a list. `date` is the date of publication, or else of the
last change. `ms` is the CPU time of the page in milliseconds.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage, read_pages
from extractor import Options, Refused, extract
from extractor.options import MODES
from extractor.preload import preload


def predict(page: LabelledPage, options: Options) -> dict[str, object]:
    """Return the prediction for one page."""
    raw = page.read_bytes()
    start = time.process_time()
    try:
        answer = extract(raw, url=page.url, content_type=page.content_type, options=options)
    except Refused as refusal:
        return {"id": page.id, "text": "", "engine": type(refusal).__name__, "ms": 1000 * (time.process_time() - start)}
    return {
        "id": page.id,
        "text": answer.text,
        "title": answer.title,
        "author": list(answer.authors),
        "date": answer.date_published or answer.date_modified,
        "engine": answer.engine,
        "confidence": answer.confidence,
        "ms": round(1000 * (time.process_time() - start), 3),
    }


def predict_all(pages: Sequence[LabelledPage], options: Options) -> list[dict[str, object]]:
    """Return the predictions for pages, with a progress bar on a terminal."""
    preload()  # no page pays for what is loaded on first use
    console = Console(stderr=True)
    shown = track(pages, description=options.mode, console=console, disable=not console.is_terminal)
    return [predict(page, options) for page in shown]


def main() -> None:
    """Read the command line and write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mode", choices=MODES, default="accurate")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    arguments = parser.parse_args()
    pages = read_pages(arguments.data)[: arguments.limit]
    with arguments.out.open("w", encoding="utf-8") as lines:
        for line in predict_all(pages, Options(mode=arguments.mode)):
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
