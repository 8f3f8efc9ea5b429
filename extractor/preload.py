"""Load everything that extraction needs, and how worker processes are set up for it.

The first extraction in a process imports language models and month names, which takes seconds. Workers are forked after
that, so that no page is killed at its deadline because of it.
"""

import gc
from typing import Final

from extractor.pipeline import extract
from extractor.workers.pool import Setup

HTML_PAGE: Final = (
    "<html><head><title>Preload</title></head><body><article><h1>Preload</h1><time datetime='3 June 2020'></time>"
    "<math><mi>x</mi></math><p>"
    + "This page is long enough to be read as an article, so that every step of the pipeline runs once. " * 8
    + "</p></article></body></html>"
)
PLAIN_TEXT: Final = (
    "Preload\n\nBy Jane Doe\n3 June 2020\n\n"
    + "This line of running text is long enough to be read as an article. " * 8
)

WORKER_SETUP: Final = Setup(
    preload="extractor.fork_server",
    warm_up=extract,
    warm_up_argument="<p>The first page of a worker.</p>",
    resident_bytes=400_000_000,  # interpreter, models and parsers
    noun="page",
)
"""How workers that extract pages are prepared."""


def preload() -> None:
    """Extract an HTML page and a plain text, so that later extractions in this process load nothing more."""
    extract(HTML_PAGE)
    extract(PLAIN_TEXT)
    gc.collect()
    gc.freeze()  # a collection in a forked worker would touch shared memory, and so copy it
