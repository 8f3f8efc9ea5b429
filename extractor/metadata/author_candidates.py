"""Collect the authors that a page names, from all sources, with features for the choice of one answer."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from extractor.document.urls import host_of
from extractor.document.words import squeeze, words
from extractor.metadata import fields
from extractor.metadata.authors import parse_names
from extractor.metadata.choice import Candidate
from extractor.metadata.context import Context
from extractor.metadata.rules import MAX_FIELD_VALUES, Rule, statements
from extractor.types import PAGE_TYPES

MAX_OF_A_SOURCE: Final = 4  # statements of one source
MANY_NAMES: Final = 3
MAX_SHOWN_WORDS: Final = 30  # of a block that may show the names of authors; a longer one is running text

Names = tuple[str, ...]


class _Stated(NamedTuple):
    """The names that one source gives."""

    names: Names
    source: str
    rank: int
    """Number of statements of the source before it."""
    provenance: str
    whole: bool = True
    """Whether the source gives these names together and no others."""


SOURCES: Final[Mapping[str, Sequence[Rule]]] = {
    "json_ld": fields.AUTHORS_JSON_LD,
    "citation": fields.AUTHORS_CITATION,
    "publisher_meta": fields.AUTHORS_PUBLISHER_META,
    "microdata": fields.AUTHORS_MICRODATA,
    "meta": fields.AUTHORS_META,
    "page_item": fields.AUTHORS_PAGE_ITEMS,
    "twitter_label": fields.AUTHORS_TWITTER_LABEL,
    "byline": fields.BYLINE,
    "class": fields.AUTHORS_CLASSES,
    "link": fields.AUTHORS_LINKS,
    "rel": fields.AUTHORS_REL,
    "east_asian": fields.EAST_ASIAN_BYLINE,
    "beside_date": fields.NAMES_BESIDE_DATE,
    "alone": fields.NAMES_ALONE,
    "profile": fields.PROFILE_LINKS,
    "editor": fields.EAST_ASIAN_EDITORS,
    "creator": fields.CREATORS_JSON_LD,
    "starter": fields.THREAD_STARTERS,
}
"""The rules of each source; names that several sources give have the provenance of the first of them."""
TOGETHER: Final = frozenset({"microdata", "class", "link", "rel"})
"""Sources that may state each of several authors on its own."""
VISIBLE: Final = frozenset(
    {"byline", "class", "link", "rel", "east_asian", "beside_date", "alone", "profile", "editor"}
)
SOURCE_NAMES: Final = tuple(SOURCES)
KINDS: Final = ("data", "meta", "visible")
FEATURE_NAMES: Final = (
    *(f"{relation}_{source}" for relation in ("from", "first", "shares", "differs") for source in SOURCE_NAMES),
    *(f"{kind}_of_{page_type}" for kind in KINDS for page_type in PAGE_TYPES),
    "sources",
    "together",
    "is_site",
    "without_site",
    "one_word",
    "digits",
    "lower",
    "upper",
    "shown",
    "shown_above",
    "two_names",
    "many_names",
    "signed",
    "thread",
)


def candidates(context: Context) -> list[Candidate[Names]]:
    """Return a candidate for each set of names that a source gives, with and without the names of the site."""
    stated = list(_stated(context))
    page = _Page(context)
    found: dict[frozenset[str], list[_Stated]] = {}
    for each in (*stated, *_together(stated)):
        found.setdefault(_key(each.names), []).append(each)
        people = tuple(name for name in each.names if not page.is_site(name))
        if people and people != each.names:
            found.setdefault(_key(people), []).append(each._replace(names=people, whole=False))
    return [_candidate(same, stated, page) for same in found.values()]


def _stated(context: Context) -> Iterator[_Stated]:
    for source, rules in SOURCES.items():
        rank = 0
        for raw_values, provenance in islice(statements(rules, context), MAX_OF_A_SOURCE):
            names = tuple(dict.fromkeys(name for raw in raw_values for name in parse_names(raw)))
            if names:
                yield _Stated(names[:MAX_FIELD_VALUES], source, rank, provenance)
                rank += 1


def _together(stated: Sequence[_Stated]) -> Iterator[_Stated]:
    """Yield the names of all statements of each source that may state every author on its own."""
    for source in TOGETHER:
        of_source = [each for each in stated if each.source == source]
        if len(of_source) > 1:
            names = tuple(dict.fromkeys(name for each in of_source for name in each.names))[:MAX_FIELD_VALUES]
            yield _Stated(names, source, len(of_source), of_source[0].provenance, whole=False)


class _Page:
    """What the page says about names."""

    def __init__(self, context: Context) -> None:
        self.context = context
        stated = next(statements(fields.SITE_NAME, context), None)
        self._site = "".join(words(stated.values[0])) if stated else ""
        host = (host_of(context.page.url) or "").removeprefix("www.")
        self._host = host.replace("-", "").replace(".", "")
        above, within, below, _ = context.surroundings
        self.above = self._texts(above)
        self.near = self.above + self._texts((*within, *below))

    def _texts(self, indexes: Sequence[int]) -> str:
        blocks = self.context.page.blocks
        return "\n".join(blocks[index].text for index in indexes if blocks[index].words <= MAX_SHOWN_WORDS).casefold()

    def is_site(self, name: str) -> bool:
        """Return whether a name is that of the site."""
        folded = "".join(words(name))
        is_part = self._site.startswith(folded) or (bool(self._site) and folded.startswith(self._site))
        return is_part or self._host.startswith(folded)


def _candidate(same: Sequence[_Stated], stated: Sequence[_Stated], page: _Page) -> Candidate[Names]:
    whole = {each.source for each in same if each.whole}
    best = min(same, key=lambda each: (not each.whole, SOURCE_NAMES.index(each.source)))
    key, joined = _key(best.names), " ".join(best.names)
    features = {f"from_{source}" for source in whole}
    features |= {f"first_{each.source}" for each in same if each.whole and not each.rank}
    for each in stated:
        if not each.rank and each.source not in whole:
            features.add(f"{'differs' if key.isdisjoint(_key(each.names)) else 'shares'}_{each.source}")
    page_type, profile = page.context.page_type, page.context.profile
    kinds = {"visible" if source in VISIBLE else "meta" if "meta" in source else "data" for source in whole}
    features |= {f"{kind}_of_{page_type}" for kind in kinds if page_type}
    folded, is_site = [name.casefold() for name in best.names], all(map(page.is_site, best.names))
    flags = {
        "together": not whole and any(each.source in TOGETHER and each.rank for each in same),
        "without_site": not whole and all(each.rank == 0 or each.source not in TOGETHER for each in same),
        "is_site": is_site,
        "one_word": all(" " not in name for name in best.names),
        "digits": any(map(str.isdigit, joined)),
        "lower": joined.islower(),
        "upper": joined.isupper(),
        "shown": all(name in page.near for name in folded),
        "shown_above": all(name in page.above for name in folded),
        "two_names": len(key) == 2,  # noqa: PLR2004
        "many_names": len(key) >= MANY_NAMES,
        "signed": profile.signed,
        "thread": profile.comments,
    }
    features |= {name for name, value in flags.items() if value}
    return Candidate(best.names, best.provenance, {**dict.fromkeys(features, 1.0), "sources": float(len(whole))})


def _key(names: Names) -> frozenset[str]:
    return frozenset(squeeze(name).casefold() for name in names)
