"""What reading all metadata of a page costs, beside libraries that read some of them; CPU milliseconds, in one run.

    python -m benchmarks.metadata DATA_DIR [--every N]

Reads DATA_DIR/pages/*.html.gz. Ours is everything from sources to fields, on a page that is parsed and judged already;
the others parse it themselves. extruct is measured where it is installed (`pip install extruct`), htmldate comes with
trafilatura. Prints one JSON object.
"""

import argparse
import gzip
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

from benchmarks.predict import pages
from extractor import Refused
from extractor.classify.html import Prediction, judge
from extractor.classify.models import shipped
from extractor.document import html as page
from extractor.input.decode import decode
from extractor.metadata import read as metadata
from extractor.options import Options
from extractor.preload import preload
from extractor.structured_data.read import read_structured_data
from extractor.types import HtmlDocument

PEERS = {"htmldate": "find_date", "extruct": "extract"}


def peers() -> dict[str, Callable[[str], Any]]:
    """The libraries that are installed."""
    found = {}
    for name, function in PEERS.items():
        with suppress(ImportError):
            found[name] = getattr(importlib.import_module(name), function)
    return found


def _ours(parsed: HtmlDocument, prediction: Prediction) -> metadata.About:
    return metadata.of_page(parsed, read_structured_data(parsed), prediction)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=10)
    arguments = parser.parse_args()
    others, spent = peers(), defaultdict[str, list[float]](list)

    def timed(name: str, function: Callable[[], Any]) -> None:
        start = time.process_time()
        with suppress(ValueError, TypeError, AttributeError):  # what the others raise on broken pages
            function()
        spent[name].append(1000 * (time.process_time() - start))

    preload()  # what is loaded on first use is not counted
    for path in pages(arguments.data)[:: arguments.every]:
        try:
            html = decode(gzip.decompress(path.read_bytes()), content_type=None, max_bytes=Options().max_bytes).text
        except Refused:
            continue
        parsed = page.parse(html)
        prediction = judge(parsed, read_structured_data(parsed), shipped().pages)
        timed("extractor", partial(_ours, parsed, prediction))
        for name, function in others.items():
            timed(name, partial(function, html))
    shown = {name: round(fmean(times), 2) for name, times in spent.items()}
    sys.stdout.write(json.dumps({"pages": len(spent["extractor"]), "cpu_ms": shown}, indent=2) + "\n")


if __name__ == "__main__":
    main()
