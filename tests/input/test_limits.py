"""Markup beyond the limits is refused, and the counts are never lower than those of the parser."""

import random

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor import TooDeep, extract
from extractor.input.limit_values import MAX_ATTRIBUTES, MAX_DEPTH, MAX_OPTIONS, MAX_TAGS
from extractor.input.limits import limit
from extractor.input.nesting import Nesting
from extractor.input.tag_rules import RAW_TEXT
from extractor.input.tokenizer import TOKEN, end_of_raw_text

MANY = MAX_DEPTH * 2


def numbered(piece: str, times: int) -> str:
    return "".join(piece.replace("#", str(number)) for number in range(times))


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<div>" * MANY, "nested more than"),
        ("<b>" * MANY + "</b>" * MANY, "nested more than"),
        ("<DIV CLASS=x>" * MANY, "nested more than"),
        ("<div></x>" * MANY, "nested more than"),
        ("<div><!--</div>-->" * MANY, "nested more than"),
        ("<div><script><!--<script></script></div>--></script>" * MANY, "nested more than"),
        ("<div><p title='</div>'>" * MANY, "nested more than"),
        ("<div><object></div>" * MANY, "nested more than"),
        ("<table><th><div></td>" * MANY, "nested more than"),
        ("<span><div></span>" * MANY, "nested more than"),
        ("<svg><title><div>" * MANY, "nested more than"),
        ("<svg><style><g></style>" * MANY, "nested more than"),
        ("<svg><td>" * MANY, "nested more than"),
        ("<rt>" * MANY, "nested more than"),
        ("<ruby><dt><rtc><section></section>" * MANY, "nested more than"),
        ("<form><div></form>" * MANY, "nested more than"),
        ("<dt><li>" * MANY, "nested more than"),
        ("<p " + numbered(" a#=1", MAX_ATTRIBUTES + 1) + ">" + "x" * 20_000, "attributes"),
        ("<p " + numbered("a#=''", MANY * 4) + ">x", "attributes"),
        ("<p" + numbered("/a#", MANY * 4) + ">x", "attributes"),
        ("<script" + numbered(" a#", MANY * 4) + "></script>", "attributes"),
        ("<p" + numbered(" a#=it's", MANY * 4) + ">x", "attributes"),
        ("<select>" + "<option>x" * (MAX_OPTIONS + 1), "options"),
        ("<p>" + numbered("<b x=#>", 500) + "<p>x" * MANY, "formatting elements are left open"),
        ("<ul><li>" + numbered("<b x=#>", 1500) + "<li>x" * MANY, "formatting elements are left open"),
        (numbered("<b x=#><p>x", MANY), "nested more than|formatting elements are left open"),
    ],
)
def test_markup_beyond_the_limits_is_refused(html: str, error: str) -> None:
    with pytest.raises(TooDeep, match=error):
        extract(f"<!doctype html>{html}")


@pytest.mark.parametrize(
    "html",
    [
        "<p>x" * MANY,
        "<br>" * MANY,
        "<ul>" + "<li>x" * MANY + "</ul>",
        "<dl>" + "<dt>x<dd>y" * MANY + "</dl>",
        "<table>" + "<tr><td>a<td><div>b" * MANY + "</table>",
        "<table><tr><td>x</table>" * MANY,
        "<div>x</div>" * MANY,
        "<div><!--></div>-->" * MANY,
        "<div><span><span>x</div>" * MANY,
        "<font><p>x</font>" * MANY,
        "<a href=x>" * MANY,
        "<p><svg><g><path/><title>x</title></g></svg>" * MANY,
        "<svg><title>x</title><p>y" * MANY,
        f"<script>if (a <b {'x ' * MANY}) {'<div>' * MANY}</script><p>x</p>" + "<b>x</b>" * MANY,
        f"<p title='{'x' * MANY * 2}'>x</p>",
        f"<p data-x='{'x ' * MANY}'>x</p>",
        "a < b and c " * MANY,
        ("<select>" + "<option>x" * 400 + "</select>") * 20,
        "<select><option>x</select><datalist>" + "<option>x" * (MAX_OPTIONS + 1) + "</datalist>",
    ],
    ids=lambda html: html[:30],
)
def test_long_pages_within_the_limits_are_unchanged(html: str) -> None:
    assert limit(html)[:2] == (html, False)


