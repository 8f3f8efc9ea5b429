"""Find the posts of a page: the comments of readers under an article, or the posts of a thread.

Posts stand in containers of one kind, such as `li.comment`. The kind is the one whose containers hold most of the text
that the model takes for posts, each with a line about its author or date. A template repeats in each post, so blocks
in the same place of it are alike: each block counts half by itself and half by the mean of its place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from extractor.arrays import Floats
from extractor.features.html.names import names_of
from extractor.features.post_headers import date_of, has_author, has_date, may_be_header
from extractor.types import Block, Container, HtmlDocument

IS_POST: Final = 0.5  # from this probability on, a block is the text of a post
MAY_BE_POST: Final = 0.3  # the same for a block inside a post
MIN_COVERAGE: Final = 0.7  # of the most text of posts that a kind of container holds
MAX_CONTAINERS_AROUND: Final = 40  # a block, that are looked at
MAX_GAP: Final = 6  # blocks before the first post, or behind the last one, that may be its header
MAX_KIND_CHARACTERS: Final = 40  # characters of the part of a class name that tells the kind of a container
CONTENT_WEIGHT: Final = 0.15  # of the probability that a block is content, in a thread: its content is its posts
SUREST: Final = 0.75  # the likeliest block of a thread has this probability, where none reaches `IS_POST`
MIN_DATE_SHARE: Final = 0.5  # of the characters of a header that says little but its date

MAX_CACHED_NAMES: Final = 20_000  # names of containers

_LETTERS = re.compile(r"[^\W\d_]+")
_POST_NAMES = re.compile(r"comment|post|message|reply|answer|opinion", re.IGNORECASE)

_Kind = tuple[str, str]


class Span(NamedTuple):
    """One post as indices of blocks."""

    text: tuple[int, ...]
    """Its own text, without posts inside it."""
    about: tuple[int, ...]
    """The other blocks in it: author, date, buttons."""
    depth: int
    """Number of posts around it."""


def find(page: HtmlDocument, posts: Floats, content: Floats, *, is_thread: bool) -> tuple[Span, ...]:
    """Return the posts of a page in document order.

    Args:
        page: the page.
        posts: for each of the first blocks, the probability that it is the text of a post.
        content: for each of the same, the probability that it is content.
        is_thread: whether the page is of a type whose content is its posts.

    """
    if not is_thread and posts.max(initial=0) < IS_POST:
        return ()
    blocks = page.blocks[: len(posts)]
    different = {(tag, names): _kind(tag, names) for tag, _, names, *_ in page.containers}
    kinds = [different[tag, names] for tag, _, names, *_ in page.containers]
    if is_thread:
        posts = posts + CONTENT_WEIGHT * np.maximum(content - posts, 0)
    probabilities = _by_place(page.containers, kinds, blocks, posts)
    if is_thread and 0 < (most := probabilities.max(initial=0)) < IS_POST:
        probabilities = probabilities * (SUREST / most)
    if not (probabilities >= IS_POST).any():
        return ()
    kind = _best_kind(page.containers, kinds, blocks, probabilities)
    return _spans(page.containers, kinds, blocks, probabilities, kind) if kind else ()


def _by_place(
    containers: Sequence[Container], kinds: Sequence[_Kind], blocks: Sequence[Block], probabilities: Floats
) -> Floats:
    """Return for each block the mean of its probability and of that of the words in the same place of the template."""
    numbers: dict[tuple[str, _Kind, _Kind], int] = {}
    places = np.empty(len(blocks), int)
    for index, block in enumerate(blocks):
        around = containers[block.container].parent
        place = (block.tag, kinds[block.container], kinds[around])
        places[index] = numbers.setdefault(place, len(numbers))
    words = np.array([block.words for block in blocks], float)
    means = np.bincount(places, words * probabilities) / np.bincount(places, words)
    found: Floats = (probabilities + means[places]) / 2
    return found


@lru_cache(MAX_CACHED_NAMES)
def _kind(tag: str, names: str) -> _Kind:
    """Return the tag of a container and the letters of its first name."""
    first = next(iter(names.split(None, 1)), "")
    return tag, " ".join(_LETTERS.findall(first))[:MAX_KIND_CHARACTERS]


def _around(containers: Sequence[Container]) -> list[tuple[int, ...]]:
    """Return for each container itself and those around it, innermost first, without the root."""
    found: list[tuple[int, ...]] = [()]
    for index, container in enumerate(containers[1:], 1):
        found.append((index, *found[container.parent])[:MAX_CONTAINERS_AROUND])
    return found


def _best_kind(
    containers: Sequence[Container], kinds: Sequence[_Kind], blocks: Sequence[Block], probabilities: Floats
) -> _Kind | None:
    """Return the kind of container that holds posts; None if there is none."""
    words: dict[_Kind, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    authors: dict[_Kind, set[int]] = defaultdict(set)
    dates: dict[_Kind, set[int]] = defaultdict(set)
    depths: dict[_Kind, int] = {}
    all_around = _around(containers)
    for block, probability in zip(blocks, probabilities.tolist(), strict=True):
        is_post = probability >= IS_POST
        named, dated = (False, False) if is_post else _signs(containers, block)
        if not (is_post or named or dated):
            continue
        around = all_around[block.container]
        seen: set[_Kind] = set()
        for height, index in enumerate(around):
            kind = kinds[index]
            if kind in seen:
                continue
            seen.add(kind)
            if is_post:
                words[kind][index] += block.words * probability
                depths[kind] = min(depths.get(kind, len(around)), len(around) - height)
            if named:
                authors[kind].add(index)
            if dated:
                dates[kind].add(index)
    total = {kind: sum(found.values()) for kind, found in words.items()}
    most = max(total.values(), default=0.0)
    possible = [
        kind
        for kind, found in words.items()
        if total[kind] >= MIN_COVERAGE * most and (len(found) > 1 or _POST_NAMES.search(kind[1]))
    ]

    def score(kind: _Kind) -> tuple[int, int, float, int]:
        members = words[kind]
        signs = sum(len(found[kind].intersection(members)) for found in (authors, dates))
        return signs if signs >= len(members) else 0, len(members), total[kind], -depths[kind]

    return max(possible, key=score, default=None)


def _signs(containers: Sequence[Container], block: Block) -> tuple[bool, bool]:
    """Return whether a block seems to name an author, and to have a date."""
    if not may_be_header(block):
        return False, False
    container = containers[block.container]
    return has_author(block, names_of(container.tag, container.names)), has_date(block)


def _is_date(block: Block) -> bool:
    """Return whether a block says little but the date of a post."""
    date = date_of(block) if may_be_header(block) else None
    return date is not None and len(date) >= MIN_DATE_SHARE * len(block.text)


def _spans(
    containers: Sequence[Container],
    kinds: Sequence[_Kind],
    blocks: Sequence[Block],
    probabilities: Floats,
    kind: _Kind,
) -> tuple[Span, ...]:
    """Return the posts in the containers of a kind."""
    members: dict[int, tuple[list[int], list[int]]] = {}
    depths: dict[int, int] = {}
    around = _around(containers)
    for index, (block, probability) in enumerate(zip(blocks, probabilities.tolist(), strict=True)):
        held = [each for each in around[block.container] if kinds[each] == kind]
        if not held:
            continue
        text, about = members.setdefault(held[0], ([], []))
        depths[held[0]] = len(held) - 1
        (text if probability >= MAY_BE_POST and not _is_date(block) else about).append(index)
    spans = [Span(tuple(text), tuple(about), depths[member]) for member, (text, about) in members.items() if text]
    spans.sort(key=lambda span: span.text[0])
    if opening := _opening(spans, probabilities):
        spans.insert(0, opening)
    named = sum(any(_signs(containers, blocks[index])[0] for index in span.about) for span in spans)
    return tuple(spans if 2 * named >= len(spans) else _with_blocks_between(containers, spans, blocks))


def _opening(spans: Sequence[Span], probabilities: Floats) -> Span | None:
    """Return the first post of a thread, if it stands in another kind of container than the replies; else None."""
    start = min((min((*span.text, *span.about)) for span in spans), default=0)
    text = [index for index in range(start) if probabilities[index] >= IS_POST]
    if not text:
        return None
    about = range(max(text[0] - MAX_GAP, 0), start)
    return Span(tuple(text), tuple(index for index in about if probabilities[index] < IS_POST), 0)


def _with_blocks_between(
    containers: Sequence[Container], spans: Sequence[Span], blocks: Sequence[Block]
) -> Iterator[Span]:
    """Yield posts whose headers stand between them, each with the blocks before it, or else with those behind it."""
    inside = {index for span in spans for index in (*span.text, *span.about)}
    first = [min((*span.text, *span.about)) for span in spans]
    last = [max((*span.text, *span.about)) + 1 for span in spans]
    gaps = [range(end, start) for end, start in zip([max(first[0] - MAX_GAP, 0), *last], first, strict=False)]
    before = any(any(_signs(containers, blocks[index])) for index in gaps[0])
    gaps.append(range(last[-1], min(last[-1] + MAX_GAP, len(blocks))))
    for number, span in enumerate(spans):
        gap = gaps[number if before else number + 1]
        yield span._replace(about=(*(index for index in gap if index not in inside), *span.about))
