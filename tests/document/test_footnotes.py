"""Footnotes: references, notes, what leads back, and what only looks alike."""

import pytest

from extractor.document import html
from extractor.document.fragment import assemble
from extractor.document.text import text_of

NOTE = '<section class="footnotes"><ol><li id="fn-1" value="1">{}</li></ol></section>'
REFERENCE = '<sup><a href="#fn-1">[1]</a></sup>'


@pytest.mark.parametrize(
    ("page", "note"),
    [
        ('<p>a<sup><a href="#n">1</a></sup></p><ol><li id="n">the note <a href="#r">↩</a></li></ol>', "the note"),
        ('<p>a<a href="#n"><sup>1</sup></a></p><ul><li><span id="n"></span>the note</li></ul>', "the note"),
        ('<p>a<a class="noteref" href="#n">*</a></p><div id="n"><a href="#r">*</a> the note</div>', "the note"),
        ('<p>a<a href="#n">[1]</a></p><div><a id="n">1.</a><div>the note</div></div>', "the note"),
        ('<p>a<a href="#_ftn1">[1]</a></p><p><a href="//x#_ftnref1">[1]</a> the note</p>', "<p>the note</p>"),
        ('<p>a<a href="#n"><sup>1</sup></a></p><h5><a id="n" href="#r">(1)</a></h5><p>the note</p>', "<p>the note</p>"),
        ('<p>a<sup><a href="#n">1</a></sup></p><p><a name="n"></a>1. the note</p>', "<p>the note</p>"),
        ('<p>a<sup>1</sup></p><ol class="footnotes"><li id="fn1">the note</li></ol>', "the note"),
        ('<p>a<span class="sidenote">the note</span></p>', "the note"),
        ('<p>a<span class="note">1<span class="footnoteContent" hidden>the note</span></span></p>', "the note"),
        (
            '<p>a<sup><a href="#n">1</a></sup><span class="sidenote">the note</span></p><ol><li id="n">the note</li></ol>',
            "the note",
        ),
    ],
)
def test_a_note_is_found_and_keeps_its_text_only(page: str, note: str) -> None:
    fragment = assemble(html.blocks_of(page))

    assert fragment == f"<p>a{REFERENCE}</p>{NOTE.format(note)}"


@pytest.mark.parametrize(
    "page",
    [
        '<p><a href="#part-2">2</a></p><h2 id="part-2">Part</h2><p>the note</p>',  # a table of contents
        '<p><a href="#slide1">1</a></p><ul><li id="slide1">the note</li></ul>',  # a carousel
        '<p>a<sup><a href="#n">1</a></sup></p><p>the note <span id="n">c</span></p>',  # the middle of a paragraph
        '<p>a<sup><a href="#missing">1</a></sup></p>',
        f'<p>a<sup><a href="#n">1</a></sup></p><div id="n">{"long " * 2000}</div>',
    ],
)
def test_other_links_are_no_references(page: str) -> None:
    blocks = html.blocks_of(page)

    assert not any(each.tag == "footnote" for block in blocks for each in block.structure)


def test_a_note_without_its_reference_stays_where_it_is() -> None:
    blocks = html.blocks_of('<p>a<sup><a href="#n">1</a></sup></p><ol><li id="n">the note</li></ol><p>c</p>')

    assert assemble(blocks[1:]) == "<ol><li>the note</li></ol><p>c</p>"
    assert assemble(blocks[:1]) == "<p>a<sup>[1]</sup></p>"


def test_text_numbers_the_notes() -> None:
    blocks = html.blocks_of('<p>a<sup><a href="#n">1</a></sup> b</p><ol><li id="n"><p>c, d</p><p>e</p></li></ol>')

    assert text_of(blocks) == "a[1] b\n\n[1] c, d\ne"


def test_the_block_around_a_note_in_the_margin_goes_on_after_it() -> None:
    blocks = html.blocks_of('<p>a <b>b</b><span class="sidenote">c <i>d</i></span> e</p><p>f</p>')

    assert [block.text for block in blocks] == ["a b[1] e", "c d", "f"]


def test_what_cannot_hold_text_is_no_note() -> None:
    page = '<p>a<sup><a href="#n">1</a></sup></p><h5><a id="n">1</a></h5><script>var x;</script><p>b</p>'

    assert not any(each.tag == "footnote" for block in html.blocks_of(page) for each in block.structure)


def test_a_number_after_a_note_without_text_stays() -> None:
    page = (
        '<p>a<sup><a href="#n">1</a></sup></p><ol><li id="n"><del>1.</del> <button>copy</button></li></ol><p>1. b c</p>'
    )

    assert html.blocks_of(page)[-1].text == "1. b c"
