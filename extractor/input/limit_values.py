"""The limits on markup, and what the error of a page beyond each of them says.

`python -m benchmarks.extents` prints the largest values of real pages.
"""

from typing import Final

MAX_TAGS: Final = 100_000
MAX_DEPTH: Final = 2_000  # open elements
MAX_ATTRIBUTES: Final = 500  # of one tag
MAX_OPTIONS: Final = 3_000  # of one `<select>`
# Created elements may number this many for each tag, and this many more.
MAX_ELEMENTS_PER_TAG: Final = 4
MAX_EXTRA_ELEMENTS: Final = 20_000

DEPTH: Final = f"elements are nested more than {MAX_DEPTH} deep"
ATTRIBUTES: Final = f"a tag has more than {MAX_ATTRIBUTES} attributes"
OPTIONS: Final = f"a list has more than {MAX_OPTIONS} options"
FORMATTING: Final = "formatting elements are left open, and a parser would repeat them in each block"
PROBLEMS: Final = (DEPTH, ATTRIBUTES, OPTIONS, FORMATTING)
"""In the order of `Problem` in the compiled twin."""
