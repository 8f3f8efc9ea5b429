"""What tells the type of a page: tokens of its address, its markup and its labels, and its measures as a whole."""

import re
from urllib.parse import urlsplit

import numpy as np

from extractor.features.html import blocks, context
from extractor.features.html import names as tokens
from extractor.features.html.blocks import Measures
from extractor.structured_data.read import StructuredData
from extractor.types import Floats, HtmlDocument

LABEL_WORDS = 6  # a block of more words is no label
MAX_DEPTH = 6  # of a path; deeper ones are alike
SLUG_WORDS = 4  # hyphens in the last part of a path that is a headline
STATED = frozenset({"og:type", "generator"})

_WORD = re.compile(r"[^\W\d_]{3,}")
_DATE = re.compile(r"/(?:19|20)\d\d/\d\d?(?:/|$)")
_NUMBER = re.compile(r"\d{5,}")
_PAGE = [blocks.COLUMNS.index(f"page_{name}") for name in context.PAGE]
_MOST = [blocks.COLUMNS.index(name) for name in ("like_most", "prose")]
_MONEY = blocks.COLUMNS.index("n_money")
_WORDS = blocks.COLUMNS.index("words")
MEASURES = (*context.PAGE, "most_alike", "longest_prose", "money", "middle_words")


def row(measures: Measures) -> Floats:
    """The page as numbers, on a logarithmic scale: shape (`MEASURES`)."""
    table = measures.table
    whole = [table[0, _PAGE], table[:, _MOST].max(axis=0), [table[:, _MONEY].sum(), np.median(table[:, _WORDS])]]
    logs: Floats = np.log1p(np.maximum(np.concatenate(whole), 0))
    return logs


def tokens_of(page: HtmlDocument, sources: StructuredData, measures: Measures) -> set[str]:
    """What the page says about its type; each token names where it was found."""
    found = set(_address(page.url or page.base or ""))
    for name, values in sources.meta.items():
        if name in STATED:
            found.update(f"{name}={word}" for value in values for word in _WORD.findall(value.lower())[:3])
        elif name.startswith(("og:", "product:", "article:")):
            found.add(name)
    found.update(f"type={each}" for thing in sources.items if thing.form == "json-ld" for each in thing.types)
    for tag, names in {(container.tag, container.names) for container in page.containers}:
        found |= tokens.names_of(tag, names)
    labels = {word for words in measures.split if len(words) <= LABEL_WORDS for word in words}
    found.update(f"'{word}" for word in labels)
    return found


def _address(url: str) -> set[str]:
    parts = urlsplit(url)
    path, last = parts.path.lower(), parts.path.rstrip("/").rsplit("/", 1)[-1]
    found = {f"/{word}" for word in _WORD.findall(path)}
    found.update(f"host={part}" for part in (parts.hostname or "").split(".")[:-1])
    found.add(f"depth={min(path.strip('/').count('/') + bool(path.strip('/')), MAX_DEPTH)}")
    signs = {
        "#date": _DATE.search(path),
        "#number": _NUMBER.search(path),
        "#query": parts.query,
        "#slug": last.count("-") >= SLUG_WORDS,
    }
    return found | {name for name, sign in signs.items() if sign}
