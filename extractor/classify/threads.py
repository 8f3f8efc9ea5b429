"""Find the posts of a page: the comments of readers under an article, or the posts of a thread.

Posts stand in containers of one kind, such as `li.comment`. The kind is the one whose containers hold most of the text
that the model takes for posts, each with a line about its author or date.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from extractor.types import Block, Container, Floats, HtmlDocument

IS_POST: Final = 0.5  # from this probability on, a block is the text of a post
MAY_BE_POST: Final = 0.3  # the same for a block inside a post
MIN_COVERAGE: Final = 0.7  # of the most text of posts that a kind of container holds
MAX_LEVELS: Final = 40  # containers around a block that are looked at
MAX_HEADER_WORDS: Final = 14  # of a line about the author or the date
MAX_NAME: Final = 40  # characters of the part of a class name that tells the kind of a container

_HEADER = re.compile(r"\d")
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


def find(page: HtmlDocument, probabilities: Floats) -> tuple[Span, ...]:
    """Return the posts of a page in document order.

    Args:
        page: the page.
        probabilities: for each of the first blocks, the probability that it is the text of a post.

    """
    blocks = page.blocks[: len(probabilities)]
    post = probabilities >= IS_POST
    if not post.any():
        return ()
    kinds = [_kind(container) for container in page.containers]
    kind = _best_kind(page.containers, kinds, blocks, probabilities)
    return _spans(page.containers, kinds, blocks, probabilities, kind) if kind else ()


def _kind(container: Container) -> _Kind:
    """Return the tag of a container and the letters of its first name."""
    first = container.names.split(None, 1)[0] if container.names else ""
    return container.tag, " ".join(_LETTERS.findall(first))[:MAX_NAME]


def _around(containers: Sequence[Container], index: int) -> list[int]:
    """Return the containers around a block, innermost first, without the root."""
    found: list[int] = []
    while index > 0 and len(found) < MAX_LEVELS:
        found.append(index)
        index = containers[index].parent
    return found


def _best_kind(
    containers: Sequence[Container], kinds: Sequence[_Kind], blocks: Sequence[Block], probabilities: Floats
) -> _Kind | None:
    """Return the kind of container that holds posts; None if there is none."""
    words: dict[_Kind, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    headed: dict[_Kind, set[int]] = defaultdict(set)
    depths: dict[_Kind, int] = {}
    for block, probability in zip(blocks, probabilities.tolist(), strict=True):
        is_post = probability >= IS_POST
        is_header = not is_post and block.words <= MAX_HEADER_WORDS and (block.linked or _HEADER.search(block.text))
        if not is_post and not is_header:
            continue
        around = _around(containers, block.container)
        seen: set[_Kind] = set()
        for height, index in enumerate(around):
            kind = kinds[index]
            if kind in seen:
                continue
            seen.add(kind)
            if is_post:
                words[kind][index] += block.words * probability
                depths[kind] = min(depths.get(kind, MAX_LEVELS), len(around) - height)
            else:
                headed[kind].add(index)
    total = {kind: sum(found.values()) for kind, found in words.items()}
    most = max(total.values(), default=0.0)
    possible = [
        kind
        for kind, found in words.items()
        if total[kind] >= MIN_COVERAGE * most and (len(found) > 1 or _POST_NAMES.search(kind[1]))
    ]

    def score(kind: _Kind) -> tuple[int, float, int]:
        complete = len(headed[kind].intersection(words[kind]))
        return complete, total[kind], -depths[kind]

    return max(possible, key=score, default=None)


def _spans(
    containers: Sequence[Container],
    kinds: Sequence[_Kind],
    blocks: Sequence[Block],
    probabilities: Floats,
    kind: _Kind,
) -> tuple[Span, ...]:
    members: dict[int, tuple[list[int], list[int]]] = {}
    depths: dict[int, int] = {}
    for index, (block, probability) in enumerate(zip(blocks, probabilities.tolist(), strict=True)):
        held = [each for each in _around(containers, block.container) if kinds[each] == kind]
        if not held:
            continue
        text, about = members.setdefault(held[0], ([], []))
        depths[held[0]] = len(held) - 1
        (text if probability >= MAY_BE_POST else about).append(index)
    spans = [Span(tuple(text), tuple(about), depths[member]) for member, (text, about) in members.items() if text]
    return tuple(sorted(_with_headers_between(spans, blocks), key=lambda span: span.text[0]))


def _with_headers_between(spans: Sequence[Span], blocks: Sequence[Block]) -> list[Span]:
    """Give posts that hold their text only the blocks between them: those before a post, or else those behind it."""
    if not spans or any(span.about for span in spans):
        return list(spans)
    starts = [span.text[0] for span in spans]
    ends = [span.text[-1] + 1 for span in spans]
    gap = max((start - end for start, end in zip(starts[1:], ends[:-1], strict=True)), default=0)
    if gap <= 0:
        return list(spans)
    before = any(_HEADER.search(blocks[index].text) for index in range(max(starts[0] - gap, 0), starts[0]))
    found = []
    for number, span in enumerate(spans):
        first = ends[number - 1] if number else max(starts[0] - gap, 0)
        last = starts[number + 1] if number + 1 < len(spans) else min(ends[-1] + gap, len(blocks))
        about = range(first, starts[number]) if before else range(ends[number], last)
        found.append(span._replace(about=tuple(about)))
    return found
