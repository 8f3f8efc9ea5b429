"""One extraction in every form."""

import json
from html import escape

import html_to_markdown
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from extractor import BadOptions, extract
from extractor.document.words import words
from extractor.render.formats import render, to_text
from extractor.render.markdown import MAX_INLINE, to_markdown
from tests.cases import EXTRACTED, Case

TEXT = "The harbour council will not switch on its camera towers before the end of the year, it said in a notice. " * 2


def test_forms_hold_the_same_words() -> None:
    extraction = extract(f"<html><body><article><p>{TEXT}</p><h2>Why not</h2><p>{TEXT}</p></article></body></html>")

    assert render(extraction, "text") == extraction.text == to_text(extraction.html)
    assert render(extraction, "html") == extraction.html
    assert render(extraction, "markdown") == f"{TEXT.strip()}\n\n## Why not\n\n{TEXT.strip()}\n"
    assert json.loads(render(extraction, "json"))["text"] == extraction.text


def test_unknown_form() -> None:
    with pytest.raises(BadOptions, match="format must be one of json, text, markdown, html, xml, not 'pdf'"):
        render(extract("<p>x</p><p>y</p>"), "pdf")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("<h3>a</h3><p>b</p>", "### a\n\nb\n"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b\n"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ("<pre>a\n  &lt;b&gt;</pre>", "```\na\n  <b>\n```\n"),
        ("<table><tr><th>a</th></tr><tr><td>b | c</td></tr></table>", "| a      |\n| ------ |\n| b \\| c |\n"),
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
    ],
)
def test_markdown(html: str, markdown: str) -> None:
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
def test_markdown_read_again_has_the_same_text_and_links(html: str, text: str) -> None:
    fragment = html.format(escape(text, quote=False), escape(text, quote=False)).replace("'", '"')
    again = MarkdownIt("commonmark").enable("table").render(to_markdown(fragment))

    assert view(again) == view(fragment)


def view(html: str) -> tuple[str, list[str | None], int]:
    """Return what a reader sees: the text without blanks, the addresses of links, and how many pictures there are."""
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
def test_a_paragraph_of_many_elements_stays_one(html: str, start: str) -> None:
    many = 2 * MAX_INLINE + 1

    assert to_markdown(html.format("a <strong>b</strong> c" * many)) == start + "a **b** c" * many + "\n"


def test_a_paragraph_of_many_elements_is_given_to_the_converter_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []

    def convert(html: str, options: html_to_markdown.ConversionOptions) -> object:
        given.append(html)
        return convert_really(html, options)

    convert_really = html_to_markdown.convert
    monkeypatch.setattr(html_to_markdown, "convert", convert)
    to_markdown("<ul><li>" + "a <strong>b</strong> c" * 5 * MAX_INLINE + "</li></ul>")

    assert max(part.count("<strong>") for part in given[0].split("<p>")) <= MAX_INLINE + 1


@pytest.mark.parametrize("case", EXTRACTED, ids=lambda case: case.name)
def test_tei_is_well_formed_and_has_the_text(case: Case) -> None:
    extraction = case.run()
    tree = etree.fromstring(render(extraction, "xml").encode())
    (body,) = tree.iterfind("{*}text/{*}body")

    found, wanted = (words(text) for text in (" ".join(map(str, body.itertext())), to_text(extraction.html)))
    assert {word for word in wanted if not word.isdigit()} <= set(found)  # numbers of lists are not text
    assert tree.findtext(".//{*}titleStmt/{*}title") == (extraction.title or "")


def test_tei_holds_nothing_that_xml_cannot() -> None:
    tree = etree.fromstring(render(extract("<h1>A\x0b & <b>B</b></h1><p>" + "word " * 60 + "\x0c</p>"), "xml").encode())

    assert "word" in "".join(str(text) for text in tree.itertext())
