"""Variants of labelled HTML pages: other markup, another script, and foreign parts grafted in.

They teach the models what the data sets do not show: pages without class names, tables for layout, languages without
word lists, readers' comments under the article, and teasers beside it.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from training.grafts import UNREAD, Donors, graft_comments, graft_teasers
from training.scripts import Change, another_script

NAMES: Final = ("class", "id", "role", "itemprop")
SECTIONS: Final = frozenset({"header", "nav", "footer", "aside", "main", "article", "section", "figure", "figcaption"})
COMMENTED: Final = 0.5  # share of variants with comments
BOTH: Final = 0.3  # share of those that have teasers as well
OLD: Final = 0.3  # share with old markup
NAMELESS: Final = 0.3  # share with other markup but without class names
OTHER_SCRIPT: Final = 0.4  # share in another script
TABLES: Final = 0.5  # share of old markup with tables for layout
BREAKS: Final = 0.5  # share of old markup with line breaks for paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A changed page."""

    html: str
    text: str
    """Its wanted text."""
    comments: str
    """The grafted comments, one a line; empty without any."""
    changed: bool = True
    """Whether it differs from the page."""
    write: Change = str
    """How text of the page is written in it: as it is, or in another script."""


def variant(html: str, text: str, donors: Donors, seed: str, other_script: float = OTHER_SCRIPT) -> Variant | None:
    """Return a variant of a page, chosen by `seed`; None if its markup cannot be read.

    Args:
        html: the page.
        text: its wanted text.
        donors: text of other pages.
        seed: the same seed gives the same variant.
        other_script: share of variants in another script.

    """
    choose = Random(seed)  # noqa: S311 - reproducible
    try:
        tree = document_fromstring(
            html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", remove_comments=True)
        )
    except (LxmlError, ValueError):
        return None
    write: Change = str
    comments, graft = "", choose.random()
    if graft < COMMENTED and donors.posts:
        comments = graft_comments(tree, text, donors.posts, choose)
    if (graft >= COMMENTED or choose.random() < BOTH) and donors.teasers:
        graft_teasers(tree, text, donors.teasers, choose)
    markup = choose.random()
    if markup < OLD:
        _use_old_markup(tree, choose)
    if markup < OLD + NAMELESS:
        _remove_names(tree)
    if choose.random() < other_script:
        write = another_script(choose)
        _rewrite(tree, write)
    changed = tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return Variant(html=changed, text=write(text), comments=write(comments), write=write)


def _remove_names(tree: HtmlElement) -> None:
    for element in tree.iter():
        for name in NAMES:
            element.attrib.pop(name, None)


def _use_old_markup(tree: HtmlElement, choose: Random) -> None:
    """Write the page as before HTML 5: no sections, tables for layout, line breaks for paragraphs."""
    tables, breaks = choose.random() < TABLES, choose.random() < BREAKS
    for element in list(tree.iter()):
        if element.tag in SECTIONS:
            element.tag = "div"
        if element.tag == "div" and tables and len(element) and choose.random() < TABLES:
            _wrap_in_cell(element)
        elif element.tag == "p" and breaks and element.getparent() is not None:
            _break_lines(element)


def _wrap_in_cell(element: HtmlElement) -> None:
    """Turn an element into a table with one cell, which holds its content."""
    row = element.makeelement("tr")
    cell = element.makeelement("td")
    cell.text, element.text = element.text, None
    cell.extend(list(element))
    row.append(cell)
    element.append(row)
    element.tag = "table"


def _break_lines(element: HtmlElement) -> None:
    """Replace a paragraph by its content and two line breaks."""
    first, second = element.makeelement("br"), element.makeelement("br")
    second.tail, element.tail = element.tail, None
    element.addnext(second)
    element.addnext(first)
    element.drop_tag()


def _rewrite(tree: HtmlElement, change: Change) -> None:
    """Change the text, the title and the description of a page; leave out its data, whose keys would change."""
    for element in list(tree.iter()):
        if element.tag == "script":
            element.drop_tree()
        elif element.tag == "meta":
            element.set("content", change(element.get("content") or ""))
        elif isinstance(element.tag, str) and (element.tag == "title" or element.tag not in UNREAD):
            element.text = change(element.text) if element.text else element.text
        if element.tail:
            element.tail = change(element.tail)
