"""Markdown keeps the text and links of a fragment when it is parsed again."""

from html import escape

import html_to_markdown
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from extractor.render.markdown import MAX_INLINE, to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("<h3>a</h3><p>b</p>", "### a\n\nb\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b\n"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ("<pre>a\n  &lt;b&gt;</pre>", "```\na\n  <b>\n```\n"),
        ("<table><tr><th>a</th></tr><tr><td>b | c</td></tr></table>", "| a |\n| --- |\n| b \\| c |\n"),
        ("<p>&lt;script&gt;</p>", "\\<script>\n"),
        ("<p>Use <code>&lt;b&gt; * _</code></p>", "Use `<b> * _`\n"),
        ("<p>a well-known snake_case, 3.5 = x [sic]</p>", "a well-known snake_case, 3.5 = x [sic]\n"),
        ("<p>not [a](link), not _this_</p>", "not [a\\](link), not \\_this\\_\n"),
        ("<ul><li>- a</li><li>+ b</li></ul><p><strong>&gt; c</strong></p>", "- \\- a\n- \\+ b\n\n**\\> c**\n"),
        ("<p>1. no list</p>", "1\\. no list\n"),
        ("<p># no heading, no *emphasis*</p>", "\\# no heading, no \\*emphasis\\*\n"),
        ('<p><a href="https://a.example/">l</a></p>', "[l](https://a.example/)\n"),
        ('<p><a href="https://a.example/">f](x)</a></p>', "[f\\](x)](https://a.example/)\n"),
        ('<p>Look!<a href="https://a.example/">l</a></p>', "Look\\![l](https://a.example/)\n"),
        ("<p>Write &amp;copy; for ©, R&amp;D</p>", "Write \\&copy; for ©, R&D\n"),
        ("<p><code>a</code><code>b</code></p>", "`ab`\n"),
        ("<p>10<sup>6</sup> H<sub>2</sub>O</p>", "10<sup>6</sup> H<sub>2</sub>O\n"),
        ('<pre><code class="language-c++">a *b*</code></pre>', "```c++\na *b*\n```\n"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b\n"),
        ('<p><img src="https://a.example/i.png" alt="A"></p>', "![A](https://a.example/i.png)\n"),
        ('<p>If <span class="math inline">a_1 * b^{2} &lt; \\frac12</span></p>', "If $a_1 * b^{2} < \\frac12$\n"),
        ('<p><span class="math display">x</span></p>', "$$x$$\n"),
        ('<p>$5 or <span class="math inline">x</span></p>', "\\$5 or $x$\n"),
        ("<p>$5 or $6</p>", "$5 or $6\n"),
        (
            '<table><tr><th>f</th></tr><tr><td><span class="math inline">|x|</span></td></tr></table>',
            "| f |\n| --- |\n| $\\vert x\\vert $ |\n",
        ),
        ("<table><tr><th>a</th></tr><tr><td>b<br>c</td></tr></table>", "| a |\n| --- |\n| b<br>c |\n"),
    ],
)
def test_fragments_become_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


LINK = '<a href="https://a.example/?x=1&amp;copy;=2">l</a>'


@pytest.mark.parametrize(
    "text", ["f](x)", "[a](b)", "x]", "[x", "&copy;", "&#35;", "\\&lt;", "\\\\](", "*", "a\\ ", "![", "`"]
)
@pytest.mark.parametrize(
    "html",
    [
        "<p>a <a href='https://a.example/'>{}</a>b {}</p>",
        "<table><tr><th>h</th></tr><tr><td><strong>w{}w</strong> <a href='https://a.example/'>{}</a></td></tr></table>",
        "<ul><li>{}<a href='https://a.example/'>l</a> {}</li></ul>",
        "<h2>x{} " + LINK + "{}y</h2>",
    ],
)
def test_markdown_parsed_again_has_the_same_text_and_links(html: str, text: str) -> None:
    fragment = html.format(escape(text, quote=False), escape(text, quote=False)).replace("'", '"')
    again = MarkdownIt("commonmark").enable("table").render(to_markdown(fragment))

    assert view(again) == view(fragment)


def view(html: str) -> tuple[str, list[str | None], int]:
    """Return the text without white space, the link targets, and the number of images."""
    tree = LexborHTMLParser(html)
    links = [node.attributes.get("href") for node in tree.css("a")]
    return "".join(tree.body.text().split()) if tree.body else "", links, len(tree.css("img"))


@pytest.mark.parametrize(
    ("html", "start"),
    [
        ("<p>{}</p>", ""),
        ("<ul><li>{}</li></ul>", "- "),
        ("<blockquote><ul><li><p>{}</p></li></ul></blockquote>", "> - "),
    ],
)
def test_a_paragraph_of_many_elements_stays_one_paragraph(html: str, start: str) -> None:
    many = 2 * MAX_INLINE + 1

    assert to_markdown(html.format("a <strong>b</strong> c" * many)) == start + "a **b** c" * many + "\n"


def test_the_converter_gets_a_paragraph_of_many_elements_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def convert(html: str, options: html_to_markdown.ConversionOptions) -> object:
        given.append(html)
        return original(html, options)

    original = html_to_markdown.convert
    monkeypatch.setattr(html_to_markdown, "convert", convert)
    to_markdown("<ul><li>" + "a <strong>b</strong> c" * 5 * MAX_INLINE + "</li></ul>")

    assert max(part.count("<strong>") for part in given[0].split("<p>")) <= MAX_INLINE + 1
