"""Metadata rules for the visible text around the article of an HTML page: bylines, datelines and author elements.

An element is marked with a word if its class, id, role or itemprop holds the word.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.document.elements import HEADINGS as HEADING_TAGS
from extractor.features.html.names import names_of
from extractor.metadata import bylines, east_asian_bylines
from extractor.metadata.authors import is_name, parse_names, starts_with_by, strip_by
from extractor.metadata.context import Context
from extractor.metadata.rules import Rule, Statement
from extractor.types import Block, HtmlDocument

MAX_AUTHOR_BLOCK_WORDS = 12  # a name with a date and a role
BLOCKS_WITH_NAME = 3  # at the start of the article, and below it, where a name may stand alone
BLOCKS_WITH_DATE = 2_000  # from the start of the page on, where a date anywhere is looked for
_MAY_BE_DATE = re.compile(r"(?:19|20)\d\d|\d\.\d\d?\.\d\d")
MAX_RUNS = 300  # text runs of one block; the others are ignored
MAX_ANCESTORS = 3  # elements around a block whose class, id, role and itemprop describe it
# Elements with one of these words describe something other than the article.
EXCLUDED_WORDS = frozenset(
    {"related", "recommended", "card", "comments", "comment", "sidebar", "avatar", "nav", "menu"}
)


def byline(context: Context) -> Iterator[Statement]:
    """Yield the names after "By", or below "Author:", above the article, in its first blocks, and below it."""
    page = context.page
    for indexes in context.surroundings:
        blocks = (page.blocks[index] for index in indexes)
        texts = [block.text for block in blocks if _element_words(page, block)]
        if names := bylines.find_authors(texts, ()):
            yield Statement(names, "html:byline")


def name_alone(context: Context) -> Iterator[Statement]:
    """Yield the names that stand alone in a block around the article, in its first or its last blocks."""
    above, within, below, ending = context.surroundings
    for index in (*above[::-1], *within[:BLOCKS_WITH_NAME], *ending[::-1], *below[:BLOCKS_WITH_NAME]):
        block = context.page.blocks[index]
        is_short = block.words <= bylines.MAX_BYLINE_WORDS and block.tag not in HEADING_TAGS
        if is_short and bylines.is_capitalised(block.text) and (names := _full_names(block.text)):
            yield Statement(names, "html:name alone")


def name_beside_date(context: Context) -> Iterator[Statement]:
    """Yield the names in the datelines above the article."""
    for index in context.surroundings.above[::-1]:
        text = context.page.blocks[index].text
        if bylines.is_dateline(text) and (names := _full_names("; ".join(bylines.names_in_byline(text)))):
            yield Statement(names, "html:dateline")


def east_asian_byline(label: re.Pattern[str]) -> Rule:
    """Return a rule that reads the names after one of the labels of `east_asian_bylines`."""

    def rule(context: Context) -> Iterator[Statement]:
        above, within, below, ending = context.surroundings
        for index in (*above[::-1], *within, *ending[::-1], *below):
            if names := east_asian_bylines.find_names(context.page.blocks[index].text, label):
                yield Statement(("; ".join(names),), "html:byline")

    return rule


def _full_names(text: str) -> tuple[str, ...]:
    """Return the names in a text if each has several words, all with capitals; words behind these are left out."""
    names = tuple(_without_lower_end(name) for name in parse_names(text))
    return names if all(" " in name and bylines.is_capitalised(name) for name in names) else ()


def _without_lower_end(name: str) -> str:
    words = name.split()
    while words and words[-1][0].islower():
        words.pop()
    return " ".join(words)


def name_in_element(*words: str) -> Rule:
    """Return a rule that reads names from short texts in elements that are marked with one of the words."""
    wanted = frozenset(words)

    def rule(context: Context) -> Iterator[Statement]:
        above, within, below, _ = context.surroundings
        for index in (*above, *within, *below):
            block = context.page.blocks[index]
            if block.words > MAX_AUTHOR_BLOCK_WORDS or not (matched := _element_words(context.page, block) & wanted):
                continue
            linked = bylines.names_in_byline(_link_texts(block)) or _name_with_own_markup(block)
            all_names = bylines.names_in_byline(strip_by(block.text))
            for names in dict.fromkeys(filter(None, (linked, all_names))):
                yield Statement(names, f"html:class {min(matched)}")

    return rule


def link_to_author(*url_parts: str) -> Rule:
    """Return a rule that reads names from links whose address holds one of the parts, above or early in the article."""

    def rule(context: Context) -> Iterator[Statement]:
        for index in (*context.surroundings.above, *context.surroundings.within):
            block = context.page.blocks[index]
            if block.words > MAX_AUTHOR_BLOCK_WORDS or not block.linked:
                continue
            if names := bylines.names_in_byline(_link_texts(block, url_parts)):
                yield Statement(names, "html:link to author")

    return rule


def dateline(key: str) -> Rule:
    """Return a rule that reads one key of `bylines.find_dates`: `published`, `modified` or `category`."""

    def rule(context: Context) -> Iterator[Statement]:
        for found in context.datelines:
            if key in found:
                yield Statement((found[key],), "html:dateline")

    return rule


def date_in_element(*words: str) -> Rule:
    """Return a rule that reads dates in elements that are marked with one of the words.

    Only blocks from the first paragraph on are read; `dateline` reads those above.
    """
    wanted = frozenset(words)

    def rule(context: Context) -> Iterator[Statement]:
        for index in (*context.surroundings.within, *context.surroundings.below):
            block = context.page.blocks[index]
            if block.words > bylines.MAX_BYLINE_WORDS:
                continue
            matched = _element_words(context.page, block) & wanted
            if matched and (date := bylines.find_dates([block.text], ()).get("published")):
                yield Statement((date,), f"html:class {min(matched)}")

    return rule


def date_anywhere(context: Context) -> Iterator[Statement]:
    """Yield the dates of short blocks anywhere on the page, in page order, without teasers, comments and copyright."""
    for block in context.page.blocks[:BLOCKS_WITH_DATE]:
        if block.words > bylines.MAX_BYLINE_WORDS or not _MAY_BE_DATE.search(block.text):
            continue
        if bylines.is_copyright(block.text):
            continue
        date = bylines.find_dates([block.text], ()).get("published")
        if date and _element_words(context.page, block):
            yield Statement((date,), "html:text")


def _element_words(page: HtmlDocument, block: Block) -> frozenset[str]:
    """Return the words in class, id, role and itemprop of the nearest elements; empty if one is excluded."""
    found = names_around(page, block)
    return frozenset() if found & EXCLUDED_WORDS else found


def names_around(page: HtmlDocument, block: Block) -> frozenset[str]:
    """Return the words in class, id, role and itemprop of the nearest elements, and their tags."""
    found: set[str] = set()
    index = block.container
    for _ in range(MAX_ANCESTORS):
        if index < 0:
            break
        container = page.containers[index]
        found |= names_of(container.tag, container.names)
        index = container.parent
    return frozenset(found)


def _name_with_own_markup(block: Block) -> tuple[str, ...]:
    """Return the first text run that is a name of two words or more, as in "<b>Jane Doe</b> Editor"."""
    texts = [text.strip() for text, _ in block.runs[:MAX_RUNS]] if len(block.runs) > 1 else []
    return next(((text,) for text in texts if " " in text and is_name(text) and not starts_with_by(text)), ())


def _link_texts(block: Block, url_parts: Sequence[str] = ("",)) -> str:
    """Return the texts of the links whose address holds one of the parts, separated by semicolons."""
    texts: dict[str, list[str]] = {}
    is_wanted: dict[str, bool] = {}
    for text, markup in block.runs[:MAX_RUNS]:
        for each in markup:
            if each.tag == "a":
                if each.detail not in is_wanted:
                    is_wanted[each.detail] = any(part in each.detail for part in url_parts)
                if is_wanted[each.detail]:
                    texts.setdefault(each.detail, []).append(text)
    return "; ".join(map("".join, texts.values()))
