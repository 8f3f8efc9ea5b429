"""Which tags the HTML standard treats alike when it builds a tree: data only.

After https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody, as Lexbor has it.
"""

import re

FONT = re.compile(r"color|face|size", re.IGNORECASE)  # a `<font>` with these ends SVG and MathML
LOOKED_BACK = 64
MOST_CLONES = 8  # how often a formatting element is made again in the blocks that it is closed around
FOREIGN = "<"  # before the names of elements of SVG and MathML
GONE = ""  # stands for a formatting element whose end tag came while a block inside it was open

VOID = frozenset(
    "area base basefont bgsound br embed frame hr image img input keygen link meta param source track wbr html "
    "head body frameset".split()  # a second one of the last four makes no element
)
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
ROWS = frozenset({"tr", "tbody", "thead", "tfoot", "colgroup", "col"})
SECTIONS = frozenset({"tbody", "thead", "tfoot"})
CELLS = frozenset({"td", "th", "caption"})
CLOSES_P = HEADINGS | frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header "
    "hgroup main menu nav ol p pre search section summary ul listing li dd dt".split()
)
# Elements of SVG and MathML that hold HTML.
POINTS = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext", "annotation-xml"}),
}
# What an end tag does not reach beyond.
BARRIERS = frozenset({"applet", "caption", "marquee", "object", "select", "table", "td", "template", "th"}) | {
    f"{FOREIGN}{each}" for points in POINTS.values() for each in points
}
BUTTON_BARRIERS = BARRIERS | {"button"}
LIST_BARRIERS = BARRIERS | {"ol", "ul"}
# What formatting does not reach beyond.
MARKERS = frozenset({"applet", "caption", "marquee", "object", "td", "template", "th"})
SPECIAL = (BARRIERS | CLOSES_P | ROWS | {"button", "select", "noscript"}) - {"dialog"}
ITEM_BARRIERS = SPECIAL - {"address", "div", "p"}
# Start tags that end SVG and MathML, and stand behind it.
BREAKS_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
NO_TEXT = frozenset("base basefont bgsound frame link meta param source track html head body frameset".split())
RUBY = frozenset({"rb", "rp", "rt", "rtc"})
IMPLIED = RUBY | {"dd", "dt", "li", "optgroup", "option", "p"}  # what `RUBY` closes in `<ruby>`
# Elements whose tags do nothing but open and close them; the second ones close paragraphs too.
INLINE = frozenset("span label bdi bdo abbr cite q sub sup time mark del ins var ruby slot data".split())
BLOCKS = CLOSES_P - HEADINGS - {"p", "li", "dd", "dt"}
PLAIN = INLINE | BLOCKS
# Those whose end tags reach as far as the next of the barriers above.
SCOPED = BLOCKS | {"p", "li", "dd", "dt", "button", "select"}
