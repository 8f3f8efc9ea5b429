"""Features of a block by itself: its length, its characters, its links, its tag, and what it repeats."""

from extractor.features.html.inputs import HtmlInputs
from extractor.features.registry import Formulas, formulas
from extractor.features.shared import own as shared
from extractor.features.shared.values import VALUES
from extractor.features.shared.windows import rate

HTML_VALUES: Formulas[HtmlInputs] = {
    **VALUES,
    "link_density": ("share of words in links", lambda blocks: rate(blocks.linked, blocks.words)),
}
"""Values whose means over neighbours and signatures are features as well."""

OWN = formulas(
    "own",
    {
        **shared.LENGTH,
        "link_density": ("Share of words in links.", lambda blocks: rate(blocks.linked, blocks.words)),
        "unlinked_words": ("Number of words outside links.", lambda blocks: blocks.words - blocks.linked),
        **shared.WORDS,
        **shared.CHARACTERS,
        **shared.BOILERPLATE,
        "tag": ("Index of its tag in `TAGS`.", lambda blocks: blocks.tags),
        "runs": ("Number of runs with the same inline markup.", lambda blocks: blocks.runs),
        "prose": ("Words of running text, fewer if some are linked.", lambda blocks: blocks.prose),
        "line_breaks": ("Number of line breaks.", lambda blocks: blocks.line_breaks),
        "nesting": ("Number of structural elements around it, such as lists and tables.", lambda blocks: blocks.nesting),
        **shared.TITLE,
        "repeats": ("Number of blocks with the same text.", lambda blocks: blocks.repeats),
    },
)  # fmt: skip
