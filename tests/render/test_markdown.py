"""Markdown keeps the structure, text and links of a fragment when it is parsed again."""

from html import escape

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from extractor.errors import BadOptions
from extractor.extraction import Extraction
from extractor.render.markdown.options import MarkdownOptions
from extractor.render.markdown.render import render, to_markdown
from extractor.render.markdown.tree import parse

FOOTNOTES = '<section class="footnotes"><ol><li id="fn-1" value="1"><p>b</p><p>c</p></li></ol></section>'
FORMULA = '<span class="math '


def markdown_of(html: str, **options: object) -> str:
    return to_markdown(parse(html), MarkdownOptions(**options), formulas=FORMULA in html)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("<h3>a</h3><p>b</p>", "### a\n\nb\n"),
        ("<h1>a</h1><h2>C #</h2><h4></h4>", "## a\n\n## C \\#\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b\n"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "1. a\n\n   b\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ('<blockquote class="tip"><p class="title">Tip</p><p>a</p></blockquote>', "> [!tip]\n> a\n"),
        ('<blockquote class="tip"><p class="title">Save time</p><p>a</p></blockquote>', "> [!tip] Save time\n> a\n"),
        ("<pre>a\n  &lt;b&gt;</pre>", "```\na\n  <b>\n```\n"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````\n"),
        ("<table><tr><th>a</th></tr><tr><td>b | c</td></tr></table>", "| a |\n| --- |\n| b \\| c |\n"),
        ("<table><caption>T</caption><tr><td>a</td></tr></table>", "T\n\n| a |\n| --- |\n"),
        (
            '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td colspan="2">c</td></tr></table>',
            "| a | b |  |\n| --- | --- | --- |\n|  | c |  |\n",
        ),
        ("<p>&lt;script&gt;</p>", "\\<script>\n"),
        ("<p>Use <code>&lt;b&gt; * _</code></p>", "Use `<b> * _`\n"),
        ("<p><code>`a`</code> <code>a</code><code>b</code></p>", "`` `a` `` `ab`\n"),
        ('<p><code>f(<a href="https://a.example/">x</a>)</code></p>', "`f(`[`x`](https://a.example/)`)`\n"),
        ("<p>a well-known snake_case, 3.5 = x [sic]</p>", "a well-known snake_case, 3.5 = x [sic]\n"),
        ("<p>not [a](link), not _this_</p>", "not [a\\](link), not \\_this\\_\n"),
        ("<ul><li>- a</li><li>+ b</li></ul><p><strong>&gt; c</strong></p>", "- \\- a\n- \\+ b\n\n**> c**\n"),
        ("<ul><li>[x] no box</li></ul>", "- \\[x] no box\n"),
        ('<ul><li class="task">☑ a</li></ul>', "- [x] a\n"),
        ('<ul><li class="task">☐ a</li></ul>', "- [ ] a\n"),
        ("<p>1. no list<br>---</p>", "1\\. no list  \n\\---\n"),
        ("<p># no heading, no *emphasis*</p>", "\\# no heading, no \\*emphasis\\*\n"),
        ("<p><strong>note:</strong>text <em> a </em>b</p>", "<strong>note:</strong>text  *a* b\n"),
        ("<p><em>a</em><strong>b</strong></p>", "<em>a</em><strong>b</strong>\n"),
        ("<p><strong>a <em>b</em></strong> <del>c</del></p>", "**a *b*** ~~c~~\n"),
        ('<p><a href="https://a.example/">l</a></p>', "[l](https://a.example/)\n"),
        ('<p><a href="https://a.example/">https://a.example/</a></p>', "<https://a.example/>\n"),
        ('<p><a href="https://a.example/(b">l</a></p>', "[l](https://a.example/%28b)\n"),
        ('<p><a href="https://a.example/">f](x)</a></p>', "[f\\](x)](https://a.example/)\n"),
        ('<p>Look!<a href="https://a.example/">l</a></p>', "Look\\![l](https://a.example/)\n"),
        ("<p>Write &amp;copy; for ©, R&amp;D</p>", "Write \\&copy; for ©, R&D\n"),
        ("<p>10<sup>6</sup> H<sub>2</sub>O <kbd>Esc</kbd></p>", "10<sup>6</sup> H<sub>2</sub>O <kbd>Esc</kbd>\n"),
        ('<p><abbr title="World Wide Web">WWW</abbr> <q>a</q></p>', 'WWW "a"\n'),
        ('<pre><code class="language-c++">a *b*</code></pre>', "```c++\na *b*\n```\n"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b\n"),
        ("<dl><dt>a</dt><dd>b</dd><dd>c</dd><dt>d</dt><dd>e</dd></dl>", "a\n: b\n: c\n\nd\n: e\n"),
        ('<p><img src="https://a.example/i.png" alt="A"></p>', "![A](https://a.example/i.png)\n"),
        ('<p>If <span class="math inline">a_1 * b^{2} &lt; \\frac12</span></p>', "If $a_1 * b^{2} < \\frac12$\n"),
        ('<p><span class="math display">x</span></p>', "$$x$$\n"),
        ('<p>$5 or <span class="math inline">x</span></p><pre>$1</pre>', "\\$5 or $x$\n\n```\n$1\n```\n"),
        ("<p>$5 or $6</p>", "$5 or $6\n"),
        ("<table><tr><th>a</th></tr><tr><td>b<br>c</td></tr></table>", "| a |\n| --- |\n| b<br>c |\n"),
        (
            f'<p>a<sup><a href="#fn-1">[1]</a></sup></p>{FOOTNOTES}',
            "a[^1]\n\n[^1]: b\n\n    c\n",
        ),
        ("<p>a<sup>[1]</sup></p>", "a<sup>[1]</sup>\n"),
        ('<p>a [<sup><a href="#fn-1">[1]</a></sup>, <sup><a href="#fn-2">[2]</a></sup>]</p>', "a [^1], [^2]\n"),
    ],
)
def test_fragments_become_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


RAGGED = "<table><tr><th>h</th><th>i</th></tr><tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr></table>"
LINKED = (
    '<p><a href="https://a.example/">l</a> <a href="https://b.example/">m</a> <a href="https://a.example/">n</a></p>'
)


@pytest.mark.parametrize(
    ("html", "options", "markdown"),
    [
        (
            LINKED,
            {"links": "reference"},
            "[l][1] [m][2] [n][1]\n\n[1]: https://a.example/\n[2]: https://b.example/\n",
        ),
        (LINKED, {"links": "none"}, "l m n\n"),
        ('<p>a <img src="https://a.example/i.png" alt="A"></p>', {"images": False}, "a\n"),
        (
            "<table><tr><th>a</th></tr><tr><td>long</td></tr></table>",
            {"pad_tables": True},
            "| a    |\n| ---- |\n| long |\n",
        ),
        (RAGGED, {"ragged_tables": "pipe"}, "| h | i |\n| --- | --- |\n| a | - b<br>- c |\n"),
        (RAGGED, {"ragged_tables": "list"}, "- - h: a\n  - i:\n    - b\n    - c\n"),
        (
            RAGGED,
            {},
            "<table>\n<tr><th>h</th><th>i</th></tr>\n<tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr>\n</table>\n",
        ),
    ],
)
def test_options_change_links_images_and_tables(html: str, options: dict[str, object], markdown: str) -> None:
    assert markdown_of(html, **options) == markdown


@pytest.mark.parametrize("name", ["links", "ragged_tables"])
def test_an_unknown_value_is_refused(name: str) -> None:
    with pytest.raises(BadOptions, match=name):
        MarkdownOptions(**{name: "x"})  # type: ignore[arg-type]


def test_the_title_is_a_heading_or_front_matter_but_no_part_of_the_text() -> None:
    page = Extraction(
        title='A "B"',
        authors=("E",),
        html='<h1>A "B"</h1><p>c</p><h1>d</h1>',
        text="",
        word_count=4,
        confidence=1.0,
        engine="blocks",
        charset="utf-8",
        charset_source="none",
    )

    assert render(page) == "c\n\n## d\n"
    assert render(page, MarkdownOptions(title_heading=True)) == '# A "B"\n\nc\n\n## d\n'
    assert render(page, MarkdownOptions(front_matter=True)).startswith('---\ntitle: "A \\"B\\""\nauthors: ["E"]\n')


LINK = '<a href="https://a.example/?x=1&amp;copy;=2">l</a>'


@pytest.mark.parametrize(
    "text",
    [
        "f](x)",
        "[a](b)",
        "x]",
        "[x",
        "&copy;",
        "&#35;",
        "\\&lt;",
        "\\\\](",
        "*",
        "a\\ ",
        "![",
        "`",
        "~~",
        "_",
        "^",
        "|",
        "[^1]",
    ],
)
@pytest.mark.parametrize("links", ["inline", "reference"])
@pytest.mark.parametrize(
    "html",
    [
        "<p>a <a href='https://a.example/'>{}</a>b {}</p>",
        "<table><tr><th>h</th></tr><tr><td><strong>w{}w</strong> <a href='https://a.example/'>{}</a></td></tr></table>",
        "<ul><li>{}<a href='https://a.example/'>l</a> {}</li></ul>",
        "<h2>x{} " + LINK + "{}y</h2>",
    ],
)
def test_markdown_parsed_again_has_the_same_text_and_links(html: str, links: str, text: str) -> None:
    fragment = html.format(escape(text, quote=False), escape(text, quote=False)).replace("'", '"')
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    assert view(parser.render(markdown_of(fragment, links=links))) == view(fragment)


@pytest.mark.parametrize(
    "line",
    [
        "# a",
        "- a",
        "+ a",
        "> a",
        "1. a",
        "1) a",
        "---",
        "===",
        "- - -",
        "***",
        "```",
        "~~~",
        "| - |",
        "[a]: b",
        "    a",
    ],
)
@pytest.mark.parametrize(
    "html", ["<p>{}</p>", "<p>x<br>{}</p>", "<ul><li>{}</li></ul>", "<dl><dt>t</dt><dd>{}</dd></dl>"]
)
def test_a_line_that_looks_like_a_block_stays_text(html: str, line: str) -> None:
    fragment = html.format(escape(line))
    again = LexborHTMLParser(MarkdownIt("commonmark").enable(["table"]).render(markdown_of(fragment)))

    wanted = view(fragment)[0].replace("t", "t:" if "<dl>" in html else "t", 1)
    assert view(again.html or "")[0] == wanted
    assert not again.css("h1, h2, hr, blockquote, pre, table, li li, ol")


def view(html: str) -> tuple[str, list[str | None], int]:
    """Return the text without white space, the link targets, and the number of images."""
    tree = LexborHTMLParser(html)
    links = [node.attributes.get("href") for node in tree.css("a")]
    return "".join(tree.body.text().split()) if tree.body else "", links, len(tree.css("img"))


def test_options_hold_in_a_table_that_is_html() -> None:
    cell = '<p><a href="https://a.example/">l</a><img src="/i.png" alt=""><sup><a href="#fn-1">[1]</a></sup></p><ul><li>a</li></ul>'
    table = f"<table><tr><td>{cell}</td></tr></table>"

    assert "<a" not in markdown_of(table, links="none", images=False)
    assert "<img" not in markdown_of(table, links="none", images=False)
    assert markdown_of(table).count("<a href") == 1


def test_the_title_is_escaped_like_the_text() -> None:
    page = Extraction(
        title="Pay $5 [1] #",
        html='<p><span class="math inline">x</span> <a href="https://a.example/">l</a></p>',
        text="",
        word_count=4,
        confidence=1.0,
        engine="blocks",
        charset="utf-8",
        charset_source="none",
    )
    heading = render(page, MarkdownOptions(title_heading=True, links="reference")).split("\n")[0]

    assert heading == "# Pay \\$5 \\[1\\] \\#"
