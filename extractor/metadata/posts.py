"""Read author and date of the posts of a thread, or of the comments under an article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from extractor.classify.prediction import Prediction
from extractor.classify.threads import Span
from extractor.document.urls import absolute
from extractor.document.words import squeeze
from extractor.extraction import Post
from extractor.features.html.names import names_of
from extractor.metadata import dates
from extractor.metadata.authors import strip_by
from extractor.options import Comments
from extractor.profiles import PROFILES
from extractor.types import Block, HtmlDocument

MAX_BLOCK_WORDS: Final = 25  # of a block that is searched; a longer one is a signature or a quote
MAX_NAME_WORDS: Final = 4
MAX_NAME_CHARACTERS: Final = 40
MAX_LEVELS: Final = 3  # containers around a block whose names are read
AUTHOR_NAMES: Final = frozenset(
    "author user username nick nickname poster creator fn cite profile member name commenter".split()
)
DATE_NAMES: Final = frozenset("date time datetime timestamp posted published created when submitted".split())

_PROFILE = re.compile(
    r"/(?:u|users?|members?|profile|people|author)\b|[?&;](?:u|user|uid)=|profile|member", re.IGNORECASE
)
_SAYS = re.compile(
    r"^(.{1,40}?)\s+(?:says?|said|wrote|writes|schrieb|a écrit|escribió|dijo|пишет|responded|commented)\b",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"\b(?:posted|submitted|comment|written|geschrieben) by:?\s+(.{1,40}?)(?:\s+(?:on|at|am|\||-|»|–)|\s*[,|»]|$)",
    re.IGNORECASE,
)
_CLOCK = r"(?:,?(?: at| um| à| -|)? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)?"
_WRITTEN_DATE = (
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|(?:\d{1,2}\.? )?[^\W\d]{3,9}\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4}"
)
_TIME = re.compile(
    rf"\b(?:{_WRITTEN_DATE}){_CLOCK}"
    r"|\b\d+ (?:second|minute|hour|day|week|month|year)s? ago\b|\bvor \d+ [^\W\d]+\b"
    r"|\b(?:yesterday|today|gestern|heute)\b(?:,? (?:at |um )?\d{1,2}:\d{2})?",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"reply|quote|report|like|share|edit|permalink|link|parent|thread|delete|flag|more|menu|top|member|guest|moderator"
    r"|(?:junior|senior|full|new|active|super) member|posts?\W.*|joined\W.*|join date.*|location\W.*|registriert.*"
    r"|beiträge.*|antworten|zitieren|melden|#?\d+|author|user|message|comments?|anonymous user|online|offline"
    r"|registered(?: user)?",
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
    for position, span in enumerate(spans, 1):
        header = read_header(page, span.about)
        text = "\n\n".join(page.blocks[index].text for index in span.text)
        yield Post(text, *header, position, span.depth)


def read_header(page: HtmlDocument, about: Sequence[int]) -> Header:
    """Return author and date of a post, given the indices of the blocks in it that are not its text."""
    blocks = [page.blocks[index] for index in about if page.blocks[index].words <= MAX_BLOCK_WORDS]
    author, url = next(_authors(page, blocks), (None, None))
    iso, written = next(_dates(blocks), (None, None))
    return Header(author, absolute(url, page.base) if url else None, iso, written)


def _authors(page: HtmlDocument, blocks: Sequence[Block]) -> Iterator[tuple[str, str | None]]:
    """Yield names with the address of the profile, the surest first."""
    for block in blocks:
        if _names(page, block) & AUTHOR_NAMES:
            yield from _named((*_links(block), (block.text, None)))
    for block in blocks:
        yield from _named((text, url) for text, url in _links(block) if url and _PROFILE.search(url))
    for block in blocks:
        matches = (pattern.search(block.text) for pattern in (_SAYS, _POSTED))
        yield from _named((found[1], None) for found in matches if found)
    for block in blocks:
        if block.words <= MAX_NAME_WORDS:
            yield from _named([(block.text, next((url for _, url in _links(block)), None))])


def _named(candidates: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """Yield those that are names."""
    for text, url in candidates:
        if name := _name(text):
            yield name, url


def _dates(blocks: Sequence[Block]) -> Iterator[tuple[str | None, str]]:
    """Yield dates in ISO 8601, where they can be read, and as the page writes them."""
    for block in blocks:
        found = _TIME.search(block.text)
        if found:
            known = dates.find(found[0])
            yield (known[0].iso if known else None), found[0].strip()
        elif known := dates.find(block.text):
            yield known[0].iso, block.text[known[0].start : known[0].end]


def _names(page: HtmlDocument, block: Block) -> frozenset[str]:
    """Return the words of the names of the containers around a block."""
    found: frozenset[str] = frozenset()
    index = block.container
    for _ in range(MAX_LEVELS):
        if index <= 0:
            break
        container = page.containers[index]
        found |= names_of(container.tag, container.names)
        index = container.parent
    return found


def _links(block: Block) -> list[tuple[str, str | None]]:
    """Return text and address of the links in a block."""
    return [(text, each.detail) for text, markup in block.runs for each in markup if each.tag == "a" and text.strip()]


def _name(text: str) -> str | None:
    """Return the name in a short text; None if there is none."""
    name = strip_by(squeeze(text)).strip(" :,|•»-–—@")
    if not name or len(name) > MAX_NAME_CHARACTERS or len(name.split()) > MAX_NAME_WORDS or _TIME.search(name):
        return None
    if _BUTTON.fullmatch(name) or not any(character.isalnum() for character in name) or name.isdigit():
        return None
    return name
