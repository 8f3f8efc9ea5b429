"""Parsing splits HTML into blocks with their structure, containers and inline elements."""

import pytest

from extractor.document.elements import MAX_MARKUP, MAX_STRUCTURE
from extractor.document.fragment import inline
from extractor.document.html import blocks_of, parse

BASE = "https://a.example/"


def texts(html: str) -> list[str]:
    return [block.text for block in blocks_of(html)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one <b>two</b>\n three</p><p>four</p>", ["one two three", "four"]),
        ("<div>bare<p>inner</p>tail</div>", ["bare", "inner", "tail"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>a<br><br>b</p>", ["a", "b"]),
        ("<script>x</script><style>y</style><template>z</template><p>text</p>", ["text"]),
        ("<noscript><p>inside</p></noscript>", ["inside"]),
        ("<button>Menu</button><h2><button>A question?</button></h2>", ["Menu", "A question?"]),
        ("<select><option>1</option></select><textarea>t</textarea><p>x</p>", ["x"]),
        ("<pre>a\n  b\n</pre>", ["a\n  b"]),
        ("<!-- c --><p> \u00a0 </p>", []),
        ("", []),
    ],
)
def test_html_is_split_into_blocks(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


def test_inline_elements_across_blocks_are_kept_in_each_block() -> None:
    first, second = blocks_of('<a href="/x"><div>one <i>a</i></div><div>two</div></a>')

    assert inline(first, BASE) == '<a href="https://a.example/x">one <em>a</em></a>'
    assert inline(second, BASE) == '<a href="https://a.example/x">two</a>'
    assert (second.words, second.linked) == (1, 1)


def test_empty_inline_elements_are_dropped() -> None:
    assert inline(blocks_of('<p><a href="/x"><b><img src=i></b></a>text <i></i></p>')[0]) == "text"
    assert inline(blocks_of("<b><div>x</div></b>tail")[1]) == "tail"


def test_inline_html_escapes_text() -> None:
    assert inline(blocks_of("<p>1 &lt; 2 &amp; 3</p>")[0]) == "1 &lt; 2 &amp; 3"


def test_neighbouring_elements_have_different_structure_numbers() -> None:
    one, two, other = blocks_of("<ul><li>1</li><li>2</li></ul><ul><li>3</li></ul>")

    assert one.structure[0] == two.structure[0] != other.structure[0]
    assert one.structure[1] != two.structure[1]


def test_layout_tables_are_not_structural() -> None:
    nested, heading, data = blocks_of(
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>"
        "<table><tr><td><h1>b</h1></td></tr></table><table><tr><td>c</td></tr></table>",
    )

    assert [each.tag for each in nested.structure] == ["table", "tr", "td"]
    assert [each.tag for each in heading.structure] == ["h1"]
    assert [each.tag for each in data.structure] == ["table", "tr", "td"]


def test_an_unclosed_heading_does_not_contain_the_page() -> None:
    heading, paragraph = blocks_of(f"<h1>Title<p>{'text ' * 100}")

    assert (heading.tag, heading.text, paragraph.tag) == ("p", "Title", "p")


def test_base_href_takes_precedence_over_the_url() -> None:
    assert parse('<base href="/sub/"><p>x</p>', "https://a.example/page").base == "https://a.example/sub/"
    assert parse("<p>x</p>", "https://a.example/page").base == "https://a.example/page"


def test_nav_and_footer_are_skipped() -> None:
    assert texts("<nav>Home</nav><p>Some text of the page.</p><footer>Imprint</footer>") == ["Some text of the page."]


def test_an_unclosed_nav_that_contains_the_page_is_not_skipped() -> None:
    assert texts("<nav><p>Somebody never closed the menu, and everything is inside.</p></nav><p>Tail</p>") == [
        "Somebody never closed the menu, and everything is inside.",
        "Tail",
    ]


def test_containers_have_names_visibility_and_counts() -> None:
    page = parse('<div class="a b" id="c" role="main" style="display: none"><img><svg></svg><input><p>x</p></div>')
    outer = page.containers[page.containers[page.blocks[0].container].parent]

    assert (outer.names, outer.hidden, outer.images, outer.controls) == ("a b c main", True, 2, 1)


def test_parsing_does_not_change_the_tree() -> None:
    html = "<html><head></head><body><div><p>a<br>b</p></div></body></html>"

    assert parse(html).tree.html == html


def test_deep_nesting_is_read_without_recursion() -> None:
    assert texts("<div>" * 3000 + "deep" + "</div>" * 3000) == ["deep"]


def test_inline_and_structural_nesting_is_limited() -> None:
    (block,) = blocks_of("<q>" * 100 + "<i><b>" * 100 + "x")
    (listed,) = blocks_of("<ul><li>" * 200 + "x")

    assert [markup.tag for markup in block.runs[-1][1]] == ["q"] * MAX_MARKUP
    assert len(listed.structure) == MAX_STRUCTURE
    assert [markup.tag for markup in blocks_of("<b><i><strong>x")[0].runs[0][1]] == ["strong", "em"]


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<table><tr><td>a<td>b</table>", ["td", "td"]),
        ("<table><tr><td><table><tr><td>a</table></table>", ["td"]),
        ("<table><tr><td><div><h2>x</h2></div><td>b</table>", ["h2", "p"]),
        ("<table><tr><td>a</table><form>x</form><table><tr><td>b</table>", ["td", "p", "td"]),
    ],
)
def test_blocks_have_cell_tags_in_data_tables_only(html: str, tags: list[str]) -> None:
    assert [block.tag for block in blocks_of(html)] == tags


def test_many_unclosed_headings_are_not_structural() -> None:
    text = "A paragraph that nobody would take for a heading, since it goes on and on. " * 5
    blocks = blocks_of(f"<h2><p>Short</p></h2>{'<h1><div>' * 300}<p>{text}</p>")

    assert {block.tag for block in blocks} == {"h2", "p"} or {block.tag for block in blocks} == {"p"}
    assert blocks[-1].tag == "p"
