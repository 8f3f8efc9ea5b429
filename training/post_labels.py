"""Labels of posts: which blocks are the text of a comment of a reader or of a post of a thread.

Grafted comments are known, and so are the posts of a thread whose text is labelled. The comments of other pages are
not labelled: a block is a post if its containers are named like comments and trafilatura returns it as a comment too.
If only one of the two says so, its label is unknown.
"""

import re
from typing import Final, NamedTuple

import numpy as np
from trafilatura import bare_extraction

from extractor.arrays import Array, Floats
from extractor.content.alignment import kept_shares
from extractor.profiles import PROFILES
from extractor.types import HtmlDocument, PageType

AGREED: Final = 0.5  # share of a block from which on it is content, or a comment
_NAMES = re.compile(
    r"comment|coment|kommentar|disqus|dsq|repl(?:y|ies)|respon[sd]|discuss|feedback|talkback|reaction|reacti(?:e|es)\b"
    r"|opinion|review|guestbook|\bpost[-_]?\d|\bmessages?\b|thread|forum",
    re.IGNORECASE,
)


class PostLabels(NamedTuple):
    """The label of each block of a page, and how much it counts."""

    shares: Floats
    """Share of the words of each block, 0 to 1, that stand in posts."""
    known: Array
    """Whether the label of each block is known."""


def label_posts(
    document: HtmlDocument, labels: Floats, page_type: PageType | None, source: str, comments: str
) -> PostLabels:
    """Label the blocks of a page.

    Args:
        document: the page.
        labels: for each block, the share of its words that is content.
        page_type: the labelled page type.
        source: the HTML of the page, for trafilatura.
        comments: the comments that were grafted into the page, one a line.

    """
    named = _named(document)
    thread = PROFILES[page_type].comments
    if thread and not comments:
        return PostLabels(labels, np.ones(len(labels), bool))
    grafted = kept_shares(document.blocks, comments) if comments else np.zeros(len(labels))
    returned = np.zeros(len(labels))
    if named.any() and not comments:
        returned = kept_shares(document.blocks, _comments(source))
    content = labels >= AGREED
    shares = np.where(content, 0.0, np.maximum(grafted, np.where(named, returned, 0.0)))
    known = content | (grafted > 0) | (named == (returned >= AGREED))
    if thread:  # of a thread with grafted comments, the posts are posts as well
        shares = np.maximum(labels, grafted)
    return PostLabels(shares, known)


def _named(document: HtmlDocument) -> Array:
    """Return for each block whether a container around it is named like a comment or a post."""
    inside: list[bool] = []
    for container in document.containers:
        around = container.parent >= 0 and inside[container.parent]
        inside.append(around or bool(container.names and _NAMES.search(container.names)))
    return np.array([inside[block.container] for block in document.blocks])


def _comments(source: str) -> str:
    answer = bare_extraction(source, include_comments=True, with_metadata=False)
    return str(getattr(answer, "comments", "") or "")
