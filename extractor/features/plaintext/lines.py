"""A row of numbers for each line of a dump: its own words and signs, what it repeats, and where it stands."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.document.words import ends_sentence
from extractor.features.boilerplate import kinds
from extractor.features.plaintext import layout
from extractor.features.plaintext.layout import Basics
from extractor.features.shared import characters, repeats, vocabulary
from extractor.features.shared.vocabulary import Mentions, Vocabulary
from extractor.features.shared.windows import rate
from extractor.features.stopwords import STOPWORDS
from extractor.types import Array, Floats, PlainText

LONG = 14  # words; a line this long is running text however it ends
SENTENCE = 7  # words; a line this long that ends a sentence is running text
PARAGRAPH = 25  # words; no title or caption is as long
HEADING_WORDS = 14  # a longer line is no heading
TITLE_LENGTH = 20_000  # characters; a dump may be one line of any length
TELLING = 4  # characters; shorter words say little about the subject
LABEL_WORDS = 6  # a line of more words is no label
TRUNCATED = ("...", "…", "[…]", "[...]", "read more", "continue reading →")  # how teasers end
PRINTED = 0.25  # a line that the window's title repeats is the title where it is this much of it

_MARKS = {"#": 2, ">": 3, "[": 4}
BULLET, NUMBER = 1, 5

OWN = (
    "words", "log_words", "word_length", "stopwords", *characters.COLUMNS, "n_money", "ends", "first_upper",
    "first_digit", "last_comma", "capitals", "kind", "mark", "prose", "truncated", "cells", "indent", "gap_before",
    "gap_after", "in_title", "of_title", "repeats", "cohesion", "cohesion_of_rest",
)  # fmt: skip
COLUMNS = (*OWN, *layout.COLUMNS)
_PAGE = [COLUMNS.index(f"page_{name}") for name in layout.PAGE]
_MONEY = COLUMNS.index("n_money")


class Measures(NamedTuple):
    """What was measured about the lines of one dump."""

    table: Array
    """Shape (lines, `COLUMNS`), of 32 bits."""
    words: Floats
    """How many words each line has."""
    prose: Array
    """Whether each line is running text."""
    paragraphs: Array
    """Whether it can open an article: running text that states something; a question may be a search box or a title."""
    kinds: Array
    """What `furniture.kinds` says of each line."""
    printed: int
    """Index of the line that the window's title repeats; -1 for none."""
    groups: Array
    """Lines with the same number stand together, no empty line between them."""
    twins: Array
    """Lines with the same number stand equally far in and have the same mark."""
    vocabulary: Vocabulary
    """The words of each line in lower case, as blanks part them."""
    counted: Array
    """Which of its words are no shorter than `TELLING`."""
    telling: Mentions
    """Those that say what a line is about: no function words, none shorter than `TELLING`."""
    above: Array
    """Index of the last heading before each line; -1 where there is none."""


