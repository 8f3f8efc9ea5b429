"""Features of a block by itself: its length, its characters, its links, its tag, and what it repeats."""

import numpy as np

from extractor.features.html.inputs import HtmlInputs
from extractor.features.registry import Formulas, formulas
from extractor.features.shared.values import CHARACTER_SHARES, VALUES
from extractor.features.shared.windows import rate

HTML_VALUES: Formulas[HtmlInputs] = {
    **VALUES,
    "link_density": ("share of words in links", lambda blocks: rate(blocks.linked, blocks.words)),
}
"""Values whose means over neighbours and signatures are features as well."""

OWN = formulas(
    "own",
    {
        "words": ("Number of words.", lambda blocks: blocks.words),
        "log_words": ("Logarithm of 1 + words.", lambda blocks: np.log1p(blocks.words)),
        "link_density": ("Share of words in links.", lambda blocks: rate(blocks.linked, blocks.words)),
        "unlinked_words": ("Number of words outside links.", lambda blocks: blocks.words - blocks.linked),
        "word_length": ("Characters for each word.", lambda blocks: rate(blocks.characters.lengths, blocks.words)),
        "stop_words": ("Share of stop words.", lambda blocks: rate(blocks.stop_words, blocks.words)),
        **CHARACTER_SHARES,
        "money_signs": ("Number of currency and per-cent signs.", lambda blocks: blocks.characters.count_of("money")),
        "ends_sentence": ("1 if it ends as a sentence does.", lambda blocks: blocks.ends_sentence),
        "starts_upper": ("1 if it starts with a capital letter.", lambda blocks: blocks.characters.starts_with("upper")),
        "starts_digit": ("1 if it starts with a digit.", lambda blocks: blocks.characters.starts_with("digit")),
        "ends_comma": ("1 if it ends with a comma or colon.", lambda blocks: blocks.characters.ends_with("comma")),
        "boilerplate_kind": ("0 text, 1 boilerplate, 2 label that ends an article.", lambda blocks: blocks.boilerplate_kinds),
        "tag": ("Index of its tag in `TAGS`.", lambda blocks: blocks.tags),
        "runs": ("Number of runs with the same inline markup.", lambda blocks: blocks.runs),
        "prose": ("Words of running text, fewer if some are linked.", lambda blocks: blocks.prose),
        "line_breaks": ("Number of line breaks.", lambda blocks: blocks.line_breaks),
        "nesting": ("Number of structural elements around it, such as lists and tables.", lambda blocks: blocks.nesting),
        "share_in_title": ("Share of its words that the title has.", lambda blocks: blocks.title_overlap[0]),
        "share_of_title": ("Share of the words of the title that it has.", lambda blocks: blocks.title_overlap[1]),
        "repeats": ("Number of blocks with the same text.", lambda blocks: blocks.repeats),
    },
)  # fmt: skip
