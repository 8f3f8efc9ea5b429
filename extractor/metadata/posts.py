"""Read author and date of the posts of a thread, or of the comments under an article."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.classify.threads import Span
from extractor.document.urls import absolute
from extractor.document.words import squeeze
from extractor.extraction import Post
from extractor.features.post_headers import AUTHOR_NAMES, DATE, OTHER_DATE, PROFILE_URL, date_of, may_be_header
from extractor.metadata import dates
from extractor.metadata.authors import strip_by
from extractor.metadata.visible_text import names_around
from extractor.options import Comments
from extractor.profiles import PROFILES
from extractor.types import Block, HtmlDocument

MAX_NAME_WORDS: Final = 4
MIN_NAME_CHARACTERS: Final = 2
MAX_NAME_CHARACTERS: Final = 40
MAX_TIMES: Final = 1_000  # `<time>` elements of a page that are read
MAX_TIME_BLOCKS: Final = 300  # short blocks that are searched for the text of one

_SAYS = re.compile(
    r"^(.{1,40}?)\s+(?:says?|said|wrote|writes|schrieb|a écrit|escribió|dijo|пишет|responded|commented)\b",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"\b(?:by|von|de|par):?\s+(.{1,40}?)(?:\s+(?:on|at|am|\||-|»|–)|\s*[(:,|»]|$)",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\d[\d.,k]*(?: .*)?|.* \d+|reply|quote|report|like|share|edit|permalink|link|parent|thread|delete|flag|more|menu"
    r"|top|(?:(?:junior|senior|full|new|active|super) )?member|guest|moderator|add message.*|user ?name|posts?\W.*"
    r"|joined\W.*|join date.*|location\W.*|registriert.*|beiträge.*|antworten|zitieren|melden|#?\d+|author|user|message"
    r"|comments?|anonymous user|online|offline|registered(?: user)?|community leader|medical professional",
    re.IGNORECASE,
)


Posts = tuple[Post, ...]


class Header(NamedTuple):
    """What a post says about itself."""

    author: str | None
    author_url: str | None
    date: str | None
    """ISO 8601, as precise as the page; None if the date is relative or ambiguous."""
    date_text: str | None
    """As the page writes it."""


def read(page: HtmlDocument, prediction: Prediction, comments: Comments) -> tuple[Posts, Posts]:
    """Return the posts of a thread, and the comments under an article; a page has one of them at most."""
    thread = PROFILES[prediction.page_type].comments
    if not prediction.posts or (comments == "drop" and not thread):
        return (), ()
    found = tuple(_posts(page, prediction.posts))
    return (found, ()) if thread else ((), found)


def _posts(page: HtmlDocument, spans: Iterable[Span]) -> Iterator[Post]:
    times = _times(page)
    for position, span in enumerate(spans, 1):
        header = read_header(page, span.about, times)
        text = "\n\n".join(page.blocks[index].text for index in span.text)
        yield Post(text, *header, position, span.depth)


def read_header(page: HtmlDocument, about: Sequence[int], times: Mapping[int, str]) -> Header:
    """Return author and date of a post.

    Args:
        page: the page.
        about: the indices of the blocks in the post that are not its text.
        times: the machine-readable times of blocks.

    """
    blocks = [page.blocks[index] for index in about if may_be_header(page.blocks[index])]
    author, url = next(_authors(page, blocks), (None, None))
    iso, written = next(_dates(blocks), (None, None))
    exact = next((times[index] for index in about if index in times), None)
    return Header(author, absolute(url, page.base) if url else None, exact or iso, written)


def _times(page: HtmlDocument) -> dict[int, str]:
    """Return the `datetime` of the `<time>` element in each short block, by the index of the block; ISO 8601."""
    headers = [index for index, block in enumerate(page.blocks) if may_be_header(block)]
    found: dict[int, str] = {}
    start = 0
    for node in page.tree.css("time[datetime]")[:MAX_TIMES]:
        text = squeeze(node.text(deep=False))
        iso = dates.parse(node.attributes.get("datetime") or "")
        near = range(start, min(start + MAX_TIME_BLOCKS, len(headers)))
        place = next((each for each in near if text in page.blocks[headers[each]].text), None)
        if text and iso and place is not None:
            found.setdefault(headers[place], iso)
            start = place
    return found


def _authors(page: HtmlDocument, blocks: Sequence[Block]) -> Iterator[tuple[str, str | None]]:
    """Yield names with the address of the profile, the surest first."""
    for block in blocks:
        yield from _named((text, url) for text, url in _links(block) if url and PROFILE_URL.search(url))
    for block in blocks:
        if names_around(page, block) & AUTHOR_NAMES:
            yield from _named((*_links(block), (block.runs[0][0], None), (block.text, None)))
    for block in blocks:
        dated = DATE.search(block.text)
        matches = [found[1] for pattern in (_SAYS, _POSTED) if (found := pattern.search(block.text))]
        yield from _named((text, None) for text in (*matches, *([block.text[: dated.start()]] if dated else [])))
    for block in blocks:
        if block.words <= MAX_NAME_WORDS and not _links(block):
            yield from _named([(block.text, None)])


def _named(candidates: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """Yield those that are names."""
    for text, url in candidates:
        if name := _name(text):
            yield name, url


def _dates(blocks: Sequence[Block]) -> Iterator[tuple[str | None, str]]:
    """Yield dates in ISO 8601, where they can be read, and as the page writes them."""
    for block, before in zip(blocks, (None, *blocks), strict=False):
        labelled = before is not None and not DATE.search(before.text) and OTHER_DATE.search(before.text)
        if not labelled and (written := date_of(block)):
            known = dates.find(written)
            yield (known[0].iso if known else None), squeeze(written)


def _links(block: Block) -> list[tuple[str, str | None]]:
    """Return text and address of the links in a block."""
    return [(text, each.detail) for text, markup in block.runs for each in markup if each.tag == "a" and text.strip()]


def _name(text: str) -> str | None:
    """Return the name in a short text; None if there is none."""
    name = strip_by(squeeze(text)).strip(" :,|•»-–—@")
    fits = MIN_NAME_CHARACTERS <= len(name) <= MAX_NAME_CHARACTERS and len(name.split()) <= MAX_NAME_WORDS
    if not fits or name.isdigit() or not any(character.isalnum() for character in name):
        return None
    return None if _BUTTON.fullmatch(name) or DATE.search(name) else name