def measure(dump: PlainText) -> Measures:
    """Measure the lines of `dump`, which has at least one."""
    texts, marks, words_in, indents, gaps, cells = zip(*dump.lines, strict=True)
    chars = characters.count(texts)
    lower = [text.lower() for text in texts]
    split = [text.split() for text in lower]
    said = vocabulary.build(split)
    function = said.of_words(STOPWORDS.__contains__)
    counted = said.of_words(len, int) >= TELLING
    telling = vocabulary.mentions(said, ~function & counted)
    size, words, gap = len(texts), np.array(words_in, float), np.array(gaps)
    ends = chars.last[:, characters.COLUMNS.index("stop")] > 0
    truncated = np.fromiter((text.endswith(TRUNCATED) for text in lower), bool, size)
    prose = np.where(((words >= LONG) | (ends & (words >= SENTENCE))) & ~truncated, words, 0.0)
    basics = Basics(
        words=words,
        prose=prose,
        ends=ends.astype(float),
        stopwords=said.per_line(function),
        kinds=kinds(lower, words_in),
        marks=np.fromiter(map(_mark, marks), int, size),
        indents=np.array(indents, float),
        gaps=gap,
        headings=_headings(words, prose, ends, gap),
        repeats=repeats.times(lower),
    )
    title = (dump.prefix_metadata.get("title") or texts[0])[:TITLE_LENGTH]
    printed = _printed(lower, title.lower())
    around = layout.look_around(basics, printed)
    column = characters.COLUMNS.index
    own = np.array(
        [
            words,
            np.log1p(words),
            rate(chars.lengths, words),
            rate(basics.stopwords, words),
            *chars.counts.T / chars.lengths,
            chars.counts[:, column("money")],
            ends,
            chars.first[:, column("upper")],
            chars.first[:, column("digit")],
            chars.last[:, column("comma")],
            rate(chars.capitals, words),
            basics.kinds,
            basics.marks,
            prose,
            truncated,
            cells,
            basics.indents,
            gap,
            np.append(gap[1:], True),
            *repeats.of_title(split, title).T,
            basics.repeats,
            *cohesion(telling, prose > 0),
        ],
        np.float32,
    )
    return Measures(
        table=np.concatenate([own, around.columns]).T,
        words=words,
        prose=prose > 0,
        paragraphs=_paragraphs(texts, prose),
        kinds=basics.kinds,
        printed=printed,
        groups=around.groups,
        twins=around.twins,
        vocabulary=said,
        counted=counted,
        telling=telling,
        above=around.above,
    )


def row(measures: Measures) -> Floats:
    """The dump as a whole, on a logarithmic scale: what its type can be told by."""
    table = measures.table
    ordered = np.sort(measures.words)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    logs: Floats = np.log1p(np.maximum([*table[0, _PAGE].tolist(), table[:, _MONEY].sum(), middle], 0))
    return logs


def labels(measures: Measures) -> set[str]:
    """The words of its short lines: what else its type can be told by."""
    return {word for words in measures.vocabulary.split if len(words) <= LABEL_WORDS for word in words}


def cohesion(telling: Mentions, among: Array) -> Floats:
    """How much of what a line speaks of some other lines speak of as well: shape (2, lines).

    Args:
        telling: the telling words of each line.
        among: whether each line is one of those others.

    Returns:
        Of the telling words of each line, the share that any of the others has, and the mean share of others that have
        one; 0 for a line without telling words. Teasers of other stories share little with the one that they follow.

    """
    own, size = among[telling.lines], len(among)
    times = np.bincount(telling.numbers, own)[telling.numbers] - own
    count = np.maximum(np.bincount(telling.lines, minlength=size), 1)
    said, shared = (np.bincount(telling.lines, each, size) / count for each in (times > 0, times))
    return np.array([said, shared / max(int(among.sum()), 1)])


def _paragraphs(texts: Sequence[str], prose: Floats) -> Array:
    """Running text that ends as a statement does, no question or exclamation, or is too long to be anything else."""
    pairs = zip(texts, prose.tolist(), strict=True)
    found = (words >= PARAGRAPH or (words > 0 and _states(text)) for text, words in pairs)
    return np.fromiter(found, bool, len(texts))


def _states(text: str) -> bool:
    return ends_sentence(text) and not text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！"))


def _mark(mark: str) -> int:
    return _MARKS.get(mark[:1], NUMBER if mark[0].isdigit() else BULLET) if mark else 0


def _headings(words: Floats, prose: Floats, ends: Array, gaps: Array) -> Array:
    """Lines that look like a heading: short, no sentence, and what follows is running text or they stand apart."""
    following = np.append(prose[1:], 0.0) > 0
    apart = gaps & np.append(gaps[1:], True)
    found: Array = (words <= HEADING_WORDS) & ~ends & (prose == 0) & (following | apart)
    return found


def _printed(lower: Sequence[str], window: str) -> int:
    """Index of the line that the window's title repeats, the longest such; -1 for none."""
    best, longest = -1, int(PRINTED * len(window))
    for index, text in enumerate(lower[1:], start=1):
        if len(text) > longest and text in window:
            best, longest = index, len(text)
    return best
