"""Measure the CPU time of reading metadata, beside libraries that read some of them, in one run.

    python -m benchmarks.metadata DATA_DIR [--every N]

Ours is everything from structured data to fields, on a page that is already parsed and classified; the others parse it
themselves. extruct is measured where it is installed (`pip install extruct`), htmldate comes with
trafilatura. Prints one JSON object.
"""

import argparse
import importlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.progress import track

from evaluation.datasets import read_pages
from extractor import Refused
from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.classify.prediction import Prediction
from extractor.document import html
from extractor.metadata.read import MetadataResult, read_html
from extractor.structured_data.read import read_structured_data
from extractor.types import HtmlDocument

PEERS = {"htmldate": "find_date", "extruct": "extract"}


def peers() -> dict[str, Callable[[str], Any]]:
    """Return the libraries that are installed."""
    found = {}
    for name, function in PEERS.items():
        with suppress(ImportError):
            found[name] = getattr(importlib.import_module(name), function)
    return found


def _ours(page: HtmlDocument, prediction: Prediction) -> MetadataResult:
    return read_html(page, read_structured_data(page), prediction)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=10)
    arguments = parser.parse_args()
    others, spent = peers(), defaultdict[str, list[float]](list)

    def timed(name: str, function: Callable[[], Any]) -> None:
        start = time.process_time()
        with suppress(ValueError, TypeError, AttributeError):  # the others raise them for broken pages
            function()
        spent[name].append(1000 * (time.process_time() - start))

    console, pages = Console(stderr=True), read_pages(arguments.data)[:: arguments.every]
    for labelled in track(pages, "pages", console=console, disable=not console.is_terminal):
        try:
            source = labelled.text()
        except Refused:
            continue
        page = html.parse(source)
        prediction, _ = classify(page, read_structured_data(page), shipped().html.stages)
        timed("extractor", partial(_ours, page, prediction))
        for name, function in others.items():
            timed(name, partial(function, source))
    shown = {name: round(fmean(times), 2) for name, times in spent.items()}
    sys.stdout.write(json.dumps({"pages": len(spent["extractor"]), "cpu_ms": shown}, indent=2) + "\n")


if __name__ == "__main__":
    main()