def test_a_page_is_cut_after_the_last_allowed_tag() -> None:
    page = "<p>x" * (MAX_TAGS + 5)
    html, cut, _ = limit(page)

    assert (html, cut) == ("<p>x" * MAX_TAGS, True)
    assert limit(html)[:2] == (html, False)


def deepest(node: LexborNode | None) -> int:
    most = depth = 0
    while node is not None:
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            most = max(most, depth)
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return most


class Measured(Nesting):
    deepest = 0

    def _push(self, name: str) -> None:
        super()._push(name)
        self.deepest = max(self.deepest, len(self._open))


def counted(html: str) -> Measured:
    nesting, position = Measured(10_000), 0
    while position < len(html):
        for token in TOKEN.finditer(html, position):
            end, name, attributes, slashes, text = token.groups()
            if token.start() > position:
                nesting.reconstruct_formatting()
            position = token.end()
            if not name:
                continue
            name = name.lower()
            if end:
                nesting.close(name)
            elif name in RAW_TEXT and not nesting.foreign:
                position = end_of_raw_text(html, name, token.end(4) + 1)
                break
            elif text is None:
                nesting.open(name, attributes, slashes.endswith("/"))
            elif not nesting.count_text_element(name):
                nesting.open(name, attributes, slashes.endswith("/"))
                if text:
                    nesting.reconstruct_formatting()
                nesting.close(name)
        else:
            break
    return nesting


PIECES = (
    "<div> </div> <p> </p> <b> </b> <i> </i> <em> </em> <a> </a> <nobr> <strike> </strike> <ul> </ul> <li> </li> <dl> </dl> "
    "<dd> <dt> <table> </table> <caption> <col> <tbody> </tbody> <thead> <tr> </tr> <td> </td> <th> <svg> </svg> <g> </g> <desc> "
    "<title> </title> <math> </math> <mi> </mi> <mtext> <span> </span> <h1> </h1> <button> </button> <object> </object> <rt> "
    "<rtc> <ruby> </ruby> <section> </section> <form> </form> <template> </template> <select> </select> <option> <hr> <br> </br> "
    "<input> <noscript> </noscript> <marquee> </marquee> <center> <custom-x> </custom-x> <image> <body> </body> x"
).split()  # fmt: skip


@pytest.mark.parametrize("seed", range(1000))
def test_the_parser_creates_no_more_than_was_counted(seed: int) -> None:
    """The count of a cell is one element, although the parser may create four."""
    pick = random.Random(seed)  # noqa: S311 - reproducible tag soup
    before = "".join(pick.choice(PIECES) for _ in range(pick.randint(0, 4)))
    formatting = "".join(f"<b x={number}>" for number in range(30)) if pick.random() < 0.4 else ""
    again = "".join(pick.choice(PIECES) for _ in range(pick.randint(1, 5)))
    html = f"<!doctype html><body>{before}{formatting}{again * 60}"
    tree, counts = LexborHTMLParser(html), counted(html)

    assert deepest(tree.root) <= 4 * counts.deepest + 8
    assert len(tree.css("*")) <= 2 * counts.elements + 400


@pytest.mark.parametrize("filler", ["", "<p>x</p>" * 500])
def test_self_closing_raw_text_is_reported(filler: str) -> None:
    assert limit(f"{filler}<iframe src='x'/>").may_swallow
    assert not limit(f"{filler}<iframe src=x/></iframe><script>'<iframe/>'</script>").may_swallow or not filler
    assert not limit(f"{filler}<p>x</p>").may_swallow
