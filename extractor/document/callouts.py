"""Call-outs: boxes such as notes, tips and warnings, and their titles."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from extractor.types import Element

TAGS: Final = frozenset({"div", "aside", "section", "details", "blockquote", "p"})
MAX_CHARACTERS = 300  # of the class names of a box
SIGNS: Final = ("alert", "callout", "admonition", "notecard")  # one is in the names of each box that is not ALONE
KINDS: Final = frozenset(
    "abstract attention bug caution danger error example failure faq fail hint important info information note "
    "question quote seealso success summary tip tldr todo warning deprecated".split()
)
ALONE: Final = frozenset("note tip hint important warning caution danger".split())  # as the only class name
# Sphinx, MkDocs, Docusaurus, Asciidoctor, Obsidian, GitHub, MDN and Bootstrap.
_BOX = re.compile(
    r"(?:^|\s)(?:(?:theme-)?admonition|admonitionblock|callout|markdown-alert|notecard|alert)(?=$|[\s_-])"
)
_WORDS = re.compile(r"[a-z]+")
_TITLE = re.compile(r"(?:^|[\s_-])(?:title|heading|summary)(?:$|[\s_-])|admonitionheading", re.IGNORECASE)


def part_of(tag: str, names: str, attributes: Mapping[str, str | None], around: Sequence[Element]) -> Element | None:
    """Return the structural element of a box or of its title, still without a number; None for other elements.

    Args:
        tag: of the element.
        names: class names and other names of the element, as in `Container.names`.
        attributes: of the element.
        around: the structural elements around it.

    """
    if may_be_box(names) and tag in TAGS and (kind := kind_of(names, attributes)):
        return Element("blockquote", 0, kind)
    if around and (box := around[-1]).tag == "blockquote" and box.detail and is_title(tag, names):
        return Element("p", 0, "title")
    return None


def may_be_box(names: str) -> bool:
    """Return whether an element with these names may be a box; this is fast."""
    return any(sign in names for sign in SIGNS) or names in ALONE


def kind_of(names: str, attributes: Mapping[str, str | None]) -> str:
    """Return the kind of a box in lower case, such as `note`; empty for other elements."""
    if names in ALONE:
        return names
    if len(names) > MAX_CHARACTERS or not _BOX.search(names):
        return ""
    stated = attributes.get("data-callout") or ""
    if _WORDS.fullmatch(stated):
        return stated
    return next((word for word in _WORDS.findall(names.lower()) if word in KINDS), "")


def is_title(tag: str, names: str) -> bool:
    """Return whether an element inside a box holds its title."""
    return tag == "summary" or _TITLE.search(names[:MAX_CHARACTERS]) is not None
