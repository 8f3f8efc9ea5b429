"""Collect the titles that a page states for itself, whole and without the site's name, with features for the choice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import islice, takewhile
from typing import Final, NamedTuple

from extractor.document.elements import HEADINGS as HEADING_TAGS
from extractor.document.urls import host_of
from extractor.document.words import TITLE_PARTS, count, squeeze, words
from extractor.metadata import fields
from extractor.metadata.choice import Candidate
from extractor.metadata.context import MIN_PARAGRAPH_WORDS, Context
from extractor.metadata.rules import Rule, Statement, statements
from extractor.types import PAGE_TYPES, PageType

MAX_OF_A_SOURCE: Final = 4  # titles of one source
MAX_CANDIDATES: Final = 60
MAX_TITLE_WORDS: Final = 40
MAX_TITLE_CHARACTERS: Final = 1_500  # the rest is cut, because an element without end tag can hold the whole page
LONG_TITLE_WORDS: Final = 20
ANCHOR_CHARACTERS: Final = " ¶#§"  # text of the permalinks after headings
SEPARATORS: Final = " |–—·•»›:-"
MIN_SITE_CHARACTERS: Final = 4  # of the name of a site that a title may contain by chance if it is shorter
MIN_SPACED_CHARACTERS: Final = 4  # of the words of a title that another one may hold


class _Title(NamedTuple):
    """A title as one source gives it, or a part of it."""

    text: str
    source: str
    rank: int
    """Number of titles of the source before it."""
    cut: str
    """What was cut: empty for nothing, or a name of `CUTS`."""
    provenance: str


class _Page(NamedTuple):
    """What the page says about titles."""

    titles: Sequence[_Title]
    sites: frozenset[str]
    """Folded names of the site."""
    page_type: PageType | None


SOURCES: Final[Mapping[str, Sequence[Rule]]] = {
    "json_ld": fields.TITLE_JSON_LD,
    "og": fields.TITLE_OPEN_GRAPH,
    "h1": (fields.HEADINGS,),
    "twitter": fields.TITLE_TWITTER,
    "other_meta": fields.TITLE_OTHER_META,
    "microdata": fields.TITLE_MICRODATA,
    "item_name": fields.TITLE_ITEM_NAMES,
    "page_item": fields.TITLE_PAGE_ITEMS,
    "tag": (fields.TITLE_TAG,),
}
"""The rules of each source; a title that several sources spell alike is named after the first of them."""
HEADING: Final = "heading"
JOINED: Final = "h1_joined"
SOURCE_NAMES: Final = (*SOURCES, JOINED, HEADING)
CUTS: Final = ("site", "last", "first", "all_but_first", "all_but_last")
KINDS: Final = ("h1", "og", "tag", "cut", HEADING)
FEATURE_NAMES: Final = (
    *(f"{relation}_{source}" for relation in ("from", "first", "like", "in", "holds") for source in SOURCE_NAMES),
    *(f"cut_{cut}" for cut in CUTS),
    *(f"cut_from_{source}" for source in SOURCE_NAMES),
    *(f"{kind}_of_{page_type}" for kind in KINDS for page_type in PAGE_TYPES),
    "sources",
    "like_sources",
    "single_h1",
    "has_bar",
    "has_site",
    "is_site",
    "h1_is_last_part",
    "one_word",
    "two_words",
    "long",
    "truncated",
)


def candidates(context: Context) -> list[Candidate[str]]:
    """Return a candidate for each spelling of a title, with upper and lower case taken as the same."""
    found: dict[str, list[_Title]] = defaultdict(list)
    titles = list(_titles(context))
    sites = _site_names(context)
    parts = (part for title in titles for part in _parts(title, sites))
    for title in (*titles, *parts):
        key = squeeze(title.text).casefold()
        if key and count(key) <= MAX_TITLE_WORDS and (key in found or len(found) < MAX_CANDIDATES):
            found[key].append(title)
    page = _Page(titles, sites, context.page_type)
    return [_candidate(same, page) for same in found.values() if not _is_cut_to_site(same, sites)]


def _is_cut_to_site(same: Sequence[_Title], sites: frozenset[str]) -> bool:
    """Return whether nothing is left of the titles but the name of the site."""
    return all(title.cut for title in same) and _folded(same[0].text) in sites


def _titles(context: Context) -> Iterator[_Title]:
    for source, rules in SOURCES.items():
        stated = ((value, each.provenance) for each in statements(rules, context) for value in each.values)
        for rank, (value, provenance) in enumerate(islice(stated, MAX_OF_A_SOURCE)):
            yield _Title(_clean(value), source, rank, "", provenance)
    for source, rule in ((JOINED, _joined_headings), (HEADING, _headings_near_article)):
        for rank, (values, provenance) in enumerate(islice(rule(context), MAX_OF_A_SOURCE)):
            yield _Title(_clean(values[0]), source, rank, "", provenance)


def _joined_headings(context: Context) -> Iterator[Statement]:
    """Yield the first headings without blanks between their inline elements."""
    for block in context.page.blocks:
        if block.tag == "h1":
            yield Statement((block.text,), "html:h1")


def _headings_near_article(context: Context) -> Iterator[Statement]:
    """Yield the first heading of the content, if it stands before the first paragraph, and the last one above."""
    blocks, content = context.page.blocks, context.content
    first = content[0] if content else 0
    opening = takewhile(lambda index: blocks[index].words < MIN_PARAGRAPH_WORDS, content)
    within = (index for index in opening if blocks[index].tag in HEADING_TAGS)
    above = (index for index in range(first - 1, -1, -1) if blocks[index].tag in HEADING_TAGS)
    for index in (*islice(within, 1), *islice(above, 1)):
        yield Statement((blocks[index].text,), f"html:{blocks[index].tag}")


def _parts(title: _Title, sites: frozenset[str]) -> Iterator[_Title]:
    """Yield the title without parts at its separators."""
    parts = [part for part in TITLE_PARTS.split(title.text) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - one part has nothing to remove
        return
    head = title.text[: title.text.rindex(parts[-1])].rstrip(SEPARATORS)
    tail = title.text[title.text.index(parts[1], len(parts[0])) :]
    texts = {"last": head, "first": tail, "all_but_first": parts[0], "all_but_last": parts[-1]}
    if _folded(parts[-1]) in sites:
        texts["site"] = head
    elif _folded(parts[0]) in sites:
        texts["site"] = tail
    for cut, text in texts.items():
        yield title._replace(text=text.strip(), cut=cut)


def _candidate(same: Sequence[_Title], page: _Page) -> Candidate[str]:
    best = min(same, key=lambda title: (bool(title.cut), SOURCE_NAMES.index(title.source)))
    whole = {title.source for title in same if not title.cut}
    h1_is_last_part = "h1" in whole and any(title.cut == "all_but_last" for title in same)
    if h1_is_last_part:  # most of these are names of sites, which nothing else states
        whole -= {"h1", JOINED}
    features = {f"from_{source}" for source in whole}
    features |= {f"first_{title.source}" for title in same if title.source in whole and not title.rank}
    features |= {f"cut_{title.cut}" for title in same if title.cut}
    features |= {f"cut_from_{title.source}" for title in same if title.cut and title.source not in whole}
    related = _relations(_spaced(best.text), [title for title in page.titles if title.source not in whole])
    kinds = whole.intersection(KINDS) if whole else {"cut"}
    features |= {f"{kind}_of_{page.page_type}" for kind in kinds if page.page_type}
    numbers = {
        "sources": len(whole),
        "like_sources": sum(name.startswith("like_") for name in related),
        **_flags(best.text, page),
        "h1_is_last_part": h1_is_last_part,
        "single_h1": "h1" in whole and sum(title.source == "h1" for title in page.titles) == 1,
    }
    stated = {name: float(value) for name, value in numbers.items() if value}
    return Candidate(best.text, best.provenance, dict.fromkeys(features | related, 1.0) | stated)


def _relations(own: str, titles: Sequence[_Title]) -> set[str]:
    """Return how the first title of each source that spells it otherwise is related to a title."""
    found = set()
    for title in titles:
        other = _spaced(title.text)
        if title.rank:
            continue
        if other == own:
            found.add(f"like_{title.source}")
        elif own in other:
            found.add(f"in_{title.source}")
        elif len(other) > MIN_SPACED_CHARACTERS and other in own:
            found.add(f"holds_{title.source}")
    return found


def _flags(text: str, page: _Page) -> dict[str, bool]:
    folded, size = _folded(text), count(text)
    return {
        "has_bar": "|" in text,
        "has_site": any(site in folded for site in page.sites if len(site) >= MIN_SITE_CHARACTERS and site != folded),
        "is_site": folded in page.sites,
        "one_word": size == 1,
        "two_words": size == 2,  # noqa: PLR2004
        "long": size > LONG_TITLE_WORDS,
        "truncated": text.endswith(("...", "…")),
    }


def _site_names(context: Context) -> frozenset[str]:
    """Return the folded names of the site, and the name in its host."""
    stated = {_folded(name) for values, _ in statements(fields.SITE_NAME, context) for name in values}
    host = (host_of(context.page.url) or "").removeprefix("www.")
    return frozenset(filter(None, stated | {_folded(host.split(".", 1)[0])}))


def _clean(title: str) -> str:
    soft_hyphen = "\u00ad"
    return squeeze(unescape(title[:MAX_TITLE_CHARACTERS]).replace(soft_hyphen, "")).rstrip(ANCHOR_CHARACTERS)


def _folded(name: str) -> str:
    return "".join(words(name))


def _spaced(title: str) -> str:
    """Return the words of a title with a blank around each, so that whole words are found in it."""
    return f" {' '.join(words(title))} "
