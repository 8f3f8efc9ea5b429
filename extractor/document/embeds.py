"""Video, audio and embedded players: the address that a reader can open, and the title."""

import re
from typing import Final

from selectolax.lexbor import LexborNode

from extractor.document.urls import host_of, scheme_of
from extractor.document.words import squeeze

TAGS: Final = frozenset({"video", "audio", "iframe"})
MAX_TITLE_CHARACTERS = 200
URL_ATTRIBUTES: Final = ("src", "data-src", "data-lazy-src", "data-url")
# Sites whose embedded players are content; other frames are mostly advertisements and forms.
HOSTS: Final = frozenset(
    "archive.org bandcamp.com bilibili.com codepen.io codesandbox.io dailymotion.com datawrapper.dwcdn.net "
    "embed.ted.com facebook.com flourish.studio giphy.com instagram.com jsfiddle.net loom.com mixcloud.com "
    "nicovideo.jp observablehq.com ok.ru omny.fm player.twitch.tv rumble.com rutube.ru slideshare.net "
    "soundcloud.com speakerdeck.com spotify.com streamable.com tiktok.com twitter.com vimeo.com vk.com "
    "wistia.net x.com youku.com youtube-nocookie.com youtube.com".split()
)
_PLAYER_PAGES: Final = (
    (
        re.compile(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"(?:https?:)?//(?:www\.)?dailymotion\.com/embed/video/(\w+)"), "https://www.dailymotion.com/video/{}"),
)


def url_of(node: LexborNode) -> str | None:
    """Return the address of a player as the page writes it, or of the page that shows the same; None for others."""
    url = _written_url(node)
    if node.tag != "iframe":
        return url if url and scheme_of(url) in {"", "http", "https"} else None
    host = host_of(url) or ""
    if not url or not any(host == known or host.endswith(f".{known}") for known in HOSTS):
        return None
    for player, page in _PLAYER_PAGES:
        if found := player.match(url):
            return page.format(found[1])
    return url


def title_of(node: LexborNode) -> str:
    """Return the title of a player, or else its kind."""
    attributes = node.attributes
    stated = attributes.get("title") or attributes.get("aria-label") or ""
    kind = {"video": "Video", "audio": "Audio"}.get(node.tag or "", "Embedded content")
    return squeeze(stated)[:MAX_TITLE_CHARACTERS] or kind


def _written_url(node: LexborNode) -> str:
    for name in URL_ATTRIBUTES:
        if url := (node.attributes.get(name) or "").strip():
            return url
    source = node.css_first("source[src]") if node.tag != "iframe" else None
    return (source.attributes.get("src") or "").strip() if source is not None else ""
