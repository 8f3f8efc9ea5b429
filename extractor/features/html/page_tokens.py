"""Tokens that tell the type of a page: of its address, its structured data, its class names and its labels."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from urllib.parse import urlsplit

from extractor.structured_data.read import StructuredData
from extractor.types import HtmlDocument

MAX_LABEL_WORDS = 6  # a block of more words is no label
MAX_PATH_DEPTH = 6  # deeper paths count as this deep
MIN_SLUG_HYPHENS = 4  # in the last part of a path that is a headline
META_WITH_WORDS = frozenset({"og:type", "generator"})

_WORD = re.compile(r"[^\W\d_]{3,}")
_DATE = re.compile(r"/(?:19|20)\d\d/\d\d?(?:/|$)")
_NUMBER = re.compile(r"\d{5,}")


def tokens_of(
    page: HtmlDocument, structured: StructuredData, names: Iterable[str], split: Iterable[Sequence[str]]
) -> set[str]:
    """Return the tokens of a page, each with a prefix or sign for its source.

    Args:
        page: the page.
        structured: its structured data.
        names: the words in the names of its containers.
        split: the words of each block in lower case.

    """
    found = set(_address(page.url or page.base or ""))
    for name, values in structured.meta.items():
        if name in META_WITH_WORDS:
            found.update(f"{name}={word}" for value in values for word in _WORD.findall(value.lower())[:3])
        elif name.startswith(("og:", "product:", "article:")):
            found.add(name)
    found.update(f"type={each}" for thing in structured.items if thing.form == "json-ld" for each in thing.types)
    found.update(names)
    labels = set(chain.from_iterable(words for words in split if len(words) <= MAX_LABEL_WORDS))
    found.update(["'" + word for word in labels])
    return found


def _address(url: str) -> set[str]:
    parts = urlsplit(url)
    path, last = parts.path.lower(), parts.path.rstrip("/").rsplit("/", 1)[-1]
    found = {f"/{word}" for word in _WORD.findall(path)}
    found.update(f"host={part}" for part in (parts.hostname or "").split(".")[:-1])
    found.add(f"depth={min(path.strip('/').count('/') + bool(path.strip('/')), MAX_PATH_DEPTH)}")
    signs = {
        "#date": _DATE.search(path),
        "#number": _NUMBER.search(path),
        "#query": parts.query,
        "#slug": last.count("-") >= MIN_SLUG_HYPHENS,
    }
    return found | {name for name, sign in signs.items() if sign}
