"""trafilatura alone and both modes of extractor, page by page in one run, so that their CPU times can be compared.

    python -m benchmarks.peers DATA_DIR OUT_DIR [--every N] [--dumps DUMPS_DIR]

Writes OUT_DIR/trafilatura.jsonl, accurate.jsonl and fast.jsonl in the form of `benchmarks.predict`, and dumps.jsonl
where `benchmarks.dumps` made DUMPS_DIR of the same pages: each dump is read in mode `fast`, right after its page.
Prints the mean and median CPU milliseconds of each with their ratio to trafilatura, which runs with its default
settings but without comments, on text that we decoded; extractor decodes, extracts and reads the metadata.
"""

import argparse
import gzip
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import trafilatura
from rich.console import Console
from rich.progress import track

from benchmarks.predict import pages, predict, urls
from extractor import Options
from extractor.input.decode import decode
from extractor.options import MODES
from extractor.preload import preload

PEER = "trafilatura"
DUMPS = "dumps"


def peer(path: Path) -> dict[str, Any]:
    """The text that trafilatura finds on one page with its CPU milliseconds, and the metadata, which are not timed."""
    text = decode(gzip.decompress(path.read_bytes()), max_bytes=Options().max_bytes).text
    start = time.process_time()
    found = trafilatura.extract(text, include_comments=False) or ""
    ms = 1000 * (time.process_time() - start)
    said = trafilatura.extract_metadata(text)
    metadata = {
        "title": said.title,
        "author": said.author.split("; ") if said.author else [],
        "date": said.date,
    }
    return {"id": path.name.split(".")[0], "text": found, **metadata, "ms": ms}


def main() -> None:
    """Run all three over every N-th page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every N-th page by id")
    parser.add_argument("--dumps", type=Path, help="what benchmarks.dumps made of the pages")
    arguments = parser.parse_args()
    where = urls(arguments.data)
    todo = pages(arguments.data)[:: arguments.every]
    lines: dict[str, list[dict[str, Any]]] = {name: [] for name in (PEER, *MODES, DUMPS)}
    peer(todo[0])
    preload()  # what is loaded on first use is not counted
    console = Console(stderr=True)
    for path in track(todo, description="pages", console=console, disable=not console.is_terminal):
        lines[PEER].append(peer(path))
        for mode in MODES:
            lines[mode].append(predict(path, where.get(path.name.split(".")[0]) or None, Options(mode=mode)))
        dump = arguments.dumps and arguments.dumps / "dumps" / path.name.replace(".html.", ".txt.")
        if dump and dump.exists():
            lines[DUMPS].append(predict(dump, None, Options(mode="fast")))
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
