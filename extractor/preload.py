"""Imported by the fork server before it forks: everything is loaded, and every path has run once.

A cold worker spends seconds on imports, language models and month names, and its first page would be killed unjustly.
"""

import gc
from typing import Final

from extractor.pipeline import extract

PAGE: Final = (
    "<html><head><title>Warm</title></head><body><article><h1>Warm</h1><time datetime='3 June 2020'></time><p>"
    + "A page that a worker reads before it is given any other, so that none pays for the first one. " * 8
    + "</p></article></body></html>"
)
DUMP: Final = (
    "Warm\n\nBy Jane Doe\n3 June 2020\n\n" + "A line of running text that is long enough to be an article. " * 8
)

extract(PAGE)
extract(DUMP)
gc.collect()
gc.freeze()  # a collection in a worker would touch, and so copy, what it shares with the fork server
