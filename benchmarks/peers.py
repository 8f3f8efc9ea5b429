"""Compare the CPU time of both modes with that of trafilatura, page by page in one run.

    python -m benchmarks.peers DATA_DIR OUT_DIR [--every N] [--dumps DUMPS_DIR]

Writes OUT_DIR/trafilatura.jsonl, accurate.jsonl and fast.jsonl in the form of `benchmarks.predict`. DUMPS_DIR is the
output of `evaluation.renderers` for the same pages: each rendering is extracted in mode `fast` right after its page,
into dumps.jsonl. Prints the mean and median CPU milliseconds of each, and their ratio to trafilatura.

trafilatura runs with its default settings, without comments, on decoded text. extractor also decodes the page and
reads the metadata.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import trafilatura
from rich.console import Console
from rich.progress import track

from benchmarks.predict import predict
from evaluation.datasets import LabelledPage, read_pages
from extractor import Options
from extractor.options import MODES

PEER = "trafilatura"
DUMPS = "dumps"


def peer(page: LabelledPage) -> dict[str, Any]:
    """Return the text of trafilatura with its CPU milliseconds, and its metadata, which are not timed."""
    text = page.text()
    start = time.process_time()
    found = trafilatura.extract(text, include_comments=False) or ""
    ms = 1000 * (time.process_time() - start)
    found_metadata = trafilatura.extract_metadata(text)
    metadata = {
        "title": found_metadata.title,
        "author": found_metadata.author.split("; ") if found_metadata.author else [],
        "date": found_metadata.date,
    }
    return {"id": page.id, "text": found, **metadata, "ms": ms}


def main() -> None:
    """Run all three over every N-th page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every N-th page by id")
    parser.add_argument("--dumps", type=Path, help="renderings of the pages")
    arguments = parser.parse_args()
    todo = read_pages(arguments.data)[:: arguments.every]
    dumps = {page.id: page for page in read_pages(arguments.dumps)} if arguments.dumps else {}
    lines: dict[str, list[dict[str, Any]]] = {name: [] for name in (PEER, *MODES, DUMPS)}
    peer(todo[0])
    predict(todo[0], Options())  # what is loaded on first use is not counted
    console = Console(stderr=True)
    for page in track(todo, description="pages", console=console, disable=not console.is_terminal):
        lines[PEER].append(peer(page))
        for mode in MODES:
            lines[mode].append(predict(page, Options(mode=mode)))
        if page.id in dumps:
            lines[DUMPS].append(predict(dumps[page.id], Options(mode="fast")))
    arguments.out.mkdir(parents=True, exist_ok=True)
    alone = {line["id"]: line["ms"] for line in lines[PEER]}
    for name, found in lines.items():
        if not found:
            continue
        base = statistics.fmean(alone[line["id"]] for line in found)
        out = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in found)
        (arguments.out / f"{name}.jsonl").write_text(out, encoding="utf-8")
        spent = [line["ms"] for line in found]
        mean, median = statistics.fmean(spent), statistics.median(spent)
        sys.stdout.write(f"{name:12} {mean:7.1f} ms mean {median:7.1f} ms median  {mean / base:5.2f} of {PEER}\n")


if __name__ == "__main__":
    main()
