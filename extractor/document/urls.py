"""Resolve URLs, and decide which ones an answer may contain."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

MAX_BASE_CHARACTERS = 500  # a longer base would make each relative link of the page as long
_LINK_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "ftp"})
_WEB_SCHEMES = frozenset({"http", "https"})
_CONTROLS = re.compile(r"[\x00-\x1f]")  # browsers ignore these, so that "java\nscript:" is executed
_SCHEME = re.compile(r"([^/?#:]*):")
# Browsers read "\\server" as "//server", which is a network share on a page opened from a disk.
_NETWORK_SHARE = re.compile(r"\\[\\/]|/\\")
MAX_CACHED_URL_CHARACTERS = 500  # of a link: pages repeat their links, and each is resolved several times
# Most links need no parsing: nothing in them is changed or refused.
_PLAIN_PATH = r"/(?![/.])(?:[\w%~+@!$'()*,:=-]|\.(?!\.)|(?<=[^/.])/(?![/.]))*"
_PLAIN_REST = r"(?:\?[\w%~+@!$'()*,:=&./-]+)?(?:\#[\w%~+@!$'()*,:=&./?-]+)?"
_IS_PLAIN = re.compile(rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:{_PLAIN_PATH}{_PLAIN_REST})?", re.ASCII)
_IS_ROOTED = re.compile(_PLAIN_PATH + _PLAIN_REST, re.ASCII)


def absolute(href: str, base: str | None) -> str | None:
    """Resolve `href` against `base`; None if it is empty, invalid, a mere fragment, a file, or could run code."""
    if len(href) > MAX_CACHED_URL_CHARACTERS or (base and len(base) > MAX_BASE_CHARACTERS):
        return _resolve(href, base)
    return _resolve_cached(href, base)


def _resolve(href: str, base: str | None) -> str | None:
    if _IS_PLAIN.fullmatch(href):
        return href
    if base and _IS_ROOTED.fullmatch(href) and (origin := _origin(base)):
        return origin + href
    href = _CONTROLS.sub("", href).strip()
    scheme = _SCHEME.match(href)
    if (
        not href
        or href.startswith("#")
        or (scheme and scheme[1].lower() not in _LINK_SCHEMES)
        or _NETWORK_SHARE.match(href)
    ):
        return None
    try:
        joined = urljoin(base, href) if base else href
        # The base of a page that was opened from a disk is a file.
        return joined if urlsplit(joined).scheme in _LINK_SCHEMES else None
    except ValueError:
        return None


_resolve_cached = lru_cache(maxsize=2_000)(_resolve)


@lru_cache(maxsize=100)
def _origin(base: str) -> str | None:
    """Return scheme and host of a base that needs no parsing either; None for others."""
    return "/".join(base.split("/", 3)[:3]) if _IS_PLAIN.fullmatch(base) else None


def web_url(href: str, base: str | None) -> str | None:
    """Resolve `href` to an absolute http or https URL; None if it is not one."""
    joined = absolute(href, base)
    if not joined:
        return None
    parts = urlsplit(joined)
    return joined if parts.scheme.lower() in _WEB_SCHEMES and parts.netloc else None


def base_of(declared: str | None, url: str | None, canonical: Iterable[str]) -> str | None:
    """Return the base URL of relative links; None if there is none, or if it is too long.

    Args:
        declared: `<base href>`, which may itself be relative.
        url: URL of the page, if it is known; a `file:` URL only tells where the page was saved.
        canonical: canonical URLs in order of preference, used if `url` is unknown or a file.

    """
    if url is None or scheme_of(url) == "file":
        url = next(filter(None, (web_url(href, None) for href in canonical)), url)
    base = (absolute(declared, url) if declared else None) or url
    if base and len(base) > MAX_BASE_CHARACTERS:
        base = base.partition("#")[0].partition("?")[0]
    return base if base and len(base) <= MAX_BASE_CHARACTERS else None


def scheme_of(url: str) -> str:
    """Return the scheme of a URL in lower case; empty without one."""
    found = _SCHEME.match(url.strip())
    return found[1].lower() if found else ""


def host_of(url: str | None) -> str | None:
    """Return the host of a URL in lower case; None without one, or if the URL is invalid."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def is_url(given: str) -> bool:
    """Return whether a URL can be parsed; `http://[x` cannot."""
    try:
        urlsplit(given)
    except ValueError:
        return False
    return True


def path_of(url: str) -> str:
    """Return the path of a URL; empty if the URL is invalid."""
    try:
        return urlsplit(url).path
    except ValueError:  # for example, a wrong port
        return ""
