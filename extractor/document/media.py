"""Images of a page: which of them are content, their URLs, and the blocks that they stand next to."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from extractor.arrays import Array
from extractor.document import embeds
from extractor.document.urls import absolute, scheme_of
from extractor.document.words import squeeze
from extractor.types import Block, Container, HtmlDocument, Media, Picture

MAX_ICON_PIXELS = 60  # an image with a declared width or height up to this is an icon
MAX_SIZE_DIGITS = 6  # of a width or height; a longer number is invalid
MAX_SOURCES = 20  # nodes before an image in a `<picture>` that are looked at
MAX_PICTURES = 1_000  # of one page that are placed
MAX_ALT_CHARACTERS = 1_000
MAX_HEADER_ANCESTORS = 20  # elements around an image that are searched for a header
MAX_DROPPED_INSIDE = 6  # dropped blocks between an image inside the content and the next kept block
MAX_DROPPED_AT_END = 3  # the same, before the first kept block and after the last
MAX_COMMON_ANCESTORS = 40  # containers around an image that are compared with those of its neighbours
ARTICLE_TAGS = frozenset({"article", "main"})
# Lazy loading first: `src` is its placeholder.
URL_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-full-src", "src")
SRCSET_ATTRIBUTES = ("srcset", "data-srcset", "data-lazy-srcset")
WEB_SCHEMES = frozenset({"", "http", "https"})
_DECORATION = re.compile(
    r"(?:^|[\s_-])(?:avatar|gravatar|emoji|emoticon|smiley|smilie|icon|logo|sprite|spinner|spacer|tracking|pixel|rating|"
    r"badge|userpic|flag)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_AVATAR = re.compile(r"gravatar\.com/|/(?:user-?)?(?:avatars?|userpics?|emoji|smil(?:ey|ie)s?)[/_-]", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|pixel|placeholder|transparent|loading|spinner|1x1|clear(?:dot)?|grey|gray)\.(?:gif|png|svg|jpg)",
    re.IGNORECASE,
)
# The value of an attribute of some other lazy loader.
_IMAGE_URL = re.compile(
    r"(?:(?:https?:)?//|/)[^\s,]{1,2000}\.(?:jpe?g|png|webp|gif|avif)(?:\?[^\s,]*)?\Z", re.IGNORECASE
)
_IS_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg)\Z", re.IGNORECASE)
_SIZE_SUFFIX = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{3,4}\Z)")
_WIDTH = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)[wx]\Z")


def place(page: HtmlDocument, kept: Sequence[bool] | Array) -> list[Block]:
    """Return the kept blocks with the content images before and after each.

    An image stays if it is near a kept block: between two kept blocks, or at an end of the content with few dropped
    blocks between. It belongs to the kept block that shares the more deeply nested container with it.

    Args:
        page: the page.
        kept: for each block whether it is kept.

    """
    indexes = [index for index, keep in enumerate(kept) if keep]
    before: dict[int, list[Media]] = defaultdict(list)
    after: dict[int, list[Media]] = defaultdict(list)
    placed: set[str] = set()
    for picture in _loaded(page.pictures[:MAX_PICTURES], page.containers) if indexes else ():
        following = bisect_left(indexes, picture.blocks_before)
        near = _nearer(picture, page, indexes, following)
        media = content_image(picture.node) if near is not None else None
        if near is None or media is None or (address := _without_size(media.url)) in placed:
            continue
        placed.add(address)
        (before if near >= following else after)[indexes[near]].append(media)
    return [
        page.blocks[index]._replace(before=tuple(before[index]), after=tuple(after[index]))
        if index in before or index in after
        else page.blocks[index]
        for index in indexes
    ]


def _without_size(url: str) -> str:
    """Return the address of an image file without its query and the size in its name, which copies of it differ in."""
    path = url.partition("?")[0]
    return _SIZE_SUFFIX.sub("", path) if _IS_FILE.search(path) else url


def _loaded(pictures: Iterable[Picture], containers: Sequence[Container]) -> list[Picture]:
    """Return the pictures. The copy for browsers without scripts replaces the placeholders before it."""
    found: list[Picture] = []
    since = 0  # place in `found` after the last copy
    for picture in pictures:
        if containers[picture.container].tag == "noscript":
            while len(found) > since and _is_placeholder_of(found[-1], picture):
                picture = picture._replace(container=found.pop().container)  # noqa: PLW2901
            since = len(found) + 1
        found.append(picture)
    return found


def _is_placeholder_of(picture: Picture, copy: Picture) -> bool:
    same_width = picture.node.attributes.get("width") == copy.node.attributes.get("width")
    return picture.blocks_before == copy.blocks_before and (
        same_width or next(written_urls(picture.node), None) is None
    )


def _nearer(picture: Picture, page: HtmlDocument, indexes: Sequence[int], following: int) -> int | None:
    """Return which of the kept blocks around an image is nearer, as a place in `indexes`; None if none is near."""
    at = picture.blocks_before
    inside = 0 < following < len(indexes)
    limit = MAX_DROPPED_INSIDE if inside else MAX_DROPPED_AT_END
    distances = {following - 1: at - 1 - indexes[following - 1]} if following else {}
    if following < len(indexes):
        distances[following] = indexes[following] - at
    if min(distances.values()) > limit:
        return None
    around = _ancestors(picture.container, page.containers)

    def nearness(index: int) -> int:
        return _nearness(around, page.blocks[index].container, page.containers)

    near, _, place = max((nearness(indexes[each]), -far, each) for each, far in distances.items() if far <= limit)
    # An image that is nearer to a dropped link is part of a teaser or an advertisement.
    links = [
        index
        for index in (at - 1, at)
        if 0 <= index < len(page.blocks) and 2 * page.blocks[index].linked >= page.blocks[index].words
    ]
    return None if not near or any(nearness(index) > near for index in links) else place


def content_image(node: LexborNode) -> Media | None:
    """Return an image or a player with its URL as written; None for an icon, an avatar, a tracker or a placeholder."""
    if node.tag in embeds.TAGS:
        played = embeds.url_of(node)
        return Media(played, embeds.title_of(node), is_image=False) if played else None
    if is_decoration(node) or is_in_site_header(node):
        return None
    url = next((url for url in written_urls(node) if scheme_of(url) in WEB_SCHEMES and absolute(url, None)), None)
    return Media(url, squeeze(node.attributes.get("alt") or "")[:MAX_ALT_CHARACTERS]) if url else None


def written_urls(node: LexborNode) -> Iterator[str]:
    """Yield the URLs of an image as the page writes them, best first."""
    attributes = node.attributes
    for name in URL_ATTRIBUTES:
        if (url := attributes.get(name)) and not _PLACEHOLDER.search(url):
            yield url.strip()
    for name in SRCSET_ATTRIBUTES:
        if widest := _widest(attributes.get(name) or ""):
            yield widest
    for name, value in attributes.items():
        if name.startswith("data-") and value and name not in URL_ATTRIBUTES and _IMAGE_URL.match(value.strip()):
            yield value.strip()
    yield from _source_urls(node)


def _source_urls(node: LexborNode) -> Iterator[str]:
    """Yield the widest URL of each `<source>` before an image in a `<picture>`."""
    sibling = node.prev if node.parent is not None and node.parent.tag == "picture" else None
    for _ in range(MAX_SOURCES):
        if sibling is None:
            return
        if sibling.tag == "source":
            stated = sibling.attributes.get("srcset") or sibling.attributes.get("data-srcset") or ""
            if widest := _widest(stated):
                yield widest
        sibling = sibling.prev


def is_decoration(node: LexborNode) -> bool:
    """Return whether an image is an icon, by its declared size, its class or its URL."""
    attributes = node.attributes
    sizes = (attributes.get(name) or "" for name in ("width", "height"))
    if any(size.isdecimal() and len(size) <= MAX_SIZE_DIGITS and 0 < int(size) <= MAX_ICON_PIXELS for size in sizes):
        return True
    if _DECORATION.search(attributes.get("class") or ""):
        return True
    return bool(_AVATAR.search(attributes.get("src") or ""))


def is_in_site_header(node: LexborNode) -> bool:
    """Return whether the image is in a `<header>` outside the article elements."""
    tags: list[str | None] = []
    ancestor = node.parent
    while ancestor is not None and len(tags) < MAX_HEADER_ANCESTORS:
        tags.append(ancestor.tag)
        ancestor = ancestor.parent
    return "header" in tags and ARTICLE_TAGS.isdisjoint(tags)


def _widest(srcset: str) -> str:
    """Return the URL of the widest candidate of a `srcset`; empty without one."""
    best, width = "", -1.0
    for candidate in re.split(r",\s+", srcset):
        parts = candidate.split()
        if not parts:
            continue
        stated = _WIDTH.match(parts[-1]) if len(parts) > 1 else None
        if (size := float(stated[1]) if stated else 0.0) > width:
            best, width = parts[0], size
    return best


def _ancestors(container: int, containers: Sequence[Container]) -> dict[int, int]:
    """Return the containers around and including one, each with its nearness: the innermost has the highest."""
    found: dict[int, int] = {}
    while container >= 0 and len(found) < MAX_COMMON_ANCESTORS:
        found[container] = MAX_COMMON_ANCESTORS - len(found)
        container = containers[container].parent
    return found


def _nearness(around: dict[int, int], container: int, containers: Sequence[Container]) -> int:
    """Return the nearness of the innermost container in `around` that also contains `container`; 0 without one."""
    for _ in range(MAX_COMMON_ANCESTORS):
        if container < 0 or container in around:
            break
        container = containers[container].parent
    return around.get(container, 0)
