"""The content of an extraction in trafilatura's XML vocabulary."""

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree, html
from trafilatura.htmlprocessing import convert_tags
from trafilatura.settings import Extractor

from extractor.extraction import Post

RENAMED: Final = {"tr": "row", "td": "cell", "th": "cell"}
KNOWN: Final = frozenset(
    {"body", "p", "head", "list", "item", "quote", "code", "hi", "ref", "graphic", "lb", "del", "table", "row", "cell"}
)
"""Elements that trafilatura writes."""
MEDIA: Final = ("img", "figcaption", "picture")


def body_of(fragment: str, options: Extractor) -> Any:
    """Return the clean fragment of an extraction as trafilatura's `body` element.

    Args:
        fragment: HTML.
        options: whether links, images, tables and formatting are kept.

    """
    body = html.fragment_fromstring(fragment, create_parent="body")
    if not options.tables:
        etree.strip_elements(body, "table", with_tail=False)
    if not options.images:
        etree.strip_elements(body, *MEDIA, with_tail=False)
    body = convert_tags(body, options, options.url)
    for element in body.iter("tr", "td", "th"):
        kind = {"role": "head"} if element.tag == "th" else {}
        element.tag = RENAMED[str(element.tag)]
        element.attrib.clear()
        element.attrib.update(kind)
    for element in body.iter(etree.Element):
        if next(element.iterancestors("code"), None) is None:
            element.text, element.tail = _without_line_ends(element.text), _without_line_ends(element.tail)
    unknown = {str(element.tag) for element in body.iter(etree.Element) if element.tag not in KNOWN}
    if not options.links:
        unknown.add("ref")  # trafilatura leaves links in, to count them
    etree.strip_tags(body, *unknown)
    return body


def _without_line_ends(text: str | None) -> str | None:
    """Return None for white space that only separates elements of the source."""
    return None if text and "\n" in text and not text.strip() else text


def body_of_posts(posts: Iterable[Post]) -> Any:
    """Return comments of readers as a `body` element with a paragraph for each paragraph of text."""
    body = etree.Element("body")
    for post in posts:
        for paragraph in post.text.split("\n\n"):
            etree.SubElement(body, "p").text = paragraph
    return body
