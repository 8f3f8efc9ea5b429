"""Links made absolute and safe: the one place that decides which URLs may leave in an answer."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

MAX_BASE_CHARACTERS = 500  # without its query; a longer base would make each relative link of the page as long
_LINK_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "ftp"})
_WEB_SCHEMES = frozenset({"http", "https"})
_IGNORED = re.compile(r"[\x00-\x1f]")  # browsers drop these, so that "java\nscript:" would run
_SCHEME = re.compile(r"([^/?#:]*):")
_SHARE = re.compile(r"\\[\\/]|/\\")  # browsers take "\\server" for "//server", which is a file on a page from a disk


def absolute(href: str, base: str | None) -> str | None:
    """Resolve `href` against `base`; None where it is empty, broken, only a fragment, a file, or could run code."""
    href = _IGNORED.sub("", href).strip()
    scheme = _SCHEME.match(href)
    if not href or href.startswith("#") or (scheme and scheme[1].lower() not in _LINK_SCHEMES) or _SHARE.match(href):
        return None
    try:
        joined = urljoin(base, href) if base else href
        # The base may be a file: a page that was opened from a disk.
        return joined if urlsplit(joined).scheme in _LINK_SCHEMES else None
    except ValueError:
        return None


def web_url(href: str, base: str | None) -> str | None:
    """`href` as an absolute http or https URL, or None."""
    joined = absolute(href, base)
    if not joined:
        return None
    parts = urlsplit(joined)
    return joined if parts.scheme.lower() in _WEB_SCHEMES and parts.netloc else None


def base_of(stated: str | None, url: str | None, canonical: Iterable[str]) -> str | None:
    """Return what the relative links of a page are relative to.

    Args:
        stated: `<base href>`, which may be relative itself.
        url: where the page was found, if anybody knows; a `file:` URL is where somebody saved it.
        canonical: URLs that the page calls its own, the best first; they stand in for an unknown `url`.

    """
    if url is None or scheme_of(url) == "file":
        url = next(filter(None, (web_url(href, None) for href in canonical)), url)
    base = (absolute(stated, url) if stated else None) or url
    if base and len(base) > MAX_BASE_CHARACTERS:
        base = base.partition("#")[0].partition("?")[0]
    return base if base and len(base) <= MAX_BASE_CHARACTERS else None


def scheme_of(url: str) -> str:
    """Return the scheme of a URL in lower case; empty where it has none."""
    found = _SCHEME.match(url.strip())
    return found[1].lower() if found else ""


def host_of(url: str | None) -> str | None:
    """Return the host of a URL in lower case; None where it has none, or is broken."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def is_url(given: str) -> bool:
    """Whether an address can be taken apart at all: `http://[x` cannot."""
    try:
        urlsplit(given)
    except ValueError:
        return False
    return True
