"""What the features of plain-text lines read: arrays that are derived once from the page."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.arrays import Array, Floats
from extractor.document.words import ends_sentence, is_spaced, tokens
from extractor.features import stopwords
from extractor.features.boilerplate import kinds
from extractor.features.shared import characters, repeats, vocabulary
from extractor.features.shared.inputs import TextInputs, heading_above
from extractor.features.shared.vocabulary import Mentions, Vocabulary
from extractor.types import PlainText

PROSE_WORDS = 14  # a line with as many words is running text however it ends
MIN_SENTENCE_WORDS = 7  # a line with as many words that ends a sentence is running text
PARAGRAPH_WORDS = 25  # no title or caption is as long
MAX_HEADING_WORDS = 14
MAX_TITLE_CHARACTERS = 20_000  # a page may be one line of any length
MIN_TOPIC_CHARACTERS = 4  # shorter words say little about the subject
MAX_LABEL_WORDS = 6
SHAPE_CHARACTERS = 60  # the start of a line that gives its shape
TRUNCATED = ("...", "…", "[…]", "[...]", "read more", "continue reading →")  # how teasers end
MIN_TITLE_SHARE = 0.25  # of the window's title, that a line repeats if it is the title

_LETTERS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_NUMBERS = re.compile(r"\d+")
_ASCII_SHAPES = str.maketrans(
    string.ascii_letters + string.digits, "a" * len(string.ascii_letters) + "0" * len(string.digits)
)
_ASCII_LETTERS = re.compile("a+(?: a+)*")
_ASCII_NUMBERS = re.compile("00+")
_MARK_KINDS = {"#": 2, ">": 3, "[": 4}
BULLET, NUMBER = 1, 5


@dataclass(slots=True, kw_only=True)
class LineInputs(TextInputs):
    """The lines of a plain-text page that has at least one, as arrays with one entry for each line."""

    is_prose: Array
    """Whether each line is running text."""
    paragraphs: Array
    """Whether it can open an article: running text that ends as a statement, or is long."""
    truncated: Array
    """Whether it ends as teasers do."""
    marks: Array
    """Kind of the list mark: 0 none, 1 bullet, 2 `#`, 3 `>`, 4 `[`, 5 number."""
    indents: Floats
    """Columns of white space before the line."""
    gaps: Array
    """Whether an empty line stands before it."""
    cells: Array
    """Number of table cells."""
    paragraph_groups: Array
    """The same number for lines without an empty line between them, from 0."""
    signatures: Array
    """The same number for lines with the same mark and indentation."""
    heading_above: Array
    """Index of the last heading before each line; -1 if there is none."""
    window_title: int
    """Index of the line that the first line, the window's title, repeats; -1 if there is none."""
    vocabulary: Vocabulary
    long_words: Array
    """For each word of the vocabulary, whether it is long enough to tell what a line is about."""
    topics: Array
    """The same, without stop words."""
    shapes: Floats
    """Number of lines with the same shape: a date, a price, a name with a number."""
    topic_words: Mentions
    """The words of `topics` in each line."""
    texts: Sequence[str]


def read(page: PlainText) -> LineInputs:
    """Derive the arrays from a page with at least one line."""
    texts, marks, words_in, indents, gaps_in, cells = zip(*page.lines, strict=True)
    counted = characters.count(texts)
    lower = [text.lower() for text in texts]
    split = list(map(tokens, lower))
    size, words, gaps = len(texts), np.array(words_in, float), np.array(gaps_in)
    words_of = vocabulary.build(split)
    stop_words = words_of.of_words(stopwords.STOPWORDS.__contains__)
    long_words = words_of.of_words(_is_topic)
    ends = counted.ends_with("stop") > 0
    truncated = np.fromiter((text.endswith(TRUNCATED) for text in lower), bool, size)
    prose = np.where(((words >= PROSE_WORDS) | (ends & (words >= MIN_SENTENCE_WORDS))) & ~truncated, words, 0.0)
    headings = _headings(words, prose, ends, gaps)
    mark_kinds, indent = np.fromiter(map(_mark_kind, marks), int, size), np.array(indents, float)
    title = (page.prefix_metadata.get("title") or texts[0])[:MAX_TITLE_CHARACTERS]
    return LineInputs(
        words=words,
        prose=prose,
        ends_sentence=ends.astype(float),
        stop_words=words_of.per_line(stop_words) + stopwords.count_unspaced(texts),
        boilerplate_kinds=kinds(lower, words_in),
        headings=headings,
        repeats=repeats.times(lower),
        title_overlap=repeats.of_title(split, title),
        characters=counted,
        split=split,
        page_tokens=frozenset(word for words in split if len(words) <= MAX_LABEL_WORDS for word in words),
        is_prose=prose > 0,
        paragraphs=_paragraphs(texts, prose),
        truncated=truncated,
        marks=mark_kinds,
        indents=indent,
        gaps=gaps,
        cells=np.array(cells),
        paragraph_groups=np.cumsum(gaps) - int(gaps[0]),
        signatures=_number((indent * 8 + mark_kinds).astype(int)),
        heading_above=heading_above(headings),
        window_title=_window_title(lower, title.lower()),
        vocabulary=words_of,
        texts=texts,
        shapes=repeats.times([_shape(text) for text in lower]),
        long_words=long_words,
        topics=~stop_words & long_words,
        topic_words=vocabulary.mentions(words_of, ~stop_words & long_words),
    )


def _shape(text: str) -> str:
    """Return the start of a line with a sign for each number and each run of words."""
    text = text[:SHAPE_CHARACTERS]
    if text.isascii():  # the same, but faster
        return _ASCII_NUMBERS.sub("0", _ASCII_LETTERS.sub("a", text.translate(_ASCII_SHAPES)))
    return _NUMBERS.sub("0", _LETTERS.sub("a", text))


def _is_topic(word: str) -> bool:
    return len(word) >= MIN_TOPIC_CHARACTERS or (len(word) > 1 and not is_spaced(word))


def _paragraphs(texts: Sequence[str], prose: Floats) -> Array:
    """Tell which lines can open an article; a question may be a search box or a title."""
    pairs = zip(texts, prose.tolist(), strict=True)
    found = (words >= PARAGRAPH_WORDS or (words > 0 and _is_statement(text)) for text, words in pairs)
    return np.fromiter(found, bool, len(texts))


def _is_statement(text: str) -> bool:
    return ends_sentence(text) and not text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！"))


def _mark_kind(mark: str) -> int:
    return _MARK_KINDS.get(mark[:1], NUMBER if mark[0].isdigit() else BULLET) if mark else 0


def _headings(words: Floats, prose: Floats, ends: Array, gaps: Array) -> Array:
    """Tell which lines look like headings: short, no sentence, and before running text or between empty lines."""
    before_prose = np.append(prose[1:], 0.0) > 0
    alone = gaps & np.append(gaps[1:], True)
    found: Array = (words <= MAX_HEADING_WORDS) & ~ends & (prose == 0) & (before_prose | alone)
    return found


def _number(codes: Array) -> Array:
    """Map whole numbers to indices without gaps."""
    found: Array = (np.cumsum(np.bincount(codes) > 0) - 1)[codes]
    return found


def _window_title(lower: Sequence[str], window: str) -> int:
    """Return the index of the longest line that the window's title contains; -1 if there is none."""
    best, longest = -1, int(MIN_TITLE_SHARE * len(window))
    for index, text in enumerate(lower[1:], start=1):
        if len(text) > longest and text in window:
            best, longest = index, len(text)
    return best
