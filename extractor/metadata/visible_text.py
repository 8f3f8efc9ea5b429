"""Rules about what an HTML page prints around its article: bylines, names in elements that say "author", datelines."""

from collections.abc import Iterable, Iterator, Sequence

from extractor.features.html.names import names_of
from extractor.metadata import authors as people
from extractor.metadata import bylines
from extractor.metadata.context import Evidence
from extractor.metadata.rules import Rule, Statement
from extractor.types import Block, HtmlDocument

NAME_WORDS = 12  # an author's line with a date and a role is no longer
MAX_RUNS = 300  # of text in one block; an author's line has a few
NEAR = 3  # elements around a block whose names are about it
NOT_HERE = frozenset({"related", "recommended", "card", "comments", "comment", "sidebar", "avatar", "nav", "menu"})


def byline(evidence: Evidence) -> Iterator[Statement]:
    """Names behind "By", or below "Author:", above the article or else just below it."""
    around = evidence.around
    for place in (around.above, around.within, around.below):
        texts = _texts(evidence.page, (index for index in place if _around(evidence.page, evidence.page.blocks[index])))
        if found := bylines.find_authors(texts, ()):
            yield Statement(found, "html:byline")


def named(*names: str) -> Rule:
    """Short texts in elements whose class, id or role has one of the words, nearest the title first."""
    wanted = frozenset(names)

    def rule(evidence: Evidence) -> Iterator[Statement]:
        around, page = evidence.around, evidence.page
        for index in (*around.above, *around.within, *around.below):
            block = page.blocks[index]
            if block.words > NAME_WORDS or not (said := _around(page, block) & wanted):
                continue
            found = bylines.named(_linked(block)) or _run(block) or bylines.named(people.without_by(block.text))
            if found:
                yield Statement(found, f"html:class {min(said)}")

    return rule


def linked(*parts: str) -> Rule:
    """Texts of links to the pages of authors, above the article."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for index in (*evidence.around.above, *evidence.around.within):
            block = evidence.page.blocks[index]
            if block.words <= NAME_WORDS and (found := bylines.named(_linked(block, parts))):
                yield Statement(found, "html:link to author")

    return rule


def dateline(kind: str) -> Rule:
    """Dates around the article, `published` or `modified`."""

    def rule(evidence: Evidence) -> Iterator[Statement]:
        for found in evidence.datelines:
            if kind in found:
                yield Statement((found[kind],), "html:dateline")

    return rule


def dated(*names: str) -> Rule:
    """Dates below the first paragraph, in elements whose class, id or role has one of the words."""
    wanted = frozenset(names)

    def rule(evidence: Evidence) -> Iterator[Statement]:
        page = evidence.page
        for index in (*evidence.around.within, *evidence.around.below):
            block = page.blocks[index]
            said = _around(page, block) & wanted if block.words <= bylines.LABEL_WORDS else None
            if said and (value := bylines.find_dates([block.text], ()).get("published")):
                yield Statement((value,), f"html:class {min(said)}")

    return rule


def _texts(page: HtmlDocument, indexes: Iterable[int]) -> Sequence[str]:
    return [page.blocks[index].text for index in indexes]


def _around(page: HtmlDocument, block: Block) -> frozenset[str]:
    """What the nearest elements around a block are called; nothing where they belong to something else."""
    found: set[str] = set()
    index = block.container
    for _ in range(NEAR):
        if index < 0:
            break
        container = page.containers[index]
        found |= names_of(container.tag, container.names)
        index = container.parent
    return frozenset() if found & NOT_HERE else frozenset(found)


def _run(block: Block) -> tuple[str, ...]:
    """The first name of two words or more that has markup of its own: "Jane Doe" and "Editor" stand side by side."""
    texts = [text.strip() for text, _ in block.runs[:MAX_RUNS]] if len(block.runs) > 1 else []
    return next(((text,) for text in texts if " " in text and people.is_name(text) and not people.has_by(text)), ())


def _linked(block: Block, parts: Sequence[str] = ("",)) -> str:
    """The texts of the block's links that lead to an address with one of `parts` in it."""
    found: dict[str, list[str]] = {}
    leads: dict[str, bool] = {}
    for text, markup in block.runs[:MAX_RUNS]:
        for each in markup:
            if each.tag == "a":
                if each.href not in leads:
                    leads[each.href] = any(part in each.href for part in parts)
                if leads[each.href]:
                    found.setdefault(each.href, []).append(text)
    return "; ".join(map("".join, found.values()))
