"""HTML elements by how they are read: containers, structural elements, inline markup, and what is left out."""

import re
from collections.abc import Mapping

# Elements that are left out with all their content.
SKIPPED = frozenset(
    "script style template svg math object embed head title select datalist textarea canvas iframe audio video "
    "map progress meter".split(),
)
# Inline elements that leave no trace; their content is part of the text.
TRANSPARENT = frozenset(
    "acronym bdi bdo big cite data dfn font ins label mark nobr ruby rb rt rp small span time u var wbr "
    "picture source".split(),
)
# Structural elements keep their tag in the fragment. All other block-level elements are containers only.
STRUCTURAL = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr td th blockquote pre figcaption".split(),
)
# Structural elements that may be the tag of a block.
BLOCK_TAGS = STRUCTURAL - {"ul", "ol", "dl", "table", "tr"}
TABLE_PARTS = frozenset({"caption", "tr", "td", "th"})
# Inline elements that are kept, by the tag that replaces them.
MARKUP = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("code", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **{tag: tag for tag in ("sub", "sup", "q", "kbd", "abbr")},
}
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
HEADINGS = frozenset(HEADING_LEVELS)
# How the walk treats an element; all others are containers.
ROLES: Mapping[str, str] = {
    **dict.fromkeys(SKIPPED, "skipped"),
    **dict.fromkeys(TRANSPARENT, "transparent"),
    **dict.fromkeys(MARKUP, "markup"),
    "a": "link",
    "br": "break",
    "math": "formula",
    "mjx-container": "formula",
    "img": "image",
    **dict.fromkeys(("iframe", "video", "audio"), "player"),
    "svg": "image",
    **dict.fromkeys(("input", "select", "textarea"), "control"),
}
# Menus and footers hold many blocks and hardly any main content.
ROLES_WITHOUT_NAVIGATION: Mapping[str, str] = {**ROLES, "nav": "navigation", "footer": "navigation"}

FORMULA_ELEMENTS = frozenset({"span", "div", "p"})
HEADING_ANCHORS = frozenset({"¶", "#", "§", "🔗", "⚓", "link", "Link", "Permalink", "anchor"})
NAME_ATTRIBUTES = ("class", "id", "role", "itemprop")
GUTTER_TAGS = frozenset({"td", "pre"})  # what else may hold line numbers is inline
CODE_CELLS = frozenset({"td", "th", "table", "tbody", "thead"})  # elements inside code that are no lines
TITLED = frozenset({"abbr"})  # inline elements whose `title` is kept
MAX_MISSED_FORMULAS = 10  # elements of a page that are searched for TeX in vain; they may be nested
MAX_CONVERTED_FORMULAS = 2_000  # of a page; the MathML of further ones is left out
MAX_STRUCTURE = 48  # structural elements around a block; inner ones beyond that are left out
MAX_MARKUP = 16  # inline elements around a run of text; inner ones beyond that are left out
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hiding(style: str) -> bool:
    """Return whether a `style` attribute hides its element."""
    return bool(style) and _HIDING.search(style) is not None
