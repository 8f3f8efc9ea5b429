"""Groups of tags that the HTML standard treats alike in tree construction.

See https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody. Where Lexbor differs, Lexbor counts.
"""

import re

MAX_SEARCHED_ELEMENTS = 64  # innermost open elements searched for the one that an end tag closes
MAX_CLONES = 8  # of a formatting element, from one run of the adoption agency algorithm
# A `<font>` with one of these ends foreign content.
FONT_ATTRIBUTES = re.compile(r"color|face|size", re.IGNORECASE | re.ASCII)
FOREIGN_PREFIX = "<"  # before the names of SVG and MathML elements on the stack of open elements
REMOVED = ""  # on that stack, a formatting element whose end tag came while a block inside it was open

VOID_ELEMENTS = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split()
)
# Tags that put nothing on the stack. `col` is a part of a table; html, head, body and frameset are open already.
NEVER_OPEN = (VOID_ELEMENTS - {"col"}) | {"html", "head", "body", "frameset"}
# Of these, the ones before which active formatting elements are not reconstructed.
NO_RECONSTRUCTION = frozenset(
    "base basefont bgsound frame link meta param source track html head body frameset".split()
)
FORMATTING_ELEMENTS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CLOSED_BY_ITEM = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
TABLE_ROWS = frozenset({"tr", "tbody", "thead", "tfoot", "colgroup", "col"})
TABLE_SECTIONS = frozenset({"tbody", "thead", "tfoot"})
TABLE_CELLS = frozenset({"td", "th", "caption"})
CLOSES_PARAGRAPH = HEADINGS | frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header "
    "hgroup main menu nav ol p pre search section summary ul listing li dd dt".split()
)
# SVG and MathML elements whose content is HTML.
INTEGRATION_POINTS = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext", "annotation-xml"}),
}
# Elements that end a scope: the search for the element that a tag closes stops there.
SCOPE = frozenset({"applet", "caption", "marquee", "object", "select", "table", "td", "template", "th"}) | {
    f"{FOREIGN_PREFIX}{each}" for points in INTEGRATION_POINTS.values() for each in points
}
BUTTON_SCOPE = SCOPE | {"button"}
LIST_ITEM_SCOPE = SCOPE | {"ol", "ul"}
# Elements that put a marker on the list of active formatting elements.
MARKER_ELEMENTS = frozenset({"applet", "caption", "marquee", "object", "td", "template", "th"})
SPECIAL_ELEMENTS = (SCOPE | CLOSES_PARAGRAPH | TABLE_ROWS | {"button", "select", "noscript"}) - {"dialog"}
# Elements at which the start tag of a list item stops to look for the item before.
ITEM_SEARCH_END = SPECIAL_ELEMENTS - {"address", "div", "p"}
# Start tags that end foreign content.
BREAKOUT_TAGS = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
RUBY_ELEMENTS = frozenset({"rb", "rp", "rt", "rtc"})
# Elements that the start tag of a ruby element closes.
IMPLIED_END_TAGS = RUBY_ELEMENTS | {"dd", "dt", "li", "optgroup", "option", "p"}
# Elements whose tags only open and close them. The blocks also close an open paragraph.
PLAIN_INLINE = frozenset("span label bdi bdo abbr cite q sub sup time mark del ins var ruby slot data".split())
PLAIN_BLOCKS = CLOSES_PARAGRAPH - HEADINGS - {"p", "li", "dd", "dt"}
PLAIN_ELEMENTS = PLAIN_INLINE | PLAIN_BLOCKS
# Elements whose end tags need an open element in scope.
CLOSED_IN_SCOPE = PLAIN_BLOCKS | {"p", "li", "dd", "dt", "button", "select"}
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements whose content is text up to their end tag, outside of SVG and MathML."""
