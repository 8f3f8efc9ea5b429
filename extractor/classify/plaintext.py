"""What the trained models make of a dump: its type, and for each line the chance that it is content."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.classify.models import DumpModels
from extractor.document.words import has_parts
from extractor.features.plaintext import bag_of_words as wording
from extractor.features.plaintext import layout, lines
from extractor.features.plaintext.lines import Measures
from extractor.features.shared import windows as means
from extractor.features.shared.vocabulary import Vocabulary
from extractor.types import PAGE_TYPES, Array, Floats, PageType, PlainText

SAID = (1, 3, 8, 20)  # lines to either side over which the scores of their words are taken together
NEIGHBOURS = (-4, -3, -2, -1, 1, 2, 3, 4)
WINDOWS = (2, 6, 15, 40)  # lines to either side
COLUMNS = (
    *lines.COLUMNS,
    "said",
    *(f"said_window{half}" for half in SAID),
    *(f"type_{name}" for name in PAGE_TYPES),
)
AGAIN = (
    "chance", *(f"chance{offset:+}" for offset in NEIGHBOURS), *(f"chance_window{half}" for half in WINDOWS),
    "chance_group", "chance_before_group", "chance_after_group", "chance_twins", "of_content_before",
    "of_content_after", "content_words", "content_share", "in_stretch", "from_start", "from_end", "from_first",
    "from_last", "best_before", "best_after", "cohesion", "cohesion_of_rest",
)  # fmt: skip
"""Columns that say what the first trees think of the lines around."""
TITLE = ("chance", "length", "separated", "of_lede", "in_lede")
"""Columns that say what else may make a line the title."""
ENTITLED = ("title", "from_title", "best_title")
"""Columns that say what is thought of the title."""
TITLE_LEAST = 0.05  # a likeliest line that is less likely than this is no title
TITLE_BELOW = 8  # lines below the first likely one, among which the title may stand
LEDE = 3  # paragraphs that open an article; they say again most of what its title says
LEDE_WEIGHT = 1.5  # of the logarithm of the words that a line has in common with the lede
TITLE_WORDS = 30  # a longer line is no title
TITLE_WITHIN = 40  # lines from the top, among which it stands where no line is likely
SURE = 0.01  # chances of a page type are told apart down to this
DECIDED = 0.02  # a line whose first chance is less is hopeless, and not judged again
ABSENT = -0.1  # the chance of a line beyond the ends
LIKELY = 0.5
_FAINT = 1e-3  # log-odds are taken of chances no smaller


class Prediction(NamedTuple):
    """What is thought of a dump before the engine answers."""

    page_type: PageType | None
    """None for a dump without lines."""
    page_type_probability: float
    """The chance that it is of this type."""
    probabilities: Floats
    """For each line, the chance that it is content."""
    titles: Floats
    """For each line as far down as the title may stand, the chance that it is the title."""
    measures: Measures | None
    models: DumpModels
    """Who judged."""

    @property
    def title(self) -> int | None:
        """Index of the line that is the title; None where none is likely enough."""
        if not len(self.titles) or self.titles.max() < TITLE_LEAST:
            return None
        return int(np.argmax(self.titles))


def judge(dump: PlainText, models: DumpModels) -> Prediction:
    """Judge every line of `dump`, then all but the hopeless again, knowing what is thought of the others."""
    if not dump.lines:
        return Prediction(None, 0.0, np.zeros(0), np.zeros(0), None, models)
    measures = lines.measure(dump)
    said = wording.scores(measures.vocabulary, measures.above, models.wording)
    shares = models.page_type.shares(lines.labels(measures), lines.row(measures))
    known, heard = len(COLUMNS), len(COLUMNS) + len(AGAIN)
    table = np.empty((heard + len(ENTITLED), len(said)), np.float32).T  # each column in one piece, as it is made
    table[:, :known] = tabulate(measures, said, shares)
    first = models.first.probabilities(table[:, :known])
    table[:, known:heard] = again(measures, first)
    rows = titling(dump, measures, table[:, :heard], first)
    titles = models.title.probabilities(rows)
    table[:, heard:] = entitled(titles, len(table))
    chances, doubtful = first.copy(), first >= DECIDED
    chances[doubtful] = models.second.probabilities(table[doubtful])
    best = int(np.argmax(shares))
    return Prediction(
        PAGE_TYPES[best], float(shares[best]), chances, _hear_lede(titles, rows, measures), measures, models
    )


def tabulate(measures: Measures, said: Floats, shares: Floats) -> Array:
    """All columns, given the scores of the lines' words and the chances of the dump's types."""
    weight = np.sqrt(measures.words + 1)
    types = np.log(shares + SURE)[:, None]
    columns = [
        measures.table.T,
        np.array([said, *means.around(said, weight, SAID)]),
        np.broadcast_to(types, (len(types), len(said))),
    ]
    return np.concatenate(columns, dtype=np.float32).T


def again(measures: Measures, chances: Floats) -> Array:
    """What the chances of the other lines say about each: shape (lines, `AGAIN`)."""
    words, groups, size = measures.words, measures.groups, len(chances)
    weight, index, most = np.sqrt(words + 1), np.arange(size), max(NEIGHBOURS)
    padded = np.concatenate([np.full(most, ABSENT), chances, np.full(most, ABSENT)])
    group = np.bincount(groups, chances * weight) / np.bincount(groups, weight)
    beyond = np.concatenate(([ABSENT], group, [ABSENT]))
    upto = np.cumsum(chances * words)
    content = max(upto[-1], 1e-9)
    odds = np.log(np.clip(chances, _FAINT, 1 - _FAINT) / np.clip(1 - chances, _FAINT, 1))
    start, end = layout.stretch(odds * weight)
    likely = np.flatnonzero(chances > LIKELY)
    first, last = (likely[0], likely[-1]) if len(likely) else (size, -1)
    columns: tuple[Array, ...] = (
        chances,
        *(padded[most + offset : most + offset + size] for offset in NEIGHBOURS),
        *means.around(chances, weight, WINDOWS),
        group[groups],
        beyond[groups],
        beyond[groups + 2],
        means.of_kind(chances, weight, measures.twins),
        (upto - chances * words) / content,
        (content - upto) / content,
        np.full(size, content),
        np.full(size, content / max(words.sum(), 1)),
        (index >= start) & (index < end),
        index - start,
        index - end,
        index - first,
        index - last,
        np.maximum.accumulate(chances),
        np.maximum.accumulate(chances[::-1])[::-1],
        *lines.cohesion(measures.telling, chances > LIKELY),
    )
    return np.array(columns, np.float32).T


def titling(dump: PlainText, measures: Measures, table: Array, chances: Floats) -> Floats:
    """All columns about the lines that may be the title, and `TITLE`: those down to just below the first likely one."""
    likely = np.flatnonzero(chances > LIKELY)
    within = int(likely[0]) + TITLE_BELOW if len(likely) else TITLE_WITHIN
    within = min(within, len(dump.lines))
    said = measures.vocabulary
    counted = measures.counted
    opening = np.flatnonzero((chances > LIKELY) & measures.prose)[: LEDE + 1].tolist()
    again = said.per_line(counted & _lede(said, opening))
    for index in opening:  # a paragraph does not say itself again
        others = [other for other in opening if other != index]
        again[index] = said.per_line(counted & _lede(said, others))[index]
    texts = [line.text for line in dump.lines[:within]]
    about = (
        chances[:within],
        list(map(len, texts)),
        list(map(has_parts, texts)),
        (again / np.maximum(said.per_line(counted), 1))[:within],
        again[:within],
    )
    return np.column_stack([table[:within], *about])


def _lede(said: Vocabulary, opening: Sequence[int]) -> Array:
    """For each word, whether it stands in one of the paragraphs that open the article."""
    found = np.zeros(len(said.words), bool)
    for index in opening[:LEDE]:
        found[said.numbers[said.starts[index] : said.starts[index] + said.lengths[index]]] = True
    return found


def _hear_lede(titles: Floats, rows: Floats, measures: Measures) -> Floats:
    """The chances of titles; where the window's title names no line, what the article says again counts for more."""
    if measures.printed >= 0:
        return titles
    short = (measures.words[: len(titles)] <= TITLE_WORDS) & ~measures.paragraphs[: len(titles)]
    odds = np.log(titles / (1 - titles)) + LEDE_WEIGHT * np.log1p(rows[:, -1]) * short
    heard: Floats = 1 / (1 + np.exp(-odds))
    return heard


def entitled(titles: Floats, size: int) -> Floats:
    """What is thought of the title, for each of `size` lines: shape (lines, `ENTITLED`)."""
    columns = np.zeros((size, len(ENTITLED)))
    columns[: len(titles), 0] = titles
    columns[:, 1] = np.arange(size) - int(np.argmax(titles))
    columns[:, 2] = titles.max()
    return columns
