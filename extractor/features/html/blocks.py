"""What the learned engine measures about the blocks of a page: one row a block, one column a feature.

Columns are computed for all blocks at once; `COLUMNS` names
them in order. Word weights and the page's type are learned, and come from `extractor.features.html.names` and `pages`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extractor.features import stopwords
from extractor.features.boilerplate import kinds
from extractor.features.html import context
from extractor.features.html import tree as geometry
from extractor.features.html.context import Basics
from extractor.features.shared import characters, repeats
from extractor.features.shared.windows import rate
from extractor.structured_data.read import StructuredData
from extractor.types import Array, Block, Floats, HtmlDocument

PROSE_WORDS = 10  # a block with this many unlinked words is running text
PROSE_LINKED = 0.5  # ... unless this share of its words stands in links


OWN = (
    "words", "log_words", "linked_share", "unlinked", "word_length", "stopwords", *characters.COLUMNS, "n_money",
    "ends", "first_upper", "first_digit", "last_comma", "kind", "tag", "runs", "prose", "lines", "structure",
    "in_title", "of_title", "repeats",
)  # fmt: skip
COLUMNS = (*OWN, *context.COLUMNS)


class Measures(NamedTuple):
    """What was measured about the blocks of one page."""

    table: Floats
    """Shape (blocks, `COLUMNS`)."""
    words: Floats
    """How many words each block has."""
    shape: geometry.Geometry
    twins: Array
    """Blocks with the same number have the same tag, and containers of the same tag and names."""
    split: Sequence[Sequence[str]]
    """The words of each block in lower case, as blanks part them."""
    above: Array
    """Index of the last heading before each block; -1 where there is none."""


def measure(page: HtmlDocument, sources: StructuredData) -> Measures:
    """Measure the blocks of `page`, which has at least one."""
    texts, _, tags, _, containers_of, words_in, linked_in = zip(*page.blocks, strict=True)
    chars = characters.count(texts)
    lower = [text.lower() for text in texts]
    split = [text.split() for text in lower]
    size = len(texts)
    words, linked = np.array(words_in, float), np.array(linked_in, float)
    share, unlinked = rate(linked, words), words - linked
    codes = np.fromiter((context.TAG[tag] for tag in tags), int, size)
    basics = Basics(
        words=words,
        linked=linked,
        prose=np.where((unlinked >= PROSE_WORDS) & (share < PROSE_LINKED), unlinked * (1 - share), 0.0),
        ends=chars.last[:, characters.COLUMNS.index("stop")].astype(float),
        stopwords=stopwords.count(split),
        kinds=kinds(lower, words_in),
        tags=codes,
        headings=(codes >= context.TAG["h1"]) & (codes <= context.TAG["h6"]),
    )
    shape = geometry.read(page.containers, np.array(containers_of))
    around = context.look_around(page.blocks, page.containers, basics, shape)
    said_again = np.column_stack([repeats.of_title(split, sources.title), repeats.times(lower)])
    own = _own(page.blocks, basics, chars, said_again)
    return Measures(np.hstack([own, around.table]), words, shape, around.twins, split, around.above)


def _own(blocks: Sequence[Block], basics: Basics, chars: characters.Characters, overlaps: Floats) -> Floats:
    words, lengths = basics.words, np.maximum(chars.lengths, 1)
    column = characters.COLUMNS.index
    return np.column_stack(
        [
            words,
            np.log1p(words),
            rate(basics.linked, words),
            words - basics.linked,
            rate(chars.lengths, words),
            rate(basics.stopwords, words),
            chars.counts / lengths[:, None],
            chars.counts[:, column("money")],
            basics.ends,
            chars.first[:, column("upper")],
            chars.first[:, column("digit")],
            chars.last[:, column("comma")],
            basics.kinds,
            basics.tags,
            [len(block.runs) for block in blocks],
            basics.prose,
            [block.text.count("\n") for block in blocks],
            [len(block.structure) for block in blocks],
            overlaps,
        ]
    )
